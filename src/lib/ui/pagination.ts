/** First, last and the neighbours of the current page; a gap of more than one page is one of two distinct strings. */
export function pagesToShow(page: number, pages: number): (number | 'gap before' | 'gap after')[] {
	const near = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
	const shown = [...new Set(near)].toSorted((a, b) => a - b);
	return shown.flatMap((number, index) => {
		const previous = shown[index - 1] ?? 0;
		if (number - previous <= 1) return [number];
		if (number - previous === 2) return [number - 1, number];
		return [number <= page ? ('gap before' as const) : ('gap after' as const), number];
	});
}
