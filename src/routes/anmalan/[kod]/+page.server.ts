import { redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { takesRegistrations } from '#lib/meetings/when.ts';
import { doorCodes } from '#lib/hosting/door-codes.server.ts';
import type { Actions, PageServerLoad } from './$types';

const DONE = ['anmald', 'andrad', 'avbokad', 'ja', 'nej'] as const;

/** Looking changes nothing: mail scanners open links. The buttons do. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const registration = await app.registrations.view(actor, params.kod);
	const going = registration.meetings.filter(({ attendances }) =>
		attendances.some(({ state }) => state !== 'cancelled')
	);
	const listed = await Promise.all(
		going.map(
			async ({ meeting }) => [meeting.id, await app.registrations.listed(actor, params.kod, meeting.id)] as const
		)
	);
	return {
		code: params.kod,
		registration,
		listed: Object.fromEntries(listed),
		codes: doorCodes(registration, new URL(app.config.origin).origin, app.clock.now()),
		comes: going.some(({ attendances }) => attendances.some(({ state }) => state === 'confirmed')),
		mayAgain: registration.meetings.some(({ meeting }) => takesRegistrations(meeting)),
		done: DONE.find((one) => one === url.searchParams.get('klar')) ?? null
	};
};

type Event = RequestEvent<{ kod: string }>;

const answer = (how: 'accept' | 'decline', done: 'ja' | 'nej') => async (event: Event) => {
	const form = await event.request.formData();
	const { app, by } = event.locals;
	return attempt(
		event,
		async () => {
			const offer = { participantId: text(form, 'participantId'), meetingId: text(form, 'meetingId') };
			await app.registrations[how](by, event.params.kod, offer);
			redirect(303, localizeHref(`/anmalan/${event.params.kod}?klar=${done}`));
		},
		form
	);
};

export const actions: Actions = {
	accept: answer('accept', 'ja'),
	decline: answer('decline', 'nej'),
	cancel: (event) =>
		attempt(event, async () => {
			await event.locals.app.registrations.cancel(event.locals.by, event.params.kod);
			redirect(303, localizeHref(`/anmalan/${event.params.kod}?klar=avbokad`));
		})
};
