import { type Actor, accountIdOf } from './actor.ts';

export type SpokenThing = { recordedBy: string | null; status: string };

/** What was said at a meeting. Who may take it down is decided in `meeting.ts`. */
export const spokenRules = {
	/** Whoever took it down takes it back when it went wrong; for how long is the command's rule. */
	'spoken.undo': (actor: Actor, { recordedBy, status }: SpokenThing) =>
		recordedBy !== null && accountIdOf(actor) === recordedBy && (status === 'held' || status === 'published')
};
