import type { Block } from '#lib/document/blocks.ts';

/**
 * A text as its own reader leaves it: levels settled, languages and images not yet. `assumed` is the language
 * of words that carry no mark, `anchors` ids in the source to the headings they stood on.
 */
export type Draft = { title: string | null; blocks: Block[]; assumed: string; anchors: ReadonlyMap<string, string> };
