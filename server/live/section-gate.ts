import type { Kysely } from 'kysely';
import { storedContent } from '#lib/document/schema.ts';
import { sectionsAround } from '#lib/document/sections.ts';
import type { DB } from '#server/database/schema.ts';
import { refuse } from '#server/errors.ts';
import { closedSections } from './queries.ts';

type Place = { scope: 'whole' } | { scope: 'section' | 'block' | 'words'; blockId: string };

/**
 * Refuses (`not_open`) inputs on what the host of a meeting in progress has closed: a section with all below it, or the
 * text as a whole with all there is in it. Asked by whoever takes an input in, inside its transaction.
 */
export async function refuseClosedSections(
	db: Kysely<DB>,
	text: { document_id: string; content: unknown },
	places: readonly Place[],
	at: Date
): Promise<void> {
	const closed = new Set((await closedSections(db, text.document_id, at)).map((row) => row.section_id));
	if (closed.size === 0) return;
	const content = storedContent(text.content);
	const around = (place: Place) => (place.scope === 'whole' ? [] : sectionsAround(content, place.blockId));
	if (!places.some((place) => ['', ...around(place)].some((section) => closed.has(section)))) return;
	refuse(
		'not_open',
		'Mötesledaren har stängt för synpunkter på det här avsnittet. Din text finns kvar.',
		'The host of the meeting has closed this section for comments. Your text is kept.'
	);
}
