import { redirect, type RequestEvent } from '@sveltejs/kit';
import { servesMeals } from '#lib/registration/form.server.ts';
import { changeInput } from '#lib/registration/form.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import { valuesOf } from '#lib/ui/fields.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { knownId } from '#server/checks.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actions, PageServerLoad } from './$types';

type Params = { dialog: string; anmalan: string };

/** By its id alone: a personal code is its sender's, and of another dialogue there is nothing here. */
async function found({ app, actor }: App.Locals, { dialog, anmalan }: Params) {
	await app.dialogues.workspace(actor, dialog);
	const registration = await app.registrations.view(actor, knownId(anmalan));
	if (registration.dialogue.slug !== dialog) throw new MedskickError('not_found');
	return registration;
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const registration = await found(locals, params);
	const { ordinal } = registration.round;
	const { meetings } = await locals.app.registrations.ofRound(locals.actor, params.dialog, ordinal);
	const round = await locals.app.meetings.round(locals.actor, params.dialog, ordinal);
	return {
		slug: params.dialog,
		registration,
		meetings,
		meals: servesMeals(round),
		saved: url.searchParams.has('klar')
	};
};

type Event = RequestEvent<Params>;

async function act(event: Event, work: (form: FormData, key: string) => Promise<unknown>) {
	const form = await event.request.formData();
	const { dialog, anmalan } = event.params;
	return attempt(
		event,
		async () => {
			const { id } = await found(event.locals, event.params);
			await work(form, id);
			redirect(303, localizeHref(`/arbetsyta/${dialog}/anmalningar/anmalan/${anmalan}?klar`));
		},
		form
	);
}

const offer = (form: FormData) => ({ participantId: text(form, 'participantId'), meetingId: text(form, 'meetingId') });

export const actions: Actions = {
	change: (event) =>
		act(event, async (form, key) => {
			const { app, actor, by } = event.locals;
			const { participants, round } = await app.registrations.view(actor, key);
			const { meetings } = await app.registrations.ofRound(actor, event.params.dialog, round.ordinal);
			await app.registrations.change(by, key, changeInput(valuesOf(form), participants, meetings));
		}),
	accept: (event) =>
		act(event, (form, key) => event.locals.app.registrations.accept(event.locals.by, key, offer(form))),
	decline: (event) =>
		act(event, (form, key) => event.locals.app.registrations.decline(event.locals.by, key, offer(form))),
	cancel: (event) => act(event, (_form, key) => event.locals.app.registrations.cancel(event.locals.by, key))
};
