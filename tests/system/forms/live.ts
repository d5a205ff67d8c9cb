import type { Application } from '#server/application.ts';
import type { Person } from '#server/permissions/actor.ts';
import { as, type MadeDialogue, type MadeDocument, makeGuest } from '../../support/factories.ts';
import { makeMeeting } from '../../support/meetings.ts';
import type { FormCase, Forms } from './case.ts';
import type { Ground } from './ground.ts';

/** A meeting in progress with a question of each state, and the same things in a meeting where nobody here leads. */
export type LiveGround = {
	slug: string;
	/** Published, but not in progress. */
	opening: string;
	/** In progress, to be closed. */
	closing: string;
	/** What is discussed, as forms name it. */
	place: string;
	draftId: string;
	openId: string;
	textId: string;
	wordsId: string;
	/** Who has answered the question for a text. */
	accountId: string;
	askedId: string;
	foreign: { place: string; openId: string; askedId: string };
};

type Where = { dialogue: MadeDialogue; document: MadeDocument; lead: Person };

const NOTHING = { choices: [], text: '', words: [] };
const question = (kind: string, options: string[] = []) => ({
	...{ kind, options, question: 'Vad är viktigast?', lowLabel: '', highLabel: '' }
});

async function makeLive(app: Application, { dialogue, document, lead }: Where) {
	const { meetingId, slug } = await makeMeeting(app, dialogue);
	const by = as(lead);
	const place = { documentId: document.documentId, sectionId: document.blockIds[0] ?? null };
	await app.live.open(by, meetingId);
	await app.live.focus(by, meetingId, place);
	const guest = await makeGuest(app, 'Rut Ek');
	const add = async (...asked: Parameters<typeof question>) => {
		const { questionId } = await app.live.addQuestion(by, meetingId, question(...asked));
		await app.live.changeQuestion(by, meetingId, questionId, 'open');
		return questionId;
	};
	const [openId, textId, wordsId] = [await add('one', ['Ja', 'Nej']), await add('text'), await add('words')];
	await app.live.answer(as(guest), meetingId, textId, { ...NOTHING, text: 'Att elen når fram.' });
	await app.live.answer(as(guest), meetingId, wordsId, { ...NOTHING, words: ['hopp'] });
	await app.live.ask(as(guest), meetingId, { text: 'Vad kostar det?', idempotencyKey: null });
	const { asked } = await app.live.work(lead, { dialogueSlug: dialogue.slug, meetingSlug: slug });
	const { questionId: draftId } = await app.live.addQuestion(by, meetingId, question('scale'));
	await app.live.decideAsked(by, meetingId, { questionId: asked[0]?.id ?? '', state: 'asked' });
	return {
		...{ slug, openId, textId, wordsId, draftId, accountId: guest.accountId, askedId: asked[0]?.id ?? '' },
		place: `${place.documentId}/${place.sectionId ?? ''}`
	};
}

export async function liveGround(app: Application, here: Where, elsewhere: Where): Promise<LiveGround> {
	const [opening, closing] = [await makeMeeting(app, here.dialogue), await makeMeeting(app, here.dialogue)];
	await app.live.open(as(here.lead), closing.meetingId);
	const { place, openId, askedId } = await makeLive(app, elsewhere);
	return {
		...(await makeLive(app, here)),
		opening: opening.slug,
		closing: closing.slug,
		foreign: { place, openId, askedId }
	};
}

const led = (
	at: Ground,
	fields: Record<string, string>,
	more: Partial<FormCase> = {},
	slug = at.live.slug
): FormCase => ({
	path: `/arbetsyta/${at.dialogue.slug}/moten/${slug}/led`,
	as: at.lead,
	fields,
	...more
});
const taking = (at: Ground, fields: Record<string, string>, more: Partial<FormCase> = {}): FormCase => ({
	path: `/dialoger/${at.dialogue.slug}/moten/${at.live.slug}/live`,
	as: at.other,
	open: true,
	fields,
	...more
});
const WRONG = ['nonsense', '__proto__'];
const places = (at: Ground) => [at.live.foreign.place, 'x/y', `${at.document.documentId}/gone`];
const quickFields = { kind: 'one', question: 'Är målet tydligt?', options: 'Ja\nNej', lowLabel: '', highLabel: '' };

