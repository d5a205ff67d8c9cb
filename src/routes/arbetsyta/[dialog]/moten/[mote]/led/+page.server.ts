import type { RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { qrCode } from '#lib/meeting-live/qr.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { all } from '../../../form.server.ts';
import {
	askedStateFrom,
	checkedMinutes,
	placeFrom,
	questionChangeFrom,
	quickFrom,
	sceneFrom,
	yesOrNo
} from './input.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ dialog: string; mote: string }>;
type Asked = Pick<Event, 'locals' | 'params'>;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const work = await workOf({ locals, params });
	const { dialogue, slug, draft } = work.head;
	const home = `/dialoger/${dialogue.slug}/moten/${slug}`;
	const up = draft ? `/arbetsyta/${dialogue.slug}/moten/${slug}` : home;
	return { work, home, up, qr: qrCode(url.origin + localizeHref(`${home}/live`)) };
};

const workOf = ({ locals, params }: Asked) =>
	locals.app.live.work(locals.actor, { dialogueSlug: params.dialog, meetingSlug: params.mote });

export const actions: Actions = {
	open: (event) => perform(event, (id) => event.locals.app.live.open(event.locals.by, id)),
	close: (event) => perform(event, (id) => event.locals.app.live.close(event.locals.by, id)),
	hold: (event) =>
		perform(event, (id, form) => event.locals.app.live.holdQuestions(event.locals.by, id, yesOrNo(form, 'holds'))),
	focus: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.focus(event.locals.by, id, text(form, 'place') === 'none' ? null : placeFrom(form))
		),
	inputs: (event) =>
		perform(event, (id, form) => {
			const input = { ...placeFrom(form), open: yesOrNo(form, 'open'), inSeconds: 0 };
			return event.locals.app.live.setInputs(event.locals.by, id, input);
		}),
	countdown: (event) =>
		perform(event, (id, form) => {
			const input = { seconds: 60 * checkedMinutes(form), closes: form.has('closes') };
			return event.locals.app.live.countDown(event.locals.by, id, input);
		}),
	stop: (event) => perform(event, (id) => event.locals.app.live.countDown(event.locals.by, id, null)),
	scene: (event) => perform(event, (id, form) => event.locals.app.live.setScene(event.locals.by, id, sceneFrom(form))),
	point: (event) =>
		perform(event, (id, form) => {
			const input = { pointId: text(form, 'pointId'), on: yesOrNo(form, 'on') };
			return event.locals.app.live.choosePoint(event.locals.by, id, input);
		}),
	add: (event) =>
		perform(event, async (id, form) => {
			await event.locals.app.live.addQuestion(event.locals.by, id, quickFrom(form));
		}),
	revise: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.reviseQuestion(event.locals.by, id, text(form, 'questionId'), quickFrom(form))
		),
	question: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.changeQuestion(event.locals.by, id, text(form, 'questionId'), questionChangeFrom(form))
		),
	text: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.decideText(event.locals.by, id, {
				questionId: text(form, 'questionId'),
				accountId: text(form, 'accountId'),
				text: text(form, 'text').replace(/\r\n?/g, '\n'),
				show: yesOrNo(form, 'show')
			})
		),
	words: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.decideWords(event.locals.by, id, {
				questionId: text(form, 'questionId'),
				words: all(form, 'words'),
				show: yesOrNo(form, 'show')
			})
		),
	asked: (event) =>
		perform(event, (id, form) =>
			event.locals.app.live.decideAsked(event.locals.by, id, {
				questionId: text(form, 'questionId'),
				state: askedStateFrom(form)
			})
		)
};

async function perform(event: Event, work: (meetingId: string, form: FormData) => Promise<void>) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			const { meetingId } = await event.locals.app.live.ledMeeting(event.locals.actor, {
				dialogueSlug: event.params.dialog,
				meetingSlug: event.params.mote
			});
			await work(meetingId, form);
			return { done: true };
		},
		form
	);
}
