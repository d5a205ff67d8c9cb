import type { Outcome, PointKind, PointStatus } from './vocabulary.ts';

/** Where a point stands in the version that is shown; `state` never lies (invariant 6). */
export type PlaceView = {
	scope: 'words' | 'block' | 'section' | 'whole';
	blockId: string | null;
	start: number | null;
	end: number | null;
	state: 'exact' | 'moved' | 'changed' | 'removed';
	/** The words it was made about, as they read then; empty where they have been masked since. */
	quote: string;
	sectionLabel: string;
	versionId: string | null;
};

/** Who sent a point, as the viewer may know it. `person` only where the viewer may know the representative. */
export type SenderView = {
	kind: 'organisation' | 'private_person' | 'anonymous' | 'group' | 'meeting' | 'omitted' | 'region';
	name: string;
	person?: string | undefined;
	organisationType: string;
	count: number;
};

export type AssessmentView = {
	outcome: Outcome;
	text: string;
	target: string;
	changeReference: string;
	language: string;
};

/** A point as one viewer may see it. Times are ISO 8601 in UTC. */
export type PointView = {
	id: string;
	documentId: string | null;
	parentId: string | null;
	kind: PointKind;
	status: PointStatus;
	text: string;
	/** For those who see the original: what everybody else sees. */
	publicText?: string | undefined;
	masked: boolean;
	language: string;
	sender: SenderView;
	place: PlaceView | null;
	createdAt: string;
	changedAt: string;
	receivedAt: string;
	/** Where it was written noticeably earlier than it came: without a connection. */
	writtenAt?: string | undefined;
	corrected: boolean;
	late: boolean;
	spoken: boolean;
	own: boolean;
	reference?: string | undefined;
	agreements: number;
	agreed: boolean;
	replies: number;
	assessment: AssessmentView | null;
	/** Gone, but replies to it remain. */
	tombstone?: boolean | undefined;
};
