import pg from 'pg';

const UPDATE = 16;
const DELETE = 8;

/** Tables whose triggers refuse changes, read from the schema itself so that there is one list and not two. */
export const FROZEN_TABLES = `
	select c.relname as name, bit_or(t.tgtype::int) as events
	from pg_trigger t
		join pg_class c on c.oid = t.tgrelid
		join pg_proc p on p.oid = t.tgfoid
	where p.proname = 'medskick_refuse_change' and t.tgqual is null and t.tgattr = ''::int2vector
		and c.relnamespace = 'public'::regnamespace
	group by c.relname`;

/**
 * What the application may do: read and write rows, but neither change nor delete what is kept for good (the audit
 * trail, invariant 4), nor touch the list of migrations or the schema. Does nothing where the application's role is
 * also the owner, who may do anything; there the triggers are the guard.
 */
export async function grantToApplication(owner: pg.Client, appRole: string): Promise<void> {
	const self = await owner.query<{ role: string }>('select current_user as role');
	if (self.rows[0]?.role === appRole) return;
	const role = pg.escapeIdentifier(appRole);
	const frozen = await owner.query<{ name: string; events: number }>(FROZEN_TABLES);
	const revokes = frozen.rows.flatMap(({ name, events }) => {
		const rights = [...(events & UPDATE ? ['update'] : []), ...(events & DELETE ? ['delete'] : []), 'truncate'];
		return `revoke ${rights.join(', ')} on public.${pg.escapeIdentifier(name)} from ${role}`;
	});
	await owner.query(
		[
			'begin',
			`grant usage on schema public to ${role}`,
			`grant select, insert, update, delete on all tables in schema public to ${role}`,
			`grant usage, select on all sequences in schema public to ${role}`,
			`revoke insert, update, delete on public.kysely_migration, public.kysely_migration_lock from ${role}`,
			...revokes,
			'commit'
		].join(';\n')
	);
}
