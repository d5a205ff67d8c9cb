import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { wherePublic } from '#server/submissions/visibility.ts';
import { visiblePart, visibleVersions } from './visibility.ts';

type Reader = Kysely<DB>;

/** A document with its dialogue and whether its text is shared live. */
const documents = (db: Reader) =>
	db
		.selectFrom('document')
		.innerJoin('dialogue', 'dialogue.id', 'document.dialogue_id')
		.innerJoin('living_text', 'living_text.id', 'document.id')
		.leftJoin('priority_area', 'priority_area.id', 'document.priority_area_id')
		.select([
			'document.id',
			'document.dialogue_id',
			'document.slug',
			'document.title',
			'document.stage',
			'document.ordinal',
			'document.priority_area_id',
			'living_text.shared_since',
			'living_text.kind as text_kind',
			'dialogue.slug as dialogue_slug',
			'dialogue.title as dialogue_title',
			'dialogue.state as dialogue_state',
			'priority_area.code as area_code',
			'priority_area.name as area_name',
			'priority_area.security_hint'
		]);

export const documentById = (db: Reader, id: string) => documents(db).where('document.id', '=', id).executeTakeFirst();

export const documentBySlug = (db: Reader, dialogueSlug: string, documentSlug: string) =>
	documents(db).where('dialogue.slug', '=', dialogueSlug).where('document.slug', '=', documentSlug).executeTakeFirst();

/** Notes belong to their meeting and are listed there. */
export const documentsOf = (db: Reader, dialogueId: string) =>
	documents(db)
		.where('document.dialogue_id', '=', dialogueId)
		.where('living_text.kind', '<>', 'notes')
		.orderBy('document.ordinal')
		.orderBy('document.created_at')
		.execute();

export type DocumentRow = Awaited<ReturnType<typeof documentsOf>>[number];

/** Held until commit, so that numbers and states of one document follow each other. */
export const lockDocument = (db: Reader, id: string) =>
	db.selectFrom('document').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();

/** Published versions that the viewer may see, latest first. */
export const linesOf = (db: Reader, viewer: Actor, documentIds: readonly string[]) =>
	visibleVersions(db, viewer)
		.where('version.document_id', '=', sql<string>`any(${documentIds}::uuid[])`)
		.orderBy('version.number', 'desc')
		.execute();

export type LineRow = Awaited<ReturnType<typeof linesOf>>[number];

/** One version in full, as the viewer may see it. */
export const versionRow = (db: Reader, viewer: Actor, documentId: string, number: number) =>
	visibleVersions(db, viewer)
		.leftJoin('account', 'account.id', 'version.published_by')
		.select([
			visiblePart(viewer, 'content').$castTo<TextContent>().as('content'),
			visiblePart(viewer, 'plain_text').$castTo<string>().as('plain_text'),
			visiblePart(viewer, 'content_hash').$castTo<string>().as('content_hash'),
			'account.name as publisher',
			sql<string[]>`array(select role from dialogue_role
				where dialogue_role.account_id = version.published_by and dialogue_role.dialogue_id = document.dialogue_id
				order by role)`.as('publisher_roles')
		])
		.where('version.document_id', '=', documentId)
		.where('version.number', '=', number)
		.executeTakeFirst();

/** The latest published version as it was frozen, whatever has been masked since; for commands only. */
export const latestFrozen = (db: Reader, documentId: string) =>
	db
		.selectFrom('document_version')
		.select(['id', 'number', 'stage', 'label', 'note', 'content_hash', 'published_by'])
		.where('document_id', '=', documentId)
		.where('kind', '=', 'published')
		.orderBy('number', 'desc')
		.executeTakeFirst();

/** What was frozen when the present sharing began. */
export const openedShare = (db: Reader, documentId: string) =>
	db
		.selectFrom('document_version')
		.select('id')
		.where('document_id', '=', documentId)
		.where('kind', '=', 'share_opened')
		.orderBy('ordinal', 'desc')
		.executeTakeFirst();

export const lastOrdinal = async (db: Reader, documentId: string): Promise<number> => {
	const row = await db
		.selectFrom('document_version')
		.select(({ fn }) => fn.max('ordinal').as('ordinal'))
		.where('document_id', '=', documentId)
		.executeTakeFirst();
	return row?.ordinal ?? 0;
};

