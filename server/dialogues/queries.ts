import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

const HEAD = [
	'dialogue.id',
	'dialogue.slug',
	'dialogue.title',
	'dialogue.lead',
	'dialogue.type',
	'dialogue.state',
	'dialogue.updated_at'
] as const;

export const dialogueBySlug = (db: Reader, slug: string) =>
	db.selectFrom('dialogue').selectAll().where('slug', '=', slug).executeTakeFirst();

export const dialogueById = (db: Reader, id: string) =>
	db.selectFrom('dialogue').selectAll().where('id', '=', id).executeTakeFirst();

/** Locks the row, so that changes to one dialogue come one after the other; inputs to it are not held up. */
export const lockDialogue = (db: Reader, id: string) =>
	db.selectFrom('dialogue').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();

export const headBySlug = (db: Reader, slug: string) =>
	db.selectFrom('dialogue').select(HEAD).where('slug', '=', slug).executeTakeFirst();

export const phasesOf = (db: Reader, dialogueId: string) =>
	db.selectFrom('phase').selectAll().where('dialogue_id', '=', dialogueId).orderBy('ordinal').execute();

export const areasOf = (db: Reader, dialogueId: string) =>
	db.selectFrom('priority_area').selectAll().where('dialogue_id', '=', dialogueId).orderBy('ordinal').execute();

export const declineReasonsOf = (db: Reader, dialogueId: string) =>
	db.selectFrom('decline_reason').selectAll().where('dialogue_id', '=', dialogueId).orderBy('ordinal').execute();

export const regionRow = (db: Reader) => db.selectFrom('region').selectAll().executeTakeFirst();

/** Every dialogue that is not being planned, with what its card on the start page says. Newest change first. */
export const publicCards = (db: Reader, now: Date) =>
	db
		.selectFrom('dialogue')
		.select(HEAD)
		.select([
			sql<Date | null>`(select min(starts_on)::timestamp at time zone 'Europe/Stockholm' from phase
				where phase.dialogue_id = dialogue.id)`.as('starts_at'),
			sql<Date | null>`(select min(closes_at) from consultation where ${openNow(now)})`.as('closes_at'),
			sql<number>`(select count(*) from consultation where ${openNow(now)})`.as('open_consultations'),
			sql<number>`(select count(*) from document where document.dialogue_id = dialogue.id and exists (
				select from document_version v where v.document_id = document.id and v.kind = 'published'))`.as('documents')
		])
		.where('dialogue.state', '<>', 'planning')
		.orderBy('dialogue.updated_at', 'desc')
		.execute();

const openNow = (now: Date) => sql`consultation.dialogue_id = dialogue.id and consultation.open_to = 'public'
	and consultation.opens_at <= ${now} and consultation.closes_at >= ${now}`;

/** Heads of given dialogues, or of all, with how many points wait for a moderator. */
export const workCards = (db: Reader, ids: readonly string[] | 'all') =>
	db
		.selectFrom('dialogue')
		.select(HEAD)
		.select(
			sql<number>`(select count(*) from point where point.dialogue_id = dialogue.id and point.status = 'held')`.as(
				'held'
			)
		)
		.$if(ids !== 'all', (query) => query.where('id', '=', sql<string>`any(${ids}::uuid[])`))
		.orderBy('dialogue.updated_at', 'desc')
		.execute();

/** Documents that anybody may read: of dialogues that are not being planned, published at least once. */
export const publicDocuments = (db: Reader) =>
	db
		.selectFrom('document_version')
		.innerJoin('document', 'document.id', 'document_version.document_id')
		.innerJoin('dialogue', 'dialogue.id', 'document.dialogue_id')
		.where('document_version.kind', '=', 'published')
		.where('dialogue.state', '<>', 'planning')
		.groupBy(['dialogue.slug', 'document.slug'])
		.select(({ fn }) => [
			'dialogue.slug as dialogue',
			'document.slug as document',
			fn.max('published_at').as('updated_at')
		])
		.orderBy('dialogue')
		.orderBy('document')
		.execute();
