import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import type { DB } from '#server/database/schema.ts';
import type { Person } from '#server/permissions/actor.ts';
import { loadSession } from './actors.ts';
import type { SessionCookie } from './types.ts';

const LIFETIME_DAYS = 30;

/** What the table keeps of a session id: whoever reads the table can sign in as nobody. */
export const hashSessionId = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * Lucia's seven methods on our table. Where Lucia asks by id it gets the same id back, for a hash would end up in
 * refreshed cookies. Listed sessions can only be named by their hash; Lucia would hash that again and find nothing, so
 * `accounts.ts` ends other sessions with queries of its own.
 */
export function sessionAdapter(db: Kysely<DB>): Adapter {
	const listed = (row: { id_hash: string; account_id: string; expires_at: Date }): DatabaseSession => ({
		id: row.id_hash,
		userId: row.account_id,
		expiresAt: row.expires_at,
		attributes: {}
	});
	return {
		async getSessionAndUser(id) {
			const row = await loadSession(db, hashSessionId(id));
			if (row === undefined) return [null, null];
			return [
				{ ...listed(row), id },
				{ id: row.account_id, attributes: { person: row.person } }
			];
		},
		async getUserSessions(userId) {
			const rows = await db.selectFrom('session').selectAll().where('account_id', '=', userId).execute();
			return rows.map(listed);
		},
		async setSession({ id, userId, expiresAt }) {
			const row = { id_hash: hashSessionId(id), account_id: userId, expires_at: expiresAt };
			await db.insertInto('session').values(row).execute();
		},
		async updateSessionExpiration(id, expiresAt) {
			await db.updateTable('session').set({ expires_at: expiresAt }).where('id_hash', '=', hashSessionId(id)).execute();
		},
		async deleteSession(id) {
			await db.deleteFrom('session').where('id_hash', '=', hashSessionId(id)).execute();
		},
		async deleteUserSessions(userId) {
			await db.deleteFrom('session').where('account_id', '=', userId).execute();
		},
		async deleteExpiredSessions() {
			await db.deleteFrom('session').where('expires_at', '<=', new Date()).execute();
		}
	};
}

/** Sessions and their cookie. `on` works on a connection or inside a command's transaction. */
export type Sessions = {
	cookieName: string;
	/** The session id in a `Cookie` header, or null. Whatever a client may write there, it does not throw. */
	read(cookieHeader: string | null | undefined): string | null;
	cookie(id: string): SessionCookie;
	blankCookie(): SessionCookie;
	on(db: Kysely<DB>): Lucia<Record<never, never>, Owner>;
};

/** Whose a session is; null for an account that is disabled. */
type Owner = { person: Person | null };

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<Record<never, never>, Owner>;
		DatabaseUserAttributes: Owner;
	}
}

/** `__Host-` binds the cookie to this very host and to https; browsers refuse it on plain http. */
export function createSessions(secure: boolean): Sessions {
	const name = secure ? '__Host-medskick' : 'medskick';
	const span = new TimeSpan(LIFETIME_DAYS, 'd');
	const on = (db: Kysely<DB>) =>
		new Lucia(sessionAdapter(db), {
			sessionExpiresIn: span,
			getUserAttributes: ({ person }) => ({ person }),
			sessionCookie: { name, attributes: { secure, sameSite: 'lax', path: '/' } }
		});
	const cookie = (value: string, maxAge: number): SessionCookie => ({
		name,
		value,
		attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge }
	});
	return {
		cookieName: name,
		read: (header) => readCookie(header ?? '', name),
		cookie: (id) => cookie(id, span.seconds()),
		blankCookie: () => cookie('', 0),
		on
	};
}

const SESSION_ID = /^[a-z0-9]{20,64}$/;

function readCookie(header: string, name: string): string | null {
	for (const part of header.split(';')) {
		const [key, value] = part.trim().split('=', 2);
		if (key === name && value !== undefined && SESSION_ID.test(value)) return value;
	}
	return null;
}
