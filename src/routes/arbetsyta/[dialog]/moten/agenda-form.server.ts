import type { AgendaItem, AgendaKind } from '#lib/protocol/meetings.ts';
import { text } from '#lib/ui/action.server.ts';
import { minutesOf } from '#server/consultations/local-time.ts';
import { stampOf } from '#server/seen.ts';

const EMPTY_ROWS = 3;
const MOST_ROWS = 60;
const PARTS = ['title', 'startsAt', 'endsAt', 'approximate', 'kind'];

type Rows = { rows: number; filled: number; seen: string; current: Record<string, string> };

/** An agenda as `AgendaForm` shows it, with empty rows for more. */
export function agendaRows(items: readonly AgendaItem[]): Rows {
	const current = items.flatMap((item, row) => [
		[`item-${row}-title`, item.title],
		[`item-${row}-startsAt`, item.startsAt.replace(':', '.')],
		[`item-${row}-endsAt`, item.endsAt?.replace(':', '.') ?? ''],
		[`item-${row}-approximate`, item.approximate ? 'yes' : ''],
		[`item-${row}-kind`, item.kind]
	]);
	const empty = Array.from({ length: EMPTY_ROWS }, (_, more) => [`item-${items.length + more}-kind`, 'session']);
	return {
		rows: items.length + EMPTY_ROWS,
		filled: items.length,
		seen: stampOf(items),
		current: Object.fromEntries([...current, ...empty]) as Record<string, string>
	};
}

/**
 * Rows without words are left out and the others numbered anew, so that what is refused points at the right row. To
 * empty the words of a row is to take it away; one that is new and has a time but no words is only half written.
 */
export function withoutEmptyItems(form: FormData): FormData {
	const kept = new FormData();
	const filled = Number(text(form, 'filled'));
	const has = (row: number, part: string) => text(form, `item-${row}-${part}`).trim() !== '';
	const rows = Array.from({ length: MOST_ROWS }, (_, row) => row).filter(
		(row) => has(row, 'title') || (row >= filled && (has(row, 'startsAt') || has(row, 'endsAt')))
	);
	kept.set('seen', text(form, 'seen'));
	kept.set('filled', String(rows.filter((row) => row < filled).length));
	rows.forEach((row, position) => {
		for (const part of PARTS) kept.set(`item-${position}-${part}`, text(form, `item-${row}-${part}`));
	});
	return kept;
}

/** What `AgendaForm` sends, without empty rows. */
export function agendaIn(form: FormData): AgendaItem[] {
	const count = [...form.keys()].filter((name) => name.endsWith('-title')).length;
	return Array.from({ length: count }, (_, row) => ({
		title: text(form, `item-${row}-title`),
		startsAt: timeOfDay(text(form, `item-${row}-startsAt`)),
		endsAt: text(form, `item-${row}-endsAt`).trim() === '' ? null : timeOfDay(text(form, `item-${row}-endsAt`)),
		approximate: text(form, `item-${row}-approximate`) !== '',
		kind: (text(form, `item-${row}-kind`) || 'session') as AgendaKind
	}));
}

/** `9.30` as `09:30`; what is no time is left for the command to refuse. */
function timeOfDay(written: string): string {
	const minutes = minutesOf(written);
	if (minutes === null) return written;
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
