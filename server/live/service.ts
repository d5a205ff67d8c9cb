import type { AskedState, LiveView, OwnLive, Scene } from '#lib/protocol/live.ts';
import type { FeedMessage } from '#server/feed/feed.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { ask, type AskInput, decideAsked, support } from './asking-commands.ts';
import { doorsOf, led, leads, readable } from './guard.ts';
import { findByCode, join } from './joining-commands.ts';
import {
	choosePoint,
	countDown,
	type CountdownInput,
	focus,
	type FocusInput,
	type InputsInput,
	setInputs,
	setScene
} from './leading-commands.ts';
import { readOwn } from './own.ts';
import { createLimits, type LiveDeps, type LiveParts } from './parts.ts';
import {
	headById,
	headBySlug,
	latestSession,
	type MeetingHead,
	meetingsDiscussing,
	meetingsDiscussingVersion,
	meetingsShowing
} from './queries.ts';
import {
	addQuestion,
	answer,
	changeQuestion,
	decideText,
	decideWords,
	type QuestionChange,
	reviseQuestion,
	type TextDecision
} from './quick-commands.ts';
import type { AnswerInput, QuickInput } from './quick-input.ts';
import { closeForgotten, closeMeeting, holdQuestions, openMeeting } from './session-commands.ts';
import { Teller } from './teller.ts';
import { readLive } from './view.ts';
import { type LiveWork, readWork } from './work.ts';

export type { LiveWork, WorkAsked, WorkDocument, WorkQuick } from './work.ts';
export type Live = ReturnType<typeof createLive>;

/** A meeting's name and where it belongs, for the head of its live pages. */
export type LiveHead = {
	meetingId: string;
	slug: string;
	title: string;
	/** Not on the web yet: only those who plan it know of it. */
	draft: boolean;
	dialogue: { id: string; slug: string; title: string };
};
export type LivePage = { head: LiveHead; live: LiveView; own: OwnLive; leads: boolean };
export type LiveAddress = { dialogueSlug: string; meetingSlug: string };

const headView = (head: MeetingHead): LiveHead => ({
	meetingId: head.id,
	slug: head.slug,
	title: head.title,
	draft: head.state === 'draft',
	dialogue: { id: head.dialogue_id, slug: head.dialogue_slug, title: head.dialogue_title }
});

/** How long a view may be handed to others who ask for the same. */
const SHARED_MS = 1_000;

