import { type Kysely, type SqlBool, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import type { PointRow } from './view.ts';
import { whereOriginal, whereVisible } from './visibility.ts';

type Reader = Kysely<DB>;

/** Point, submission and dialogue: what `visibility.ts` judges by. */
export const judged = (db: Reader) =>
	db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.innerJoin('dialogue', 'dialogue.id', 'point.dialogue_id');

const FACTS = [
	'point.dialogue_id',
	'dialogue.state as dialogue_state',
	'submission.account_id',
	'point.status',
	'point.security_review',
	'submission.publication',
	'submission.protected_identity',
	'point.mask_id'
] as const;

const OWN_COLUMNS = [
	'point.id',
	'point.submission_id',
	'point.document_id',
	'point.parent_id',
	'point.kind',
	'point.revision',
	'point.created_at',
	'point.changed_at',
	'point.staff_reply',
	'submission.language',
	'submission.reference',
	'submission.received_at',
	'submission.written_at',
	'submission.is_late',
	'submission.channel',
	'submission.kind as submission_kind',
	'submission.anonymous',
	'submission.sender_name',
	'submission.sender_organisation_name',
	'submission.sender_organisation_type',
	'submission.sender_count',
	'dialogue.names_private_persons'
] as const;

/** Words that have been masked since do not live on in what was quoted of them (`documents/masked-anchors.ts`). */
export const unlessMasked = (part: 'exact' | 'section_label') =>
	sql<string>`case when exists (select from masked_anchor where masked_anchor.point_id = point_anchor.point_id
		and masked_anchor.part = ${part}) then '' else ${sql.ref(`point_anchor.${part}`)} end`;

/**
 * All that presenting a point needs, for the points that `viewer` may see. `versionId` is the version in view: places
 * are the ones in that version.
 */
export function selectPoints(db: Reader, viewer: Actor, versionId: string | null) {
	const viewerId = accountIdOf(viewer);
	return judged(db)
		.innerJoin('point_revision', (join) =>
			join.onRef('point_revision.point_id', '=', 'point.id').onRef('point_revision.number', '=', 'point.revision')
		)
		.leftJoin('point_mask', 'point_mask.id', 'point.mask_id')
		.leftJoin('point_anchor', 'point_anchor.point_id', 'point.id')
		.leftJoin('anchor_place', (join) =>
			join.onRef('anchor_place.point_id', '=', 'point.id').on('anchor_place.version_id', '=', versionId)
		)
		.leftJoin('assessment', (join) =>
			join
				.onRef('assessment.point_id', '=', 'point.id')
				.on('assessment.is_current', '=', true)
				.on('assessment.state', '=', 'published')
		)
		.where(whereVisible(viewer))
		.select([...FACTS, ...OWN_COLUMNS])
		.select((eb) => [
			'point_revision.text as original_text',
			'point_mask.public_text as masked_text',
			'point_anchor.scope',
			'point_anchor.version_id as made_on_version_id',
			unlessMasked('section_label').as('section_label'),
			unlessMasked('exact').as('quote'),
			inVersion<string | null>('block_id', versionId).as('block_id'),
			inVersion<number | null>('start_offset', versionId).as('start_offset'),
			inVersion<number | null>('end_offset', versionId).as('end_offset'),
			placeState(versionId).as('place_state'),
			'assessment.outcome as assessment_outcome',
			'assessment.text as assessment_text',
			'assessment.target as assessment_target',
			'assessment.change_reference as assessment_change',
			'assessment.language as assessment_language',
			eb
				.selectFrom('agreement')
				.whereRef('agreement.point_id', '=', 'point.id')
				.select((count) => count.fn.countAll<number>().as('count'))
				.$castTo<{ count: number }>()
				.as('agreements'),
			eb
				.exists(
					eb
						.selectFrom('agreement')
						.select(sql`1`.as('one'))
						.whereRef('agreement.point_id', '=', 'point.id')
						.where('agreement.account_id', '=', viewerId)
				)
				.as('agreed_by_viewer'),
			repliesVisibleTo(viewer).as('replies')
		])
		.$castTo<PointRow>();
}

/** Is this the very text that the point was made on? On a text shared live the words may have moved since the version. */
const madeHere = (versionId: string | null) =>
	sql<boolean>`((point_anchor.version_id = ${versionId}::uuid and point_anchor.living_sequence is null) or ${versionId}::uuid is null)`;

/** Exact in the version it was made on; elsewhere as found there, null where nobody has looked yet. */
export const placeState = (versionId: string | null) =>
	sql<
		string | null
	>`case when ${madeHere(versionId)} or point_anchor.scope = 'whole' then 'exact' else anchor_place.state end`;

/** A column of the point's place in the version in view; where no version is, of where it was made. */
export const inVersion = <T>(column: 'block_id' | 'start_offset' | 'end_offset', versionId: string | null) =>
	sql<T>`case when ${madeHere(versionId)} then ${sql.ref(`point_anchor.${column}`)} else ${sql.ref(`anchor_place.${column}`)} end`;

/** How many replies this viewer may see; a count must not tell of more (invariant 2). */
const repliesVisibleTo = (viewer: Actor) => sql<number>`(select count(*) from point reply
	join submission replied on replied.id = reply.submission_id
	where reply.parent_id = point.id and ${whereVisible(viewer, { point: 'reply', submission: 'replied', dialogue: 'dialogue' })})`;

/**
 * Words to look for, with and without diacritics and as prefixes. Masked words are found only by those who may read
 * them: everybody else's search looks in the public text.
 */
export function whereMatches(viewer: Actor, words: string) {
	const query = sql`(websearch_to_tsquery('pg_catalog.swedish', ${words}) || medskick_query(${words}))`;
	return sql<SqlBool>`((coalesce(${whereOriginal(viewer)}, false) and point_revision.search @@ ${query})
		or coalesce(point_mask.search, point_revision.search) @@ ${query})`;
}
