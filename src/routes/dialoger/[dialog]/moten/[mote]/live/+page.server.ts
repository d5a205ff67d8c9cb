import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { MedskickError } from '#server/errors.ts';
import { checkWriter, writerKey } from '#server/identity/writer.ts';
import { writtenMoment } from '#server/written.ts';
import { asPerson } from '../../../underlag/[dokument]/send.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { answerFrom, onOff, saidIn } from './input.server.ts';

type Event = RequestEvent<{ dialog: string; mote: string }>;

export const load: PageServerLoad = async (event) => ({
	...(await pageFor(event)),
	writer: writerOf(event.locals),
	writerKey: writerKey(event.locals.actor),
	onceKey: randomUUID()
});

const addressOf = ({ params }: Pick<Event, 'params'>) => ({ dialogueSlug: params.dialog, meetingSlug: params.mote });

const pageFor = (event: Pick<Event, 'locals' | 'params'>) =>
	event.locals.app.live.page(event.locals.actor, addressOf(event));

/** Who takes part, as they are called; null for somebody who has not said. */
function writerOf({ actor }: App.Locals): string | null {
	if (actor.kind !== 'person') return null;
	return [actor.name, actor.organisationName].filter(Boolean).join(', ');
}

export const actions: Actions = {
	join: async (event) => {
		const form = await event.request.formData();
		return attempt(
			event,
			async () => {
				const { head, live } = await pageFor(event);
				// Nobody becomes a guest of a meeting that does not go on.
				if (!live.open) throw new MedskickError('not_open');
				const { by } = await asPerson(event, {
					name: text(form, 'name'),
					organisationName: text(form, 'organisationName'),
					organisationType: text(form, 'organisationType'),
					once: text(form, 'idempotencyKey') || randomUUID(),
					withReturnLink: false
				});
				await event.locals.app.live.join(by, head.meetingId);
				// The page is made again by somebody who now has a session.
				redirect(303, event.url.pathname);
			},
			form
		);
	},
	answer: (event) =>
		perform(event, 'answer', async (meetingId, form) => {
			const { app, by } = event.locals;
			await app.live.answer(by, meetingId, text(form, 'questionId'), {
				...answerFrom(form),
				writtenAt: writtenMoment(saidIn(form), app.clock.now())
			});
		}),
	ask: (event) =>
		perform(event, 'ask', async (meetingId, form) => {
			const { app, by } = event.locals;
			const idempotencyKey = text(form, 'idempotencyKey').slice(0, 64) || null;
			const writtenAt = writtenMoment(saidIn(form), app.clock.now());
			await app.live.ask(by, meetingId, { text: text(form, 'text'), idempotencyKey, writtenAt });
		}),
	support: (event) =>
		perform(event, 'support', async (meetingId, form) => {
			const { app, by } = event.locals;
			await app.live.support(by, meetingId, { questionId: text(form, 'questionId'), on: onOff(form, 'on') });
		})
};

/** Does it, and answers with what is the person's own now: a page with a script needs nothing else again. */
async function perform<T extends string>(
	event: Event,
	done: T,
	work: (meetingId: string, form: FormData) => Promise<void>
) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			checkWriter(event.locals.actor, form.has('writtenBy') ? text(form, 'writtenBy') : null);
			const { live } = event.locals.app;
			const { meetingId } = await live.seenMeeting(event.locals.actor, addressOf(event));
			await work(meetingId, form);
			return { done, own: await live.own(event.locals.actor, addressOf(event)), onceKey: randomUUID() };
		},
		form
	);
}
