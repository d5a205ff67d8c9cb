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
	/** Only for those who may read drafts. */
	draft: AssessmentView | null;
};

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
