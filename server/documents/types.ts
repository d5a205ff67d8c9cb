import type { Kysely, Transaction } from 'kysely';
import type { Comparison } from '#lib/document/compare.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import type { DB } from '#server/database/schema.ts';
import type { By } from '#server/database/transaction.ts';
import type { ImportReport } from '#server/importing/report.ts';
import type { Actor, Role } from '#server/permissions/actor.ts';
import type { Stage } from './vocabulary.ts';

/** What the documents need of the live part; injected, so that neither imports the other. */
export type LivingState = { state: Uint8Array; epoch: string; sequence: number };
/** The committed state of a living text. Pass the transaction where the reading belongs to one. */
export type ReadText = (textId: string, db: Kysely<DB>) => Promise<LivingState>;
/** Replaces the text by one update of its own, under a new epoch. */
export type SeedText = (
	db: Transaction<DB>,
	textId: string,
	update: Uint8Array,
	accountId: string | null
) => Promise<{ epoch: string; sequence: number }>;
/** Who may read the text has changed: its sockets are judged again at once. */
export type AccessChanged = (change: { textId: string }) => void;

export type DocumentInput = { title: string; areaId?: string | null; ordinal?: number };
export type NewDocument = DocumentInput & { slug?: string };

/** An image without metadata, ready to store. `id` is what the content's image blocks refer to. */
export type ImageInput = {
	id: string;
	mime: 'image/png' | 'image/jpeg' | 'image/webp';
	width: number;
	height: number;
	bytes: Uint8Array;
};
export type ImportedText = { content: TextContent; images: ImageInput[]; report: ImportReport };

/** `after`: the latest number the publisher had in view; a double click then publishes once. */
export type PublishInput = {
	label: string;
	stage: Stage;
	note: string;
	expectedEpoch?: string;
	after?: number | null;
};
export type Published = { versionId: string; number: number; repeated: boolean };

/** A place in the version to hide; offsets count UTF-16 units of the block's plain text. */
export type MaskRange = { blockId: string; start: number; end: number };
/**
 * Either the whole masked content or the ranges to hide, counted in what the public sees now. `baseHash`: the hash of
 * what the masker had in view, so that two maskers do not undo each other.
 */
export type MaskInput = {
	reason: string;
	baseHash?: string;
	title?: string;
	content?: TextContent;
	ranges?: MaskRange[];
};

export type VersionLine = {
	versionId: string;
	number: number;
	label: string;
	stage: Stage;
	title: string;
	note: string;
	publishedAt: Date;
	masked: boolean;
};

/** A document as somebody may see it; titles are those of what the viewer may read. */
export type DocumentLine = {
	documentId: string;
	slug: string;
	title: string;
	stage: Stage;
	areaId: string | null;
	ordinal: number;
	sharedSince: Date | null;
	latest: VersionLine | null;
	versionCount: number;
};
export type DocumentHead = DocumentLine & {
	/** A meeting's notes: they are written on pages of their own. */
	notes: boolean;
	dialogueId: string;
	dialogueSlug: string;
	dialogueTitle: string;
	dialogueState: string;
	area: { id: string; code: string; name: string; securityHint: boolean } | null;
	versions: VersionLine[];
};

export type VersionView = DocumentHead & {
	/** While the text is shared live: the version frozen when that began, on which points are made meanwhile. */
	sharedVersionId: string | null;
	version: VersionLine & {
		content: TextContent;
		plainText: string;
		/** Of what the viewer sees: the masked copy has a hash of its own. */
		contentHash: string;
		publishedBy: { name: string; roles: Role[] } | null;
		isLatest: boolean;
	};
};

export type ComparisonView = {
	document: DocumentHead;
	from: VersionLine;
	to: VersionLine;
	comparison: Comparison;
};

/** A version as the public reads it now, for whoever is to mask more of it. */
export type MaskableView = {
	versionId: string;
	number: number;
	title: string;
	content: TextContent;
	contentHash: string;
	/** Of a meeting's notes. */
	notes: boolean;
};
/** Where words stand beside the version that is being masked. */
export type OtherPlaces = { versions: number[]; living: boolean };

export type ImageView = { mime: string; bytes: Uint8Array; sha256: string };
export type DocumentAddress = { dialogueSlug: string; documentSlug: string };
export type SearchHit = DocumentAddress & {
	title: string;
	dialogueTitle: string;
	number: number;
	snippet: SnippetPart[];
};
export type SnippetPart = { text: string; hit: boolean };

export type Documents = {
	create(by: By, dialogueId: string, input: NewDocument): Promise<{ documentId: string; slug: string }>;
	update(by: By, documentId: string, input: DocumentInput): Promise<void>;
	importInto(
		by: By,
		documentId: string,
		imported: ImportedText,
		options: { fileName: string; replace: boolean }
	): Promise<{ importReportId: string; epoch: string }>;
	addImage(by: By, documentId: string, image: ImageInput): Promise<void>;
	publish(by: By, documentId: string, input: PublishInput): Promise<Published>;
	shareLive(by: By, documentId: string, open: boolean): Promise<void>;
	/** Once masked, words stay masked: a later mask hides more. */
	maskVersion(by: By, versionId: string, input: MaskInput): Promise<{ maskId: string; contentHash: string }>;

	list(actor: Actor, dialogueId: string): Promise<DocumentLine[]>;
	/** How many points anybody may read, per document of the dialogue. */
	pointCounts(dialogueId: string): Promise<Record<string, number>>;
	head(actor: Actor, address: DocumentAddress): Promise<DocumentHead>;
	/** Without a number: the latest published version. Throws `not_found` where there is none to see. */
	versionFor(actor: Actor, address: DocumentAddress & { number?: number }): Promise<VersionView>;
	compare(actor: Actor, address: DocumentAddress & { from: number; to: number }): Promise<ComparisonView>;
	/** Staff: what has changed in the living text since the latest version, and what hinders publishing. */
	preview(actor: Actor, documentId: string): Promise<PublishPreview>;
	maskable(actor: Actor, address: DocumentAddress & { number: number }): Promise<MaskableView>;
	otherPlaces(actor: Actor, versionId: string, words: readonly string[]): Promise<OtherPlaces>;
	importReports(actor: Actor, documentId: string): Promise<ImportReportLine[]>;
	image(actor: Actor, imageId: string): Promise<ImageView>;
	search(actor: Actor, query: string): Promise<SearchHit[]>;
};

export type PublishPreview = {
	epoch: string;
	empty: boolean;
	/** Images for which nobody has decided between words and decorative (domain A-06). */
	undecidedImages: number;
	unchanged: boolean;
	latest: VersionLine | null;
	comparison: Comparison | null;
	content: TextContent;
};
export type ImportReportLine = { id: string; fileName: string; createdAt: Date; report: ImportReport };