/** Published versions as they read now for the public: the latest masked copy, else the original. For masking further. */
const maskable = (db: Reader) =>
	db
		.selectFrom('document_version as version')
		.innerJoin('document', 'document.id', 'version.document_id')
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom('version_mask')
					.select(['title', 'content', 'content_hash'])
					.whereRef('version_mask.version_id', '=', 'version.id')
					.orderBy('masked_at', 'desc')
					.orderBy('version_mask.id', 'desc')
					.limit(1)
					.as('mask'),
			(join) => join.onTrue()
		)
		.where('version.kind', '=', 'published')
		.select([
			'version.id',
			'version.number',
			'version.document_id',
			'version.title as original_title',
			'document.title as document_title',
			'document.dialogue_id',
			sql<string>`coalesce(mask.title, version.title)`.as('title'),
			sql<TextContent>`coalesce(mask.content, version.content)`.as('content'),
			sql<string>`coalesce(mask.content_hash, version.content_hash)`.as('content_hash')
		]);

export const maskableVersion = (db: Reader, versionId: string) =>
	maskable(db).where('version.id', '=', versionId).executeTakeFirst();

export const maskableNumber = (db: Reader, documentId: string, number: number) =>
	maskable(db).where('version.document_id', '=', documentId).where('version.number', '=', number).executeTakeFirst();

export const maskableVersionsOf = (db: Reader, documentId: string) =>
	maskable(db).where('version.document_id', '=', documentId).orderBy('version.number').execute();

export const importReportsOf = (db: Reader, documentId: string) =>
	db
		.selectFrom('import_report')
		.select(['id', 'file_name', 'created_at', 'report'])
		.where('document_id', '=', documentId)
		.orderBy('created_at', 'desc')
		.execute();

export const imageRow = (db: Reader, id: string) =>
	db.selectFrom('image').select(['document_id', 'mime', 'bytes', 'sha256']).where('id', '=', id).executeTakeFirst();

/** Is the image part of a version as this viewer sees it? */
export async function imageIsVisible(db: Reader, viewer: Actor, documentId: string, imageId: string): Promise<boolean> {
	const row = await visibleVersions(db, viewer)
		.where('version.document_id', '=', documentId)
		.where(
			sql<boolean>`jsonb_path_exists(${visiblePart(viewer, 'content')}, '$.**.imageId ? (@ == $id)', jsonb_build_object('id', ${imageId}::text))`
		)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

/** Points that anybody may read; the rule of what those are is the inputs' own. */
export async function pointCounts(db: Reader, dialogueId: string): Promise<Record<string, number>> {
	const rows = await db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.innerJoin('dialogue', 'dialogue.id', 'point.dialogue_id')
		.where('point.dialogue_id', '=', dialogueId)
		.where('point.parent_id', 'is', null)
		.where(wherePublic())
		.groupBy('point.document_id')
		.select(({ fn }) => ['point.document_id', fn.countAll<number>().as('count')])
		.execute();
	return Object.fromEntries(rows.map((row) => [row.document_id ?? '', row.count]));
}

/** Marks around the words that were found; control characters cannot stand in a text. */
export const HIT_START = '\u0001';
export const HIT_END = '\u0002';
const HEADLINE = `StartSel=${HIT_START}, StopSel=${HIT_END}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "`;

/** The latest version of each document that holds the words, best first. Finds å by a, and inflected forms (domain S0-20). */
export const searchVersions = (db: Reader, viewer: Actor, words: string) => {
	const asked = sql`(websearch_to_tsquery('swedish', lower(${words})) || websearch_to_tsquery('simple', medskick_fold(${words})))`;
	const plain = visiblePart(viewer, 'plain_text');
	return visibleVersions(db, viewer)
		.select([
			'document.slug as document_slug',
			'dialogue.slug as dialogue_slug',
			'dialogue.title as dialogue_title',
			sql<string>`ts_headline('swedish', ${plain}, ${asked}, ${HEADLINE})`.as('headline')
		])
		.where(sql<boolean>`${visiblePart(viewer, 'search')} @@ ${asked}`)
		.where(
			sql<boolean>`version.number = (select max(number) from document_version latest where latest.document_id = version.document_id)`
		)
		.orderBy(sql`ts_rank(${visiblePart(viewer, 'search')}, ${asked})`, 'desc')
		.limit(50)
		.execute();
};
