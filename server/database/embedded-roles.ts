import type pg from 'pg';
import type { Passwords } from './embedded-cluster.ts';

export const DATABASE = 'medskick';

/** An address on the embedded server for one of its three roles. */
export function embeddedUrl(role: keyof Passwords, passwords: Passwords, port: number, database = DATABASE): string {
	return `postgres://medskick_${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
}

/**
 * The two roles and the database, made where missing. The passwords are set each time: the file is the truth.
 * Passwords are base64url, so they need no quoting beyond the quotes.
 */
export async function ensureRoles(client: pg.Client, passwords: Passwords): Promise<void> {
	const present = await client.query<{ name: string }>(
		`select rolname as name from pg_roles where rolname in ('medskick_owner', 'medskick_app')
		union all select datname from pg_database where datname = 'medskick'`
	);
	const has = (name: string) => present.rows.some((row) => row.name === name);
	for (const role of ['owner', 'app'] as const) {
		const verb = has(`medskick_${role}`) ? 'alter' : 'create';
		await client.query(`${verb} role medskick_${role} login nosuperuser password '${passwords[role]}'`);
	}
	if (!has(DATABASE)) await client.query(`create database ${DATABASE} owner medskick_owner`);
}
