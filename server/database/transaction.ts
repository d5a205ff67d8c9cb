import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { recordEvent, type AuditEntry } from '#server/audit/record.ts';
import type { Clock } from '#server/clock.ts';
import { refuse } from '#server/errors.ts';
import type { Feed, FeedMessage } from '#server/feed/feed.ts';
import { addJob, type JobName, type JobPayloads } from '#server/jobs/add.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type { Database } from './database.ts';
import type { DB } from './schema.ts';

/** Who acts, and in which request: the audit trail names both. */
export type By = { actor: Actor; requestId: string };

/** What every command needs. */
export type CommandDeps = { database: Database; clock: Clock; feed: Feed };

/** One change being made: rows, audit event, jobs and news belong to the same commit. */
export type Change = {
	db: Transaction<DB>;
	audit(entry: AuditEntry): Promise<void>;
	enqueue<N extends JobName>(name: N, payload: JobPayloads[N], notBefore?: Date, key?: string): Promise<void>;
	/** News for sockets; sent when, and only when, the transaction has committed (invariant 1). */
	publish(message: FeedMessage): void;
};

const MAY_SUCCEED_AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/**
 * Runs one command in one transaction and, after commit, hands its news to the feed. A serialization failure or a
 * deadlock runs it again from the start, so `work` must have no effect outside the transaction.
 */
export async function transact<T>(deps: CommandDeps, by: By, work: (change: Change) => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const news: FeedMessage[] = [];
		try {
			const result = await deps.database.transaction().execute(async (db) => {
				await waitForTheDisk(db);
				return work({
					db,
					audit: (entry) => recordEvent(db, deps.clock, by, entry),
					enqueue: (name, payload, notBefore, key) => addJob(db, name, payload, notBefore, key),
					publish: (message) => void news.push(message)
				});
			});
			deps.feed.committed();
			for (const message of news) deps.feed.publish(message);
			return result;
		} catch (error) {
			if (attempt >= ATTEMPTS || !MAY_SUCCEED_AGAIN.has(sqlState(error))) throw error;
		}
	}
}

/** A commit that does not wait for the disk would be no commit, so an operator's setting is overruled, as for texts. */
const waitForTheDisk = (db: Transaction<DB>) =>
	sql`select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'`.execute(
		db
	);

/** SQLSTATE of a database error, or ''. */
export const sqlState = (error: unknown): string =>
	typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const UNIQUE_VIOLATION = '23505';

/** Runs a command whose person chose something that only one may have; says so at `field` when somebody has it. */
export async function orTaken<T>(
	work: () => Promise<T>,
	advice: { sv: string; en: string },
	field: string
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
		return refuse('conflict', advice.sv, advice.en, field);
	}
}

/** What the system does by itself (jobs, loading the demo) is done by nobody in particular, and says so. */
export const bySystem = (): By => ({ actor: { kind: 'system' }, requestId: randomUUID() });
