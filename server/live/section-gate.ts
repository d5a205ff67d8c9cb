import type { Kysely } from 'kysely';
import { storedContent } from '#lib/document/schema.ts';
import { sectionsAround } from '#lib/document/sections.ts';
import type { DB } from '#server/database/schema.ts';
import { refuse } from '#server/errors.ts';
import { writtenInTime } from '#server/written.ts';
import { closedSections } from './queries.ts';

type Place = { scope: 'whole' } | { scope: 'section' | 'block' | 'words'; blockId: string };

/** When the input came, and when it was written where that is known (`written.ts`). */
type Times = { at: Date; written: Date | null };

/**
 * Refuses (`not_open`) inputs on what the host of a meeting in progress has closed: a section with all below it, or the
 * text as a whole with all there is in it. Asked by whoever takes an input in, inside its transaction. Answers whether
 * it was closed and the input is taken all the same, as late: it was written before, without a connection.
 */
export async function passSectionGate(
	db: Kysely<DB>,
	text: { document_id: string; content: unknown },
	places: readonly Place[],
	{ at, written }: Times
): Promise<boolean> {
	const closed = await closedSections(db, text.document_id, at);
	if (closed.length === 0) return false;
	const content = storedContent(text.content);
	const around = (place: Place) => (place.scope === 'whole' ? [] : sectionsAround(content, place.blockId));
	const asked = new Set(['', ...places.flatMap(around)]);
	const inTheWay = closed.filter((row) => asked.has(row.section_id));
	if (inTheWay.every((row) => writtenInTime(written, row.closes_at, at))) return inTheWay.length > 0;
	return refuse(
		'not_open',
		'Mötesledaren har stängt för synpunkter på det här avsnittet. Din text finns kvar.',
		'The host of the meeting has closed this section for comments. Your text is kept.'
	);
}
