import { createHash } from 'node:crypto';
import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/database/database.ts';
import type { AuditEvent, AuditSeal, DB } from '#server/database/schema.ts';

export const SYSTEM_CHAIN = 'system';
/** The value before the first seal of every chain. */
export const BEFORE_FIRST = '0'.repeat(64);
const BATCH = 1_000;
const DAY_MS = 86_400_000;
const ONE_SEALER = 7_263_355;

/** The last seal of a chain. Written to the log, it is what shows later that nothing was cut off at the end. */
export type Head = { chain: string; ordinal: number; sealHash: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every field, in a fixed order: a change of any of them changes the hash. */
export function hashEvent(event: Selectable<AuditEvent>): string {
	const { id, dialogue_id, at, actor_id, actor_role, action, object_type, object_id } = event;
	const { before_hash, after_hash, result, request_id, position } = event;
	const what = [id, dialogue_id, at.toISOString(), actor_id, actor_role, action, object_type, object_id];
	return sha256(JSON.stringify([...what, before_hash, after_hash, result, request_id, position]));
}

export type SealInput = {
	chain: string;
	ordinal: number;
	eventId: string;
	eventHash: string;
	previousHash: string;
	sealedAt: Date;
};

export const hashSeal = (seal: SealInput): string =>
	sha256(
		JSON.stringify([
			seal.chain,
			seal.ordinal,
			seal.eventId,
			seal.eventHash,
			seal.previousHash,
			seal.sealedAt.toISOString()
		])
	);

export const chainOf = (event: { dialogue_id: string | null }): string => event.dialogue_id ?? SYSTEM_CHAIN;

/**
 * Seals committed events into the hash chain of their dialogue (invariant 4). Runs after the fact, one sealer at a
 * time, so that commands never wait for each other here. What counts is that an event is not sealed yet, not its
 * number: a transaction that commits late is sealed late instead of being passed over. Returns the new heads.
 */
export async function sealAudit(database: Database, clock: Clock): Promise<Head[]> {
	const heads = new Map<string, Head>();
	for (let sealed = BATCH; sealed === BATCH;) {
		sealed = await database.transaction().execute(async (db) => {
			await sql`select pg_advisory_xact_lock(${ONE_SEALER})`.execute(db);
			const events = await unsealed(db, clock);
			const reached = new Map<string, Head>();
			const seals: Row[] = [];
			for (const event of events) seals.push(await nextSeal(db, clock, event, reached));
			if (seals.length > 0) await db.insertInto('audit_seal').values(seals).execute();
			for (const [chain, head] of reached) heads.set(chain, head);
			return events.length;
		});
	}
	return [...heads.values()];
}

/**
 * Nothing below the newest sealed event that is older than a day can still turn up: no transaction is open for a day.
 * That spares reading the whole trail every minute.
 */
async function unsealed(db: Transaction<DB>, clock: Clock): Promise<Selectable<AuditEvent>[]> {
	const floor = await db
		.selectFrom('audit_event as event')
		.innerJoin('audit_seal as seal', 'seal.event_id', 'event.id')
		.select('event.position')
		.where('event.at', '<', new Date(clock.real().getTime() - DAY_MS))
		.orderBy('event.position', 'desc')
		.limit(1)
		.executeTakeFirst();
	return db
		.selectFrom('audit_event as event')
		.selectAll()
		.where('event.position', '>', floor?.position ?? 0)
		.where(({ not, exists, selectFrom }) =>
			not(exists(selectFrom('audit_seal').select('event_id').whereRef('event_id', '=', 'event.id')))
		)
		.orderBy('event.position')
		.limit(BATCH)
		.execute();
}

type Row = Insertable<AuditSeal>;

/** The seal that comes next in the event's chain; what is `reached` is taken along. */
async function nextSeal(
	db: Transaction<DB>,
	clock: Clock,
	event: Selectable<AuditEvent>,
	reached: Map<string, Head>
): Promise<Row> {
	const chain = chainOf(event);
	const last = reached.get(chain) ?? (await headOf(db, chain));
	const next: SealInput = {
		chain,
		ordinal: (last?.ordinal ?? 0) + 1,
		eventId: event.id,
		eventHash: hashEvent(event),
		previousHash: last?.sealHash ?? BEFORE_FIRST,
		sealedAt: clock.real()
	};
	const sealHash = hashSeal(next);
	reached.set(chain, { chain, ordinal: next.ordinal, sealHash });
	return {
		chain,
		ordinal: next.ordinal,
		event_id: next.eventId,
		event_hash: next.eventHash,
		previous_hash: next.previousHash,
		seal_hash: sealHash,
		sealed_at: next.sealedAt
	};
}

async function headOf(db: Transaction<DB>, chain: string): Promise<Head | null> {
	const last = await db
		.selectFrom('audit_seal')
		.select(['ordinal', 'seal_hash'])
		.where('chain', '=', chain)
		.orderBy('ordinal', 'desc')
		.limit(1)
		.executeTakeFirst();
	return last === undefined ? null : { chain, ordinal: last.ordinal, sealHash: last.seal_hash };
}
