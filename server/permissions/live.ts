import type { MeetingState } from '#lib/protocol/meetings.ts';
import type { Actor } from './actor.ts';
import { dialogueRules } from './dialogue.ts';
import { meetingRules } from './meeting.ts';

export type LiveThing = { dialogueId: string; dialogueState: string; meetingState: MeetingState };

/** The meeting while it is held. Who leads one is decided in `meeting.ts`. */
export const liveRules = {
	/** Whoever may know of the meeting, of a draft those who plan it. The code is a short way to its page, and no key. */
	'live.read': (actor: Actor, { dialogueId, dialogueState, meetingState }: LiveThing) =>
		dialogueRules['dialogue.read'](actor, { dialogueId, state: dialogueState }) &&
		(meetingState !== 'draft' || meetingRules['meeting.manage'](actor, { dialogueId })),
	/** Answering, asking and supporting: guests too, but one answer is one account's. */
	'live.take_part': (actor: Actor, thing: LiveThing & { open: boolean }) =>
		actor.kind === 'person' && thing.open && liveRules['live.read'](actor, thing)
};
