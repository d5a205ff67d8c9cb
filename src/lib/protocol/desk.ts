import type { PointView } from './points.ts';

/** What the desk's tabs hold. `attention`: reported, or waiting for a second person's yes to a masking. */
export const QUEUES = ['waiting', 'attention', 'security', 'published', 'declined', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

/** Where something waits, what has waited longest comes first; elsewhere the newest. */
export const oldestFirst = (queue: Queue): boolean =>
	queue === 'waiting' || queue === 'attention' || queue === 'security';

/** One row of the queue. */
export type QueueItem = {
	point: PointView;
	documentTitle: string;
	documentSlug: string | null;
	consultationTitle: string;
	areaCode: string;
	waitingMinutes: number | null;
	reports: number;
	notes: number;
	assignedTo: { accountId: string; name: string } | null;
	maskWaits: boolean;
	securityReview: boolean;
	/** A colleague has it open now. */
	openedBy: { accountId: string; name: string } | null;
};

/** Rows fetched again after news of them; null for what the queue in view does not hold (any more). */
export type QueueRows = { rows: { id: string; item: QueueItem | null }[]; counts: Record<Queue, number> };

export type DecisionView = {
	id: string;
	action: string;
	fromStatus: string;
	toStatus: string;
	reason: string;
	note: string;
	message: string;
	at: string;
	by: string;
	undone: boolean;
	/** The latest one that still stands, which can be undone. */
	undoable: boolean;
};

export type MadeDecision = { point: PointView; decision: DecisionView };

/** A point with all that deciding on it needs. */
export type DeskItem = QueueItem & {
	context: { before: string; block: string; after: string; heading: string } | null;
	parent: PointView | null;
	/** '' for those who may not know it; `hasAddress` says whether a letter can be sent all the same. */
	email: string;
	hasAddress: boolean;
	/** The revision that the text in view is; decisions say which one they were made on. */
	revision: number;
	summary: string;
	workingTranslation: string;
	attachments: string[];
	waitingMask: { text: string; by: string; reason: string; mayApprove: boolean } | null;
	/** Why it may not be on the web, if so. */
	hindrance: { sv: string; en: string } | null;
	reportList: { id: string; reason: string; text: string; at: string; handled: boolean }[];
	noteList: { text: string; at: string; by: string }[];
	decisions: DecisionView[];
	revisions: { number: number; text: string; at: string }[];
};
