import type { Selectable } from 'kysely';
import type { Database } from '#server/database/database.ts';
import type { AuditEvent, AuditSeal } from '#server/database/schema.ts';
import { BEFORE_FIRST, chainOf, hashEvent, hashSeal } from './seal.ts';

/** What is wrong with a link: the event is gone, was changed, its seal was changed, or seals before it are missing. */
export type Break = 'event_missing' | 'event_changed' | 'seal_changed' | 'seal_missing';

/** `head` is the last seal; compare it with the one in the log to see that nothing was cut off at the end. */
export type Verdict =
	| { intact: true; chain: string; sealed: number; head: string | null }
	| { intact: false; chain: string; ordinal: number; eventId: string; why: Break };

const PAGE = 1_000;

/**
 * Computes a chain anew from its events and names the first link that does not hold. With `after`, only the links
 * after that one, which is taken on trust.
 */
export async function verify(database: Database, chain: string, after = 0): Promise<Verdict> {
	let ordinal = after;
	let previous = after === 0 ? BEFORE_FIRST : await sealAt(database, chain, after);
	for (;;) {
		const links = await linksAfter(database, chain, ordinal);
		for (const link of links) {
			const why = fault(link, ordinal + 1, previous);
			if (why !== null) return { intact: false, chain, ordinal: ordinal + 1, eventId: link.seal.event_id, why };
			ordinal = link.seal.ordinal;
			previous = link.seal.seal_hash;
		}
		if (links.length < PAGE) return { intact: true, chain, sealed: ordinal, head: ordinal === 0 ? null : previous };
	}
}

/** '' where there is none, which no link fits. */
async function sealAt(database: Database, chain: string, ordinal: number): Promise<string> {
	const seal = await database
		.selectFrom('audit_seal')
		.select('seal_hash')
		.where('chain', '=', chain)
		.where('ordinal', '=', ordinal)
		.executeTakeFirst();
	return seal?.seal_hash ?? '';
}

type Link = { seal: Selectable<AuditSeal>; event: Selectable<AuditEvent> | undefined };

async function linksAfter(database: Database, chain: string, ordinal: number): Promise<Link[]> {
	const seals = await database
		.selectFrom('audit_seal')
		.selectAll()
		.where('chain', '=', chain)
		.where('ordinal', '>', ordinal)
		.orderBy('ordinal')
		.limit(PAGE)
		.execute();
	if (seals.length === 0) return [];
	const ids = seals.map((seal) => seal.event_id);
	const events = await database.selectFrom('audit_event').selectAll().where('id', 'in', ids).execute();
	const byId = new Map(events.map((event) => [event.id, event]));
	return seals.map((seal) => ({ seal, event: byId.get(seal.event_id) }));
}

function fault({ seal, event }: Link, expected: number, previous: string): Break | null {
	if (seal.ordinal !== expected || seal.previous_hash !== previous) return 'seal_missing';
	const sealHash = hashSeal({
		chain: seal.chain,
		ordinal: seal.ordinal,
		eventId: seal.event_id,
		eventHash: seal.event_hash,
		previousHash: seal.previous_hash,
		sealedAt: seal.sealed_at
	});
	if (sealHash !== seal.seal_hash) return 'seal_changed';
	if (event === undefined) return 'event_missing';
	return hashEvent(event) === seal.event_hash && chainOf(event) === seal.chain ? null : 'event_changed';
}
