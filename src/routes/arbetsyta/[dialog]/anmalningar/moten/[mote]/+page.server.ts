import { attempt, text } from '#lib/ui/action.server.ts';
import { dateCompact, time } from '#lib/ui/format/dates.ts';
import { stockholmMoment } from '#server/consultations/local-time.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const LINES = 3;

export const load: PageServerLoad = async ({ locals, params }) => {
	const people = await locals.app.registrations.ofMeeting(locals.actor, params.dialog, params.mote);
	const filled = people.reserved.map(({ organisationType, seats, left, releasedAt }) => ({
		organisationType,
		seats: String(seats),
		left,
		releasedOn: releasedAt === null ? '' : dateCompact(releasedAt),
		releasedAt: releasedAt === null ? '' : time(releasedAt, 'sv')
	}));
	const empty = { organisationType: '', seats: '', left: null, releasedOn: '', releasedAt: '' };
	const lines = Math.max(LINES, filled.length + 2);
	return {
		slug: params.dialog,
		...people,
		lines: [...filled, ...Array.from({ length: lines - filled.length }, () => empty)]
	};
};

/** Empty lines are no lines. A date without a time is the beginning of that day. */
function keptOf(form: FormData) {
	// A form that lost its fields on the way must not take every reservation away.
	if (typeof form.get('reserved-1-type') !== 'string') throw new MedskickError('bad_input');
	return Array.from({ length: 30 }, (_, index) => `reserved-${index + 1}-`)
		.filter((prefix) => text(form, `${prefix}type`) !== '' || text(form, `${prefix}seats`).trim() !== '')
		.map((prefix) => ({
			organisationType: text(form, `${prefix}type`),
			seats: Number(text(form, `${prefix}seats`).trim() || NaN),
			releasedAt: momentOf(form, prefix)
		}));
}

function momentOf(form: FormData, prefix: string): Date | null {
	const day = text(form, `${prefix}releasedOn`).trim();
	if (day === '') return null;
	const moment = stockholmMoment(day, text(form, `${prefix}releasedAt`).trim() || '00.00');
	if (moment !== null) return moment;
	return refuse(
		'bad_input',
		'Skriv datumet som 2026-10-09 och klockslaget som 12.00.',
		'Write the date as 2026-10-09 and the time as 12.00.',
		`${prefix}releasedOn`
	);
}

export const actions: Actions = {
	reserve: async (event) => {
		const form = await event.request.formData();
		const { app, actor, by } = event.locals;
		return attempt(
			event,
			async () => {
				const { meeting } = await app.registrations.ofMeeting(actor, event.params.dialog, event.params.mote);
				await app.registrations.reserve(by, meeting.id, keptOf(form));
				return { saved: true };
			},
			form
		);
	}
};
