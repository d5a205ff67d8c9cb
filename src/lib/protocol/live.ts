import type { Block } from '../document/blocks.ts';
import type { PointView } from './points.ts';

/** Words of the live meeting that both ends use; the database's constraints say the same. */
export const QUICK_KINDS = ['one', 'several', 'scale', 'ranking', 'text', 'words'] as const;
export type QuickKind = (typeof QUICK_KINDS)[number];
export const isFreeText = (kind: QuickKind): boolean => kind === 'text' || kind === 'words';

/** What the projector shows beside the code; one thing at a time. */
export const SCENES = ['code', 'section', 'points', 'quick', 'questions'] as const;
export type Scene = (typeof SCENES)[number];

/** `held` is seen by its author and the hosts, `hidden` by nobody else either; the rest by everybody. */
export const ASKED_STATES = ['held', 'asked', 'shortlisted', 'on_stage', 'answered', 'hidden'] as const;
export type AskedState = (typeof ASKED_STATES)[number];

export const SCALE = [1, 2, 3, 4, 5] as const;
export const RANKED = 3;
export const MOST_WORDS = 3;
export const CODE_LENGTH = 6;

/**
 * Whether inputs are taken on the section now: as the consultation says (`open`), until a time that the host has set
 * (`closing`), or not (`closed`).
 */
export type InputsState = 'open' | 'closing' | 'closed';

/** What is being discussed. Paths are without language. */
export type FocusView = {
	documentId: string;
	documentSlug: string;
	documentTitle: string;
	sectionId: string | null;
	/** Of the section; '' for the text as a whole. */
	heading: string;
	/** The section's own words as everybody reads them; [] for a text as a whole and for one that is shared live. */
	blocks: Block[];
	shared: boolean;
	/** Of the section, or of the text as a whole, on the reading page. */
	path: string;
	inputs: InputsState;
	/** When inputs close, for `closing`. ISO 8601. */
	inputsCloseAt: string | null;
};

/** Moments are ISO 8601. `closes`: inputs on the section in focus end with it. */
export type CountdownView = { from: string; to: string; closes: boolean };

/** `count` of a ranking is points: three for a first place, two for a second, one for a third. */
export type ResultRow = { label: string; count: number };
export type QuickResult = { rows: ResultRow[]; /** Of a scale. */ mean: number | null; texts: string[] };

export type QuickView = {
	id: string;
	kind: QuickKind;
	question: string;
	options: string[];
	lowLabel: string;
	highLabel: string;
	state: 'open' | 'closed';
	/** How many have answered. */
	answers: number;
	/** How many of them came after it was closed, and were written before. */
	late: number;
	/** Null until it is shown. */
	result: QuickResult | null;
};

/** A question to the organisers. Who asked is an organisation's name, or '' for a private person (domain R-09). */
export type AskedView = {
	id: string;
	text: string;
	organisation: string;
	organisationType: string;
	state: Exclude<AskedState, 'held' | 'hidden'>;
	supports: number;
	askedAt: string;
	/** Where it was written noticeably earlier than it came: without a connection. */
	writtenAt?: string | undefined;
};

export type StageView = { scene: Scene; points: PointView[] };

/** A meeting as everybody in it may see it at one moment; what sockets are sent whole when any of it changes. */
export type LiveView = {
	meetingId: string;
	/** When this was true, by the dialogue's clock: a view that is older than the one at hand is dropped. */
	at: string;
	open: boolean;
	/** Why nothing more comes: a host has closed the meeting, or it is cancelled. Null before it and while it goes on. */
	over: 'closed' | 'cancelled' | null;
	/** '' unless it is cancelled. */
	cancelReason: string;
	/** Null while the meeting is closed. */
	code: string | null;
	focus: FocusView | null;
	countdown: CountdownView | null;
	/** Open ones and shown ones, newest first. */
	quick: QuickView[];
	/** On stage first, then shortlisted, then by how many support them; answered ones last. */
	asked: AskedView[];
	/** How many have joined with a name. */
	joined: number;
	stage: StageView;
};

/** What somebody has answered so far. */
export type OwnAnswer = { choices: number[]; text: string; words: string[] };
/** What of the meeting is one person's own. */
export type OwnLive = {
	joined: boolean;
	answers: Record<string, OwnAnswer>;
	/** Answers that came after their question was closed, and count. Moments are ISO 8601. */
	late: { question: string; writtenAt: string; sentAt: string }[];
	asked: { id: string; text: string; state: AskedState }[];
	supported: string[];
};
