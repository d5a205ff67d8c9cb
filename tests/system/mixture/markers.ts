import { randomBytes } from 'node:crypto';
import type { Actor } from '#server/permissions/actor.ts';
import type { MadeDialogue, MadeDocument } from '../../support/factories.ts';
import type { Site } from '../../support/site.ts';

// A dialogue with everything in it that somebody may not see, each thing with a word of its own that stands nowhere
// else. `may`: who may receive the word. `must`: who finds it somewhere, so that an empty answer does not pass.

export const WHO = [
	'visitor',
	'stranger',
	'author',
	'participant',
	'host',
	'otherHost',
	'officer',
	'lead',
	'communicator',
	'registrar',
	'reviewer',
	'administrator',
	'elsewhere'
] as const;
export type Who = (typeof WHO)[number];

export const ALL: readonly Who[] = WHO;
export const DESK: readonly Who[] = ['officer', 'lead', 'registrar'];
export const STAFF: readonly Who[] = [...DESK, 'host', 'otherHost', 'communicator'];
export const AUTHOR_AND_DESK: readonly Who[] = ['author', ...DESK];
export const WRITES_NEWS: readonly Who[] = ['lead', 'communicator'];
export const RECEIVES: readonly Who[] = ['host', 'lead', 'communicator'];
export const LEADS_MEETING: readonly Who[] = ['stranger', 'host', 'lead'];
export const NOBODY: readonly Who[] = [];
/** The outbox shows where a letter goes and its subject, which names the reference, but not what stands in it. */
export const WITH_OUTBOX: readonly Who[] = [...AUTHOR_AND_DESK, 'administrator'];

export type Marker = { name: string; word: string; may: readonly Who[]; must: readonly Who[] };

export type Mixture = {
	people: Record<Who, Actor>;
	dialogue: MadeDialogue;
	planned: MadeDialogue & { document: MadeDocument };
	/** Not shared: its living words are the staff's. */
	quiet: MadeDocument;
	/** Shared live, after words had been written and deleted in it. */
	shared: MadeDocument;
	consultationSlug: string;
	/** One that is published, a draft and one that was withdrawn. */
	newsIds: string[];
	/** One that is shown, in the first round, and a draft, alone in the second. */
	meetingSlugs: string[];
	/** The one that is shown. It is in progress while everybody listens. */
	meetingId: string;
	/** Of somebody who has told what they need at the first meeting. */
	registrationId: string;
	participantId: string;
	/** A list with an address, a draft to it and one that has been sent. */
	invitations: { listId: string; mailingIds: string[] };
	pointIds: string[];
	submissionIds: string[];
	imageIds: { draft: string };
	markers: Marker[];
	/** A word that stands beside the marker of the same name, for searching without writing the marker itself. */
	beside(name: string): string;
};

/** Words of letters and digits alone: no escaping, folding or stemming changes them. */
export function dictionary() {
	const markers: Marker[] = [];
	const word = (prefix: string): string => prefix + randomBytes(6).toString('hex');
	const finders = new Map<string, string>();
	return {
		markers,
		/** Notes a word that only these may receive, and, unless said otherwise, all of them find. */
		secret(name: string, may: readonly Who[], must: readonly Who[] = may): string {
			const marker = { name, word: word('zq'), may, must };
			markers.push(marker);
			return marker.word;
		},
		/** The same in a sentence together with a word to search for. */
		sentence(name: string, may: readonly Who[], must: readonly Who[] = may): string {
			finders.set(name, word('vx'));
			return `Om ${finders.get(name)} står ${this.secret(name, may, must)} här.`;
		},
		known: (name: string, value: string, may: readonly Who[], must: readonly Who[] = NOBODY) =>
			void markers.push({ name, word: value, may, must }),
		beside: (name: string): string => finders.get(name) ?? name
	};
}

export type Words = ReturnType<typeof dictionary>;
export type Making = { site: Site; words: Words; people: Mixture['people']; dialogue: MadeDialogue };
