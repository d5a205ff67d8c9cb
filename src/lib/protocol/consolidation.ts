import type { AssessmentView, PointView } from './points.ts';
import type { Channel, Outcome, PointKind, PointStatus, SubmissionKind } from './vocabulary.ts';

/** What of the inputs to show; an empty list means all. */
export type ConsolidationFilter = {
	areas: string[];
	kinds: PointKind[];
	organisationTypes: string[];
	outcomes: Outcome[];
	consultations: string[];
	documents: string[];
	statuses: PointStatus[];
	late: boolean;
	words: string;
};

/** One point in the consolidated view, as the viewer may see it. */
export type ConsolidatedPoint = {
	point: PointView;
	areaCode: string;
	areaName: string;
	documentTitle: string;
	documentSlug: string | null;
	consultationTitle: string;
	submissionKind: SubmissionKind;
	channel: Channel;
	recordNumber: string;
	/** Where the change that the assessment speaks of can be read; null where nobody has said or it is not published. */
	change: ChangePlace | null;
	/** Only for those who may read drafts. */
	draft: AssessmentView | null;
};

/** A published version, and in it a section where `blockId` is set. */
export type ChangePlace = { documentSlug: string; version: number; blockId: string | null };

/** A point on its way to being assessed. */
export type AssessablePoint = ConsolidatedPoint & {
	/** A case officer treats some areas, a process lead all. */
	mayAssess: boolean;
};

/** One position that was taken on a point. Times are ISO 8601 in UTC. */
export type AssessmentEntry = AssessmentView & {
	id: string;
	state: 'draft' | 'published';
	/** The one in force, of its state. */
	current: boolean;
	at: string;
	by: string;
	change: ChangePlace | null;
	changeVersionId: string | null;
};

/** How far the assessing has come; an outcome of `pending` counts as not assessed. */
export type Progress = { points: number; assessed: number; drafts: number };

/** Counts by row and column; codes, not labels. `''` is what belongs to no area. */
export type Matrix = { rows: string[]; columns: string[]; counts: Record<string, Record<string, number>> };

export type ConsolidatedFigures = {
	points: number;
	submissions: number;
	/** With grouped submissions counted by all who sent them (domain M-09). */
	senders: number;
	byOutcome: Record<string, number>;
	byKind: Record<string, number>;
	byOrganisationType: Record<string, number>;
	areaByOutcome: Matrix;
	areaByOrganisationType: Matrix;
};
