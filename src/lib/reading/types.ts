import type { TextContent } from '#lib/document/blocks.ts';
import type { PointView } from '#lib/protocol/points.ts';
import type { PointFilter, PointsOnVersion, ReceiptView } from '#lib/protocol/reading.ts';
import type { PointKind } from '#lib/protocol/vocabulary.ts';

/** A moment: a Date on the server and after hydration, ISO 8601 where it came as JSON. */
type Moment = Date | string;

/** What a point is made about; offsets count UTF-16 units of the block's plain text. */
export type PlaceTarget =
	| { scope: 'whole' }
	| { scope: 'section'; blockId: string }
	| { scope: 'block'; blockId: string }
	| { scope: 'words'; blockId: string; start: number; end: number; exact: string };

/** The one form that is open, if any. `place` is a place's key: a block id or `whole`. */
export type Panel =
	| { kind: 'comment'; place: string; words?: { start: number; end: number } | undefined }
	| { kind: 'reply' | 'report' | 'correct' | 'withdraw'; pointId: string };

export type VersionLink = { number: number; label: string; stage: string; publishedAt: Moment; masked: boolean };

export type ShownVersion = VersionLink & {
	id: string;
	note: string;
	contentHash: string;
	publishedBy: string | null;
	latest: boolean;
};

export type ShownConsultation = {
	status: 'coming' | 'open' | 'closed';
	title: string;
	kind: string;
	scopeNote: string;
	opensAt: Moment;
	closesAt: Moment;
	held: boolean;
	allowedPointKinds: PointKind[];
};

/** Who writes, as far as we know: an account's name and organisation. */
export type Writer = { name: string; organisationName: string; organisationType: string; email: string };

export type OwnReceipt = ReceiptView & { text: string; place: string };

/** Everything the reading page shows, as its load function gives it. */
export type ReadingData = {
	dialogue: { slug: string; title: string };
	document: { id: string; slug: string; title: string };
	/** When all this was read, in milliseconds by the server's clock. */
	asOf: number;
	/** Of the newest version, whichever is in view. */
	latestNumber: number;
	/** While the text is shared live: the version frozen when that began, also for who reads an older version. */
	sharedVersionId: string | null;
	version: ShownVersion;
	versions: VersionLink[];
	content: TextContent;
	shared: { since: Moment; versionId: string } | null;
	consultation: ShownConsultation | null;
	points: PointsOnVersion;
	filter: PointFilter;
	/** The place whose points are all shown, page by page; for links without JavaScript. */
	opened: { place: string; page: number; pages: number } | null;
	panel: Panel | null;
	/** The point that the panel is about. */
	panelPoint: PointView | null;
	receipt: OwnReceipt | null;
	/** What the region wrote to the author of a declined point, by the point's id. */
	messages: Record<string, string>;
	writer: Writer | null;
	/** Names who writes, so that what waits on the device is sent as nobody else; '' for a visitor. */
	writerKey: string;
	mayWrite: boolean;
	region: { name: string; phone: string; postalAddress: string };
	securityHint: boolean;
	/** Binds what is sent from a form without JavaScript, so that sending it twice acts once. */
	idempotencyKey: string | null;
};

/** What may have changed since the page was loaded, without the text itself. */
export type LatestData = Pick<
	ReadingData,
	| 'asOf'
	| 'latestNumber'
	| 'sharedVersionId'
	| 'points'
	| 'messages'
	| 'writer'
	| 'writerKey'
	| 'consultation'
	| 'mayWrite'
>;