/** The meeting while it is held: opening, focus, stage, quick questions and questions to the organisers. */
export function createLive(deps: LiveDeps) {
	const shared = new Map<string, { at: number; view: Promise<LiveView> }>();
	/** A thousand who open the page at once are one question. Whatever is committed ends that. */
	const viewOf = (head: MeetingHead): Promise<LiveView> => {
		const known = shared.get(head.id);
		if (known !== undefined && Date.now() - known.at < SHARED_MS) return known.view;
		const view = readLive(deps, head);
		shared.set(head.id, { at: Date.now(), view });
		view.catch(() => shared.delete(head.id));
		return view;
	};
	const teller = new Teller({
		feed: deps.feed,
		read: async (meetingId) => {
			const head = await headById(deps.database, meetingId);
			return head === undefined ? null : readLive(deps, head);
		},
		now: () => Date.now(),
		later: (ms, work) => {
			const timer = setTimeout(work, ms);
			return () => clearTimeout(timer);
		},
		onError: deps.onError
	});
	const parts: LiveParts = {
		...deps,
		limits: createLimits(deps),
		told: (meetingId, when) => teller.changed(meetingId, when)
	};
	const stopCommits = deps.feed.onCommit(() => shared.clear());
	const stopHearing = deps.feed.subscribe((message) => void retell(parts, message).catch(deps.onError));
	const bySlug = async ({ dialogueSlug, meetingSlug }: LiveAddress) =>
		headBySlug(deps.database, knownSlug(dialogueSlug), knownSlug(meetingSlug));

	return {
		/** What somebody sees of a meeting in progress. Throws `not_found`. */
		async page(actor: Actor, address: LiveAddress): Promise<LivePage> {
			const head = readable(actor, await bySlug(address));
			const [live, own, isLeading] = await Promise.all([
				viewOf(head),
				readOwn(deps, actor, head.id),
				leads(deps.database, actor, head)
			]);
			return { head: headView(head), live, own, leads: isLeading };
		},
		/** The meeting of an address, for whoever may see it. Throws `not_found`. */
		seenMeeting: async (actor: Actor, address: LiveAddress): Promise<LiveHead> =>
			headView(readable(actor, await bySlug(address))),
		/** What this person has done in it so far; without what everybody sees, which a thousand who answer change. */
		async own(actor: Actor, address: LiveAddress): Promise<OwnLive> {
			const head = readable(actor, await bySlug(address));
			return readOwn(deps, actor, head.id);
		},
		/** What everybody sees: for the stage, whoever has signed in on its machine. */
		async stage(actor: Actor, address: LiveAddress): Promise<{ head: LiveHead; live: LiveView }> {
			const head = readable(actor, await bySlug(address));
			return { head: headView(head), live: await viewOf(head) };
		},
		/** For those who lead it. Throws `not_found`, `not_signed_in`, `forbidden`. */
		async work(actor: Actor, address: LiveAddress): Promise<LiveWork & { head: LiveHead }> {
			const head = await led(deps.database, actor, await bySlug(address));
			return { head: headView(head), ...(await readWork(deps, actor, head, await viewOf(head))) };
		},

		/** Where to go from the meeting's own page: whether it goes on now, and what this actor may open. */
		async doors(actor: Actor, meetingId: string): Promise<{ open: boolean; leads: boolean; attendees: boolean }> {
			const head = readable(actor, await headById(deps.database, knownId(meetingId)));
			const session = await latestSession(deps.database, head.id);
			return {
				open: session !== undefined && session.closed_at === null,
				...(await doorsOf(deps.database, actor, head))
			};
		},
		/** The meeting of an address, for those who lead it. Throws as `work` does. */
		ledMeeting: async (actor: Actor, address: LiveAddress): Promise<LiveHead> =>
			headView(await led(deps.database, actor, await bySlug(address))),

		open: async (by: By, meetingId: string) => openMeeting(parts, by, knownId(meetingId)),
		close: async (by: By, meetingId: string) => closeMeeting(parts, by, knownId(meetingId)),
		/** Closes meetings that nobody has closed. */
		closeForgotten: () => closeForgotten(parts),
		holdQuestions: async (by: By, meetingId: string, holds: boolean) =>
			holdQuestions(parts, by, knownId(meetingId), holds),
		focus: async (by: By, meetingId: string, input: FocusInput | null) => focus(parts, by, knownId(meetingId), input),
		setInputs: async (by: By, meetingId: string, input: InputsInput) => setInputs(parts, by, knownId(meetingId), input),
		/** Null stops it. */
		countDown: async (by: By, meetingId: string, input: CountdownInput | null) =>
			countDown(parts, by, knownId(meetingId), input),
		setScene: async (by: By, meetingId: string, scene: Scene) => setScene(parts, by, knownId(meetingId), scene),
		choosePoint: async (by: By, meetingId: string, { pointId, on }: { pointId: string; on: boolean }) =>
			choosePoint(parts, by, knownId(meetingId), { pointId: knownId(pointId), on }),

		findByCode: (actor: Actor, input: { code: string; ip: string }) => findByCode(parts, actor, input),
		join: async (by: By, meetingId: string) => join(parts, by, knownId(meetingId)),

		addQuestion: async (by: By, meetingId: string, input: QuickInput) =>
			addQuestion(parts, by, knownId(meetingId), input),
		reviseQuestion: async (by: By, meetingId: string, questionId: string, input: QuickInput) =>
			reviseQuestion(parts, by, knownId(meetingId), knownId(questionId), input),
		changeQuestion: async (by: By, meetingId: string, questionId: string, what: QuestionChange) =>
			changeQuestion(parts, by, knownId(meetingId), questionId, what),
		answer: async (by: By, meetingId: string, questionId: string, input: AnswerInput) =>
			answer(parts, by, knownId(meetingId), questionId, input),
		decideText: async (by: By, meetingId: string, input: TextDecision) =>
			decideText(parts, by, knownId(meetingId), input),
		decideWords: async (by: By, meetingId: string, input: { questionId: string; words: string[]; show: boolean }) =>
			decideWords(parts, by, knownId(meetingId), input),

		ask: async (by: By, meetingId: string, input: AskInput) => ask(parts, by, knownId(meetingId), input),
		support: async (by: By, meetingId: string, input: { questionId: string; on: boolean }) =>
			support(parts, by, knownId(meetingId), input),
		decideAsked: async (by: By, meetingId: string, input: { questionId: string; state: AskedState }) =>
			decideAsked(parts, by, knownId(meetingId), input),

		/** A meeting has been cancelled: whoever is in it is told. */
		cancelled: (meetingId: string): void => teller.changed(meetingId, 'now'),
		/** Words of a version have been masked: meetings that discuss it are told of what is left. */
		async masked(versionId: string): Promise<void> {
			for (const row of await meetingsDiscussingVersion(deps.database, versionId))
				teller.changed(row.meeting_id, 'now');
		},
		stop(): void {
			stopCommits();
			stopHearing();
			teller.stop();
		}
	};
}

const OF_TEXTS = new Set(['version_published', 'text_shared', 'text_unshared']);
const OF_POINTS = new Set(['point_changed', 'point_unpublished', 'agreement_changed']);

/** What a meeting shows of texts and points is told again when these change: a point taken from view leaves the stage. */
async function retell(parts: LiveParts, { room, audience, event }: FeedMessage): Promise<void> {
	if (audience !== 'everyone' || !room.startsWith('document/')) return;
	if (OF_TEXTS.has(event.kind))
		for (const row of await meetingsDiscussing(parts.database, room.slice('document/'.length)))
			parts.told(row.meeting_id, 'now');
	if (OF_POINTS.has(event.kind) && 'pointId' in event)
		for (const row of await meetingsShowing(parts.database, event.pointId)) parts.told(row.meeting_id, 'now');
}
