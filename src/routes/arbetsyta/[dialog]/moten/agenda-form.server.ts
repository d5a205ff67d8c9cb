import type { ActionFailure, RequestEvent } from '@sveltejs/kit';
import type { AgendaItem, AgendaKind } from '#lib/protocol/meetings.ts';
import { attempt, type Refused, text } from '#lib/ui/action.server.ts';
import type { FilledRows } from '#lib/ui/fields.ts';
import { filledRows, rowsIn, type RowsOf, withoutEmptyRows } from '#lib/ui/rows.server.ts';
import { minutesOf } from '#server/consultations/local-time.ts';
import type { DayOrMeeting } from '#server/meetings/types.ts';
import { stampOf } from '#server/seen.ts';

const PARTS = ['title', 'startsAt', 'endsAt', 'approximate', 'kind'] as const;
const ITEMS: RowsOf<(typeof PARTS)[number]> = {
	prefix: 'item',
	parts: PARTS,
	begun: ['startsAt', 'endsAt'],
	most: 60
};

/** An agenda as `AgendaForm` shows it, with empty rows for more. */
export function agendaRows(items: readonly AgendaItem[]): FilledRows & { seen: string } {
	const rows = items.map(({ title, startsAt, endsAt, approximate, kind }) => ({
		title,
		startsAt: startsAt.replace(':', '.'),
		endsAt: endsAt?.replace(':', '.') ?? '',
		approximate: approximate ? 'yes' : '',
		kind
	}));
	return { ...filledRows(ITEMS, rows), seen: stampOf(items) };
}

/** What `AgendaForm` sends, without empty rows, saved as the agenda of what `find` finds under the address. */
export async function saveAgenda(
	{ locals, request }: Pick<RequestEvent, 'locals' | 'request'>,
	find: () => Promise<DayOrMeeting>
): Promise<{ saved: true } | ActionFailure<Refused>> {
	const form = withoutEmptyRows(await request.formData(), ITEMS);
	const save = async () => {
		await locals.app.meetings.setAgenda(locals.by, await find(), agendaIn(form), text(form, 'seen'));
		return { saved: true } as const;
	};
	return attempt({ request }, save, form);
}

const agendaIn = (form: FormData): AgendaItem[] =>
	rowsIn(form, ITEMS).map(({ title, startsAt, endsAt, approximate, kind }) => ({
		title,
		startsAt: timeOfDay(startsAt),
		endsAt: endsAt.trim() === '' ? null : timeOfDay(endsAt),
		approximate: approximate !== '',
		kind: (kind || 'session') as AgendaKind
	}));

/** `9.30` as `09:30`; what is no time is left for the command to refuse. */
function timeOfDay(written: string): string {
	const minutes = minutesOf(written);
	if (minutes === null) return written;
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
