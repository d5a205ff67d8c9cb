import { MedskickError } from '#server/errors.ts';
import type { Actor } from './actor.ts';
import { dialogueRules } from './dialogue.ts';
import { invitationRules } from './invitation.ts';
import { hostingRules } from './hosting.ts';
import { liveRules } from './live.ts';
import { meetingRules } from './meeting.ts';
import { notesRules } from './notes.ts';
import { pointRules } from './point.ts';
import { registrationRules } from './registration.ts';
import { spokenRules } from './spoken.ts';
import { textRules } from './text.ts';

export const RULES = {
	...dialogueRules,
	...textRules,
	...pointRules,
	...meetingRules,
	...liveRules,
	...invitationRules,
	...registrationRules,
	...hostingRules,
	...spokenRules,
	...notesRules
};

type Rules = typeof RULES;
export type Action = keyof Rules;
export type ThingOf<A extends Action> = Parameters<Rules[A]>[1];

/** The one question of permission: may this actor do this to that thing? Pure; a rule per action, a file per kind of thing. */
export function can<A extends Action>(actor: Actor, action: A, thing: ThingOf<A>): boolean {
	if (actor.kind === 'system') return true;
	const rule = RULES[action] as (actor: Actor, thing: ThingOf<A>) => boolean;
	return rule(actor, thing);
}

/** Throws `not_signed_in` where signing in could help, else `forbidden`. */
export function authorize<A extends Action>(actor: Actor, action: A, thing: ThingOf<A>): void {
	if (can(actor, action, thing)) return;
	const stranger = actor.kind === 'visitor' || (actor.kind === 'person' && !actor.verified);
	throw new MedskickError(stranger ? 'not_signed_in' : 'forbidden');
}