export const liveForms: Forms = {
	'/anslut?/default': (at) => ({
		path: '/anslut',
		as: at.other,
		fields: { code: 'ABCDEF' },
		open: true,
		answers: [400]
	}),
	'/dialoger/[dialog]/moten/[mote]/live?/join': (at) =>
		taking(
			at,
			{ name: 'Anna Holm', organisationName: '', organisationType: 'private_person', idempotencyKey: 'en-nyckel' },
			{ needsNothing: true }
		),
	'/dialoger/[dialog]/moten/[mote]/live?/answer': (at) =>
		taking(
			at,
			{ questionId: at.live.openId, choices: '1' },
			{ ids: { questionId: [at.live.foreign.openId, at.live.draftId], choices: ['3', '0', '1.5', '-1'] } }
		),
	'/dialoger/[dialog]/moten/[mote]/live?/ask': (at) => taking(at, { text: 'När blir det klart?' }),
	'/dialoger/[dialog]/moten/[mote]/live?/support': (at) =>
		taking(
			at,
			{ questionId: at.live.askedId, on: 'yes' },
			{ ids: { questionId: [at.live.foreign.askedId], on: WRONG } }
		),

	'/arbetsyta/[dialog]/moten/[mote]/led?/open': (at) => led(at, {}, { needsNothing: true }, at.live.opening),
	'/arbetsyta/[dialog]/moten/[mote]/led?/close': (at) => led(at, {}, { needsNothing: true }, at.live.closing),
	'/arbetsyta/[dialog]/moten/[mote]/led?/hold': (at) => led(at, { holds: 'no' }, { ids: { holds: WRONG } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/focus': (at) =>
		led(at, { place: at.live.place }, { ids: { place: places(at) } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/inputs': (at) =>
		led(at, { place: at.live.place, open: 'yes' }, { ids: { place: places(at), open: WRONG } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/countdown': (at) =>
		led(at, { minutes: '5' }, { ids: { minutes: ['0', '-1', '1.5', '241', '1e9', 'nonsense'] } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/stop': (at) => led(at, {}, { needsNothing: true }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/scene': (at) => led(at, { scene: 'points' }, { ids: { scene: WRONG } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/point': (at) =>
		led(at, { pointId: at.pointId, on: 'yes' }, { ids: { pointId: [at.heldPointId, at.foreign.pointId], on: WRONG } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/add': (at) => led(at, quickFields, { ids: { kind: WRONG, options: ['Ja'] } }),
	'/arbetsyta/[dialog]/moten/[mote]/led?/revise': (at) =>
		led(
			at,
			{ ...quickFields, questionId: at.live.draftId },
			{ ids: { questionId: [at.live.openId, at.live.foreign.openId], kind: WRONG } }
		),
	'/arbetsyta/[dialog]/moten/[mote]/led?/question': (at) =>
		led(
			at,
			{ questionId: at.live.openId, what: 'show' },
			{ ids: { questionId: [at.live.draftId, at.live.foreign.openId], what: WRONG } }
		),
	'/arbetsyta/[dialog]/moten/[mote]/led?/text': (at) =>
		led(
			at,
			{ questionId: at.live.textId, accountId: at.live.accountId, text: 'Att elen når fram.', show: 'yes' },
			{ ids: { questionId: [at.live.foreign.openId], accountId: [at.other.accountId], show: WRONG } }
		),
	'/arbetsyta/[dialog]/moten/[mote]/led?/words': (at) =>
		led(
			at,
			{ questionId: at.live.wordsId, words: 'hopp', show: 'yes' },
			{ ids: { questionId: [at.live.foreign.openId], words: ['unwritten'], show: WRONG } }
		),
	'/arbetsyta/[dialog]/moten/[mote]/led?/asked': (at) =>
		led(
			at,
			{ questionId: at.live.askedId, state: 'on_stage' },
			{ ids: { questionId: [at.live.foreign.askedId], state: ['held', ...WRONG] } }
		)
};
