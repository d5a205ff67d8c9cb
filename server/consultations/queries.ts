import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

const consultations = (db: Reader) =>
	db
		.selectFrom('consultation')
		.selectAll('consultation')
		.select(
			sql<string[]>`array(select document_id::text from consultation_document where consultation_id = consultation.id
				order by document_id)`.as('document_ids')
		);

export type ConsultationRow = Awaited<ReturnType<typeof consultationsOf>>[number];

export const consultationsOf = (db: Reader, dialogueId: string) =>
	consultations(db).where('dialogue_id', '=', dialogueId).orderBy('opens_at').orderBy('id').execute();

export const consultationById = (db: Reader, id: string) => consultations(db).where('id', '=', id).executeTakeFirst();

export const consultationBySlug = (db: Reader, dialogueId: string, slug: string) =>
	consultations(db).where('dialogue_id', '=', dialogueId).where('slug', '=', slug).executeTakeFirst();

/** Every consultation that the document is part of, first opened first. */
export const consultationsAbout = (db: Reader, documentId: string) =>
	consultations(db)
		.innerJoin('consultation_document', 'consultation_document.consultation_id', 'consultation.id')
		.where('consultation_document.document_id', '=', documentId)
		.orderBy('opens_at')
		.orderBy('consultation.id')
		.execute();

export const dialogueState = (db: Reader, dialogueId: string) =>
	db.selectFrom('dialogue').select(['id', 'state']).where('id', '=', dialogueId).executeTakeFirst();
