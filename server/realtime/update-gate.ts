import { MAX_ROOTS, scanUpdate, type ScanRefusal } from './update-scan.ts';

/** Why an update does not enter a text. `waits_for_others` is asked for again once before it is refused. */
export type Refusal = ScanRefusal | 'foreign_client' | 'too_many_clients' | 'waits_for_others' | 'would_not_apply';

/** Whether an account may add structs under a Yjs client id: its own, nobody's yet, or somebody else's. */
export type Standing = 'own' | 'free' | 'foreign';

/**
 * `claims`: client ids that from now on belong to the author of the update. `grown`: clients that it has new structs
 * of, and the clocks at which these begin. `overlaps`: it also brings structs that
 * are known, and must be cut down to what is new before it is applied; Yjs takes the author's word for the known
 * ones and throws when they differ from what it has.
 */
export type Verdict =
	{ ok: true; claims: readonly number[]; grown: readonly Grown[]; overlaps: boolean } | { ok: false; reason: Refusal };

export type Grown = { client: number; clock: number };

const NOTHING: readonly number[] = [];
/** New client ids in one update: each page that is opened is one, and each is remembered for ever. */
export const MAX_CLAIMS = 500;

/**
 * Judges an update before anything of it is applied. Structs that are known already pass whoever brings them: a
 * second tab or an offline copy brings the first one's. New ones pass only under client ids of the same account
 * (architecture, invariant 7).
 *
 * `known` answers the next clock of a client in the text, 0 for one that has written nothing; `roots` holds the
 * names of the text's shared types.
 */
export function judgeUpdate(
	update: Uint8Array,
	known: (client: number) => number,
	standing: (client: number) => Standing,
	roots: Pick<ReadonlySet<string>, 'has' | 'size'> = new Set()
): Verdict {
	const scan = scanUpdate(update);
	if (!scan.ok) return scan;
	if (growsBeyond(roots, scan.roots)) return { ok: false, reason: 'too_many_roots' };
	const grown: Grown[] = [];
	let claims: number[] | null = null;
	let overlaps = false;
	for (const { client, start, end } of scan.ranges) {
		const clock = known(client);
		overlaps ||= start < clock;
		if (end === start || end <= clock) continue;
		grown.push({ client, clock });
		const whose = standing(client);
		if (whose === 'foreign') return { ok: false, reason: 'foreign_client' };
		if (whose === 'free') (claims ??= []).push(client);
	}
	if (claims !== null && claims.length > MAX_CLAIMS) return { ok: false, reason: 'too_many_clients' };
	return { ok: true, claims: claims ?? NOTHING, grown, overlaps };
}

function growsBeyond(roots: Pick<ReadonlySet<string>, 'has' | 'size'>, more: ReadonlySet<string>): boolean {
	let size = roots.size;
	for (const name of more) if (!roots.has(name)) size++;
	return size > roots.size && size > MAX_ROOTS;
}
