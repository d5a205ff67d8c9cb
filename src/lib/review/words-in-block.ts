import type { PlaceView } from '#lib/protocol/points.ts';

/** The words of a place within their block, only where they truly stand at their offsets (invariant 6). */
export function wordsInBlock(
	place: PlaceView | null,
	block: string
): { before: string; words: string; after: string } | null {
	if (place?.scope !== 'words' || place.start === null || place.end === null || place.quote === '') return null;
	if (block.slice(place.start, place.end) !== place.quote) return null;
	return { before: block.slice(0, place.start), words: place.quote, after: block.slice(place.end) };
}
