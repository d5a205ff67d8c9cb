import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import { filterQuery } from './filter.ts';
import type { Names } from './sentence.ts';

/** What every part of the consolidated view needs to know; addresses are complete, with language. */
export type ReviewContext = {
	areas: readonly { code: string; name: string }[];
	filter: ConsolidationFilter;
	names: Names;
	home: string;
	here: string;
};

/** Every number leads to what it counts: the present selection, narrowed. */
export const countedHref = (context: ReviewContext, narrowed: Partial<ConsolidationFilter>): string =>
	`${context.here}?${filterQuery({ ...context.filter, ...narrowed })}#synpunkterna`;
