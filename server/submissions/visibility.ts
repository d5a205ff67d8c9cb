import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { accountIdOf, type Actor, hasRole } from '#server/permissions/actor.ts';

/**
 * What a viewer sees of a point. The one visibility function of points (invariant 2): every read path, page, feed,
 * count, search and export, goes through `sightOf`, and through `whereVisible` where rows are picked in SQL.
 *
 * - `registrar`: everything, protected senders too (domain K-02).
 * - `staff`: everything but protected senders.
 * - `author`: one's own point, whatever became of it.
 * - `public`: the published text, masked where it is masked.
 * - `none`: nothing, not even that it exists.
 */
export type Sight = 'registrar' | 'staff' | 'author' | 'public' | 'none';

export type PointFacts = {
	dialogue_id: string;
	dialogue_state: string;
	account_id: string | null;
	status: string;
	security_review: boolean;
	publication: string;
	protected_identity: boolean;
	mask_id: string | null;
};

/** Published, and of a submission that may be on the web at all. */
export const isPublic = (point: PointFacts): boolean =>
	point.status === 'published' &&
	point.dialogue_state !== 'planning' &&
	!point.security_review &&
	!point.protected_identity &&
	point.publication !== 'no' &&
	(point.publication !== 'masked' || point.mask_id !== null);

export function sightOf(viewer: Actor, point: PointFacts): Sight {
	if (viewer.kind === 'system' || hasRole(viewer, point.dialogue_id, 'registrar')) return 'registrar';
	if (hasRole(viewer, point.dialogue_id, 'case_officer', 'process_lead')) return 'staff';
	if (point.account_id !== null && point.account_id === accountIdOf(viewer)) return 'author';
	return isPublic(point) ? 'public' : 'none';
}

/** The names that the three tables go by in a query. */
export type Aliases = { point: string; submission: string; dialogue: string };
const TABLES: Aliases = { point: 'point', submission: 'submission', dialogue: 'dialogue' };

/** Dialogues where the viewer sees every point. */
function privilegedDialogues(viewer: Actor): string[] {
	if (viewer.kind !== 'person' || !viewer.verified) return [];
	const roles = new Set(['registrar', 'case_officer', 'process_lead']);
	return viewer.roles.filter((grant) => roles.has(grant.role)).map((grant) => grant.dialogueId);
}

/** In SQL: does the viewer see the original of this row (staff, or its author)? */
export function whereOriginal(viewer: Actor, names: Aliases = TABLES): RawBuilder<SqlBool> {
	return sql<SqlBool>`(${viewer.kind === 'system'}
		or ${sql.ref(`${names.point}.dialogue_id`)} = any(${privilegedDialogues(viewer)}::uuid[])
		or ${sql.ref(`${names.submission}.account_id`)} = ${accountIdOf(viewer)}::uuid)`;
}

/** In SQL: the same rule as `isPublic`; a test keeps the two alike. */
export function wherePublic(names: Aliases = TABLES): RawBuilder<SqlBool> {
	const point = (column: string) => sql.ref(`${names.point}.${column}`);
	const submission = (column: string) => sql.ref(`${names.submission}.${column}`);
	return sql<SqlBool>`(${point('status')} = 'published' and not ${point('security_review')}
		and ${sql.ref(`${names.dialogue}.state`)} <> 'planning' and not ${submission('protected_identity')}
		and ${submission('publication')} <> 'no'
		and (${submission('publication')} <> 'masked' or ${point('mask_id')} is not null))`;
}

/** In SQL: rows whose sight is not `none`. A null from a missing account counts as no. */
export const whereVisible = (viewer: Actor, names: Aliases = TABLES): RawBuilder<SqlBool> =>
	sql<SqlBool>`(${wherePublic(names)} or coalesce(${whereOriginal(viewer, names)}, false))`;
