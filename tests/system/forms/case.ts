import type { Person } from '#server/permissions/actor.ts';
import type { Ground } from './ground.ts';

export type FormCase = {
	path: string;
	/** Who may do it. */
	as: Person;
	/** What a person would send, and what is taken. */
	fields: Record<string, string>;
	/** Fields that name something, with names of things that are not there to be had. */
	ids?: Record<string, string[]>;
	/** For everybody, also those without a session. */
	open?: boolean;
	/** The action reads no field, or none that has to be there: whatever a form holds, it is the same request. */
	needsNothing?: boolean;
	/** What sending it as it should be answers; 303 and 200 where nothing is said. */
	answers?: number[];
};

/** The form of each action, by the action's name. */
export type Forms = Record<string, (at: Ground) => FormCase>;

export const work = (at: Ground): string => `/arbetsyta/${at.dialogue.slug}`;
