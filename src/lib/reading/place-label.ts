import { m } from '#lib/paraglide/messages.js';
import { excerpt } from '#lib/ui/format.ts';
import type { PlaceName } from './places.ts';

const CELL_EXCERPT = 30;

function sectionLabel({ section, twin }: PlaceName): string {
	if (section === '') return m.reading_place_beginning();
	return twin > 1 ? m.reading_place_twin({ section, twin }) : section;
}

/** A place in words, unique on the page: *Nuläge, stycke 2*. */
export function placeLabel(place: PlaceName | undefined): string {
	if (place === undefined) return m.reading_place_whole();
	const [section, ordinal] = [sectionLabel(place), place.ordinal];
	if (place.what === 'section') return m.reading_place_section({ section });
	if (place.what === 'table') return m.reading_place_table({ section, ordinal });
	if (place.what === 'image') return m.reading_place_image({ section, ordinal });
	if (place.tableId !== null) return m.reading_place_cell({ section, text: excerpt(place.plain, CELL_EXCERPT) });
	return m.reading_place_paragraph({ section, ordinal });
}
