import { afterAll, beforeAll, expect } from 'vitest';
import type { LiveView } from '#lib/protocol/live.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import type { AnswerInput } from '#server/live/quick-input.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { type TestApplication, testApplication } from './application.ts';
import { as, type MadeDialogue, type MadeDocument, makeDialogue, makeDocument, openConsultation } from './factories.ts';
import { makeMeetingStaff } from './meeting-factories.ts';
import { type MadeMeeting, makeMeeting } from './meetings.ts';

export type Held = {
	dialogue: MadeDialogue;
	meeting: MadeMeeting;
	document: MadeDocument;
	host: Actor;
	section: string;
};

export const addressOf = ({ dialogue, meeting }: Pick<Held, 'dialogue' | 'meeting'>) => ({
	dialogueSlug: dialogue.slug,
	meetingSlug: meeting.slug
});
export const refused = (code: string) => expect.objectContaining({ code });

export const ONE = {
	kind: 'one',
	question: 'Är målet tydligt?',
	options: ['Ja', 'Nej', 'Vet inte'],
	lowLabel: '',
	highLabel: ''
};
const nothing = { choices: [], text: '', words: [] };

/** An application of the test file’s own, and what hosts and participants do in a meeting in progress. */
export function liveMeetings() {
	let test: TestApplication;
	beforeAll(async () => {
		test = await testApplication();
	});
	afterAll(() => test.close());

	/** A meeting in progress about a text that takes inputs. */
	async function makeHeld(options: { open?: boolean; mode?: 'open' | 'hold_all' } = {}): Promise<Held> {
		const { app } = test;
		const dialogue = await makeDialogue(app);
		const document = await makeDocument(app, dialogue);
		await openConsultation(app, dialogue, [document.documentId], { mode: options.mode ?? 'open' });
		const meeting = await makeMeeting(app, dialogue);
		const host = await makeMeetingStaff(app, dialogue, meeting);
		if (options.open ?? true) await app.live.open(as(host), meeting.meetingId);
		const section = document.blockIds[0] ?? '';
		return { dialogue, meeting, document, host, section };
	}
	const seen = async (held: Held, actor: Actor = VISITOR): Promise<LiveView> =>
		(await test.app.live.page(actor, addressOf(held))).live;
	const focusOn = ({ document, host, meeting, section }: Held, sectionId: string | null = section) =>
		test.app.live.focus(as(host), meeting.meetingId, { documentId: document.documentId, sectionId });

	/** What sockets in the meeting's room are sent, by audience. */
	function listen({ meeting }: Pick<Held, 'meeting'>) {
		const views: LiveView[] = [];
		const heard: string[] = [];
		const stop = test.app.feed.subscribe(({ room, audience, event }) => {
			if (room !== roomName('meeting', meeting.meetingId)) return;
			if (audience === 'everyone') heard.push(JSON.stringify(event));
			if (event.kind === 'live_changed') views.push(event.live);
		});
		return { views, heard, stop };
	}

	async function askQuick({ host, meeting }: Held, more: Partial<typeof ONE> = {}): Promise<string> {
		const { questionId } = await test.app.live.addQuestion(as(host), meeting.meetingId, { ...ONE, ...more });
		await test.app.live.changeQuestion(as(host), meeting.meetingId, questionId, 'open');
		return questionId;
	}
	const answer = ({ meeting }: Held, actor: Actor, questionId: string, more: Partial<AnswerInput>) =>
		test.app.live.answer(as(actor), meeting.meetingId, questionId, { ...nothing, ...more });

	return { test: () => test, makeHeld, seen, focusOn, listen, askQuick, answer };
}
