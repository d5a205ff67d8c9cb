/** Beyond it nobody leafs, and Postgres counts no further. */
const LAST_PAGE = 100_000;

/** How many rows to skip for a page, from 1; what is no page counts as the first. */
export function pageOffset(page: number | undefined, perPage: number): number {
	const number = Math.trunc(page ?? 1);
	return Number.isNaN(number) ? 0 : (Math.min(Math.max(1, number), LAST_PAGE) - 1) * perPage;
}
