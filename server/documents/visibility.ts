import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { isStaffOf } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';

type Reader = Kysely<DB>;

/** A list of ids for SQL's `any`. */
export const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::uuid[])`;

const dialoguesOf = (actor: Actor): string[] =>
	actor.kind === 'person' ? [...new Set(actor.roles.map((grant) => grant.dialogueId))] : [];

/** Dialogues in which this viewer reads the original of a masked version. */
const unmaskedIn = (actor: Actor): string[] =>
	dialoguesOf(actor).filter((dialogueId) => can(actor, 'version.read_unmasked', { dialogueId }));

/** Dialogues that are being planned and that this viewer reads all the same. */
const plannedFor = (actor: Actor): string[] =>
	dialoguesOf(actor).filter((dialogueId) => can(actor, 'version.read', { dialogueId, dialogueState: 'planning' }));

/**
 * The title that this viewer knows a document by, for lists of things that stand on documents: staff the living one,
 * everybody else that of what was shown last, masked where it is masked. Wants the table `document` in the query.
 */
export function shownTitle(viewer: Actor) {
	const staffIn = dialoguesOf(viewer).filter((dialogueId) => isStaffOf(viewer, dialogueId));
	return sql<string | null>`case when document.dialogue_id = ${anyOf(staffIn)} then document.title else (
		select coalesce(
			(select mask.title from version_mask mask where mask.version_id = shown.id
				order by mask.masked_at desc, mask.id desc limit 1),
			shown.title)
		from document_version shown where shown.document_id = document.id
		order by (shown.kind = 'published') desc, shown.ordinal desc limit 1) end`;
}

/**
 * What this viewer may see of published versions: the one place where masking and planning are decided, for pages,
 * lists, search, comparison and images alike (invariant 2). A masked version shows its latest masked copy to
 * everybody without `version.read_unmasked`; the note that went with it is left out there.
 */
export function visibleVersions(db: Reader, viewer: Actor) {
	const original = sql<boolean>`(mask.id is null or document.dialogue_id = ${anyOf(unmaskedIn(viewer))})`;
	return db
		.selectFrom('document_version as version')
		.innerJoin('document', 'document.id', 'version.document_id')
		.innerJoin('dialogue', 'dialogue.id', 'document.dialogue_id')
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom('version_mask')
					.selectAll()
					.whereRef('version_mask.version_id', '=', 'version.id')
					.orderBy('masked_at', 'desc')
					.orderBy('version_mask.id', 'desc')
					.limit(1)
					.as('mask'),
			(join) => join.onTrue()
		)
		.where('version.kind', '=', 'published')
		.where((eb) => eb.or([eb('dialogue.state', '<>', 'planning'), eb('dialogue.id', '=', anyOf(plannedFor(viewer)))]))
		.select([
			'version.id',
			'version.document_id',
			'version.number',
			'version.label',
			'version.stage',
			'version.published_at',
			sql<boolean>`mask.id is not null`.as('masked'),
			sql<string>`case when ${original} then version.title else mask.title end`.as('title'),
			sql<string>`case when ${original} then version.note else '' end`.as('note')
		]);
}

/** The words of a version as the viewer sees it; for queries built on `visibleVersions`. */
export const visiblePart = (viewer: Actor, column: 'content' | 'plain_text' | 'content_hash' | 'search') =>
	sql`case when mask.id is null or document.dialogue_id = ${anyOf(unmaskedIn(viewer))}
		then ${sql.ref(`version.${column}`)} else ${sql.ref(`mask.${column}`)} end`;
