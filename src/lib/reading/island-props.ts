import type { Returned } from './form-state.svelte.ts';
import type { ReadingData } from './types.ts';

/** The element that the browser's script takes over, and the one with what it has to know. */
export const ISLAND = 'reading-island';
export const ISLAND_PROPS = 'reading-props';

/** What the server hands the reading page; JSON, so that dates arrive in the browser as ISO 8601. */
export type IslandProps = {
	data: ReadingData;
	/** The page's address without query, in its language. */
	path: string;
	/** What a form that was sent without JavaScript got back. */
	returned: Returned | null;
	/** Comes with a receipt once, when sending made a guest. */
	returnLink: string | null;
	/** A point was reported without JavaScript. */
	reported: boolean;
	/** The page shows something of what `writing.ts` holds from the start. */
	writes: boolean;
};

/** A data block is not executed, so the content policy lets it be; nothing in it can end the element it is in. */
export const asDataBlock = (id: string, props: IslandProps): string =>
	`<script type="application/json" id="${id}">${JSON.stringify(props).replaceAll('<', '\\u003c')}</` + 'script>';
