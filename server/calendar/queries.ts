import { type Kysely, type NotNull, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

export const dialogueBySlug = (db: Reader, slug: string) =>
	db
		.selectFrom('dialogue')
		.select(['id', 'slug', 'title', 'lead', 'state'])
		.where('slug', '=', slug)
		.executeTakeFirst();

export const areaByCode = (db: Reader, dialogueId: string, code: string) =>
	db
		.selectFrom('priority_area')
		.select(['id', 'name'])
		.where('dialogue_id', '=', dialogueId)
		.where('code', '=', code)
		.executeTakeFirst();

export const phasesOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('phase')
		.selectAll()
		.where('dialogue_id', '=', dialogueId)
		.where('starts_on', 'is not', null)
		.$narrowType<{ starts_on: NotNull }>()
		.orderBy('ordinal')
		.execute();

/**
 * Consultations for everybody. With an area: those about a text of the area, or about one of no area, or about no text
 * at all, for they are about the whole.
 */
export const consultationsOf = (db: Reader, dialogueId: string, areaId: string | null) =>
	db
		.selectFrom('consultation')
		.select(['id', 'title', 'lead', 'opens_at', 'closes_at', 'sequence', 'sequence_at'])
		.where('dialogue_id', '=', dialogueId)
		.where('open_to', '=', 'public')
		.$if(areaId !== null, (query) =>
			query.where(
				sql<boolean>`coalesce((select bool_or(document.priority_area_id is null or document.priority_area_id = ${areaId}::uuid)
					from consultation_document join document on document.id = consultation_document.document_id
					where consultation_document.consultation_id = consultation.id), true)`
			)
		)
		.orderBy('opens_at')
		.orderBy('id')
		.execute();

/** Who stands behind the dialogue's meetings; no address where it has named none. */
export const organiserOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('dialogue')
		.leftJoin('region', (join) => join.on(sql<boolean>`true`))
		.select(['dialogue.title', 'dialogue.contact_email', 'region.name as region'])
		.where('dialogue.id', '=', dialogueId)
		.executeTakeFirst();
