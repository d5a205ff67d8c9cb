import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

const notes = (db: Reader) =>
	db
		.selectFrom('meeting_notes')
		.innerJoin('document', 'document.id', 'meeting_notes.document_id')
		.innerJoin('living_text', 'living_text.id', 'meeting_notes.document_id')
		.select((eb) => [
			'meeting_notes.meeting_id',
			'meeting_notes.document_id',
			'meeting_notes.closed_at',
			'document.dialogue_id',
			'document.slug',
			'document.title',
			'document.stage',
			'living_text.shared_since',
			eb
				.selectFrom('document_version')
				.whereRef('document_version.document_id', '=', 'document.id')
				.where('document_version.kind', '=', 'published')
				.select((max) => max.fn.max('number').as('number'))
				.as('number')
		]);

export type NotesRow = NonNullable<Awaited<ReturnType<typeof notesOf>>>;

export const notesOf = (db: Reader, meetingId: string) =>
	notes(db).where('meeting_notes.meeting_id', '=', meetingId).executeTakeFirst();

export const notesOfDocument = (db: Reader, documentId: string) =>
	notes(db).where('meeting_notes.document_id', '=', documentId).executeTakeFirst();

/** What the meeting was to talk about. What holds for a whole day of its round is no point of this meeting. */
export const agendaFor = (db: Reader, meetingId: string) =>
	db
		.selectFrom('agenda_item')
		.where('meeting_id', '=', meetingId)
		.where('kind', '=', 'session')
		.select('title')
		.orderBy('ordinal')
		.execute();
