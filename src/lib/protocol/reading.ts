import type { PointView } from './points.ts';
import type { PointKind } from './vocabulary.ts';

/** Words with a point, for highlighting; offsets into the block's plain text. */
export type PointMark = { pointId: string; blockId: string; start: number; end: number };

/** Points at one place: how many the viewer may see, and the first of them in reading order. */
export type PlacePoints = { count: number; points: PointView[] };

/**
 * The points of one version as one viewer may see them. Places: a block id, `whole` for the text as a whole, `gone` for
 * points whose words no longer stand in the version. A count never tells of a point that the viewer may not see.
 */
export type PointsOnVersion = {
	total: number;
	places: Record<string, PlacePoints>;
	/** By heading id; '' is what stands before the first heading. A section's count holds its blocks' points. */
	sections: Record<string, number>;
	marks: PointMark[];
	/** Replies to the points above, by the id of the point they answer. */
	replies: Record<string, PointView[]>;
};

/** What the reader asked to see. */
export type PointFilter = {
	kind?: PointKind | undefined;
	mine?: boolean | undefined;
	answered?: boolean | undefined;
	organisationType?: string | undefined;
	words?: string | undefined;
};

/** What a sender keeps after sending. Times are ISO 8601 in UTC. */
export type ReceiptView = {
	reference: string;
	receivedAt: string;
	late: boolean;
	repeated: boolean;
	points: { id: string; status: 'held' | 'published' }[];
};
