import type { TextContent } from '#lib/document/blocks.ts';

/** A point as the editor shows it beside its block. */
export type PointBeside = { id: string; kind: string; held: boolean; text: string; sender: string };
/** The published and held points at one place of the living text: a block id, `whole` or `gone`. `label`: its first words. */
export type PlaceBeside = { place: string; label: string; count: number; held: number; points: PointBeside[] };
/** Null where no version is published yet, so that nobody can have commented. */
export type PointsBeside = { total: number; places: PlaceBeside[] } | null;

/** Addresses are ours, without language; null where the reader may not go there, or there is nothing. */
export type EditingLinks = {
	document: string;
	upload: string;
	points: string;
	publish: string | null;
	share: string | null;
	reading: string | null;
	compare: string | null;
	desk: string | null;
	import: string | null;
	preview: string;
};

export type EditingData = {
	documentId: string;
	accountId: string;
	title: string;
	slug: string;
	epoch: string;
	/** The text as it was when the page was made: shown until the living one has arrived, and without JavaScript. */
	content: TextContent;
	mayWrite: boolean;
	/** May write, and looks at the text as its readers will. */
	previewing: boolean;
	sharedSince: Date | null;
	points: PointsBeside;
	/** When all this was read, in milliseconds by the server's clock. */
	asOf: number;
	links: EditingLinks;
};
