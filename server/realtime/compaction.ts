import * as Y from 'yjs';
import type { Logger } from '#server/log.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Snapshot } from './text-types.ts';
import type { TextStorage } from './text-storage.ts';
import { isPermanent } from './storage-errors.ts';
import { scanUpdate } from './update-scan.ts';

export type CompactionDeps = { storage: TextStorage; metrics: RealtimeMetrics; log: Pick<Logger, 'warn' | 'error'> };

const ATTEMPTS = 2;

/**
 * Writes snapshots behind the rooms' backs, one at a time. Nothing waits for it and nothing is lost when it fails:
 * the updates stay until a snapshot that was read back covers them.
 */
export class Compaction {
	readonly #deps: CompactionDeps;
	readonly #waiting = new Map<string, Snapshot>();
	readonly #failures = new Map<string, number>();
	#running: Promise<void> | null = null;
	#stopped = false;

	constructor(deps: CompactionDeps) {
		this.#deps = deps;
	}

	/** False when the text's snapshots can never be stored. */
	offer(snapshot: Snapshot): boolean {
		if (this.#stopped || (this.#failures.get(snapshot.textId) ?? 0) >= ATTEMPTS) return false;
		this.#waiting.set(snapshot.textId, snapshot);
		this.#running ??= this.#run();
		return true;
	}

	async idle(): Promise<void> {
		while (this.#running !== null) await this.#running;
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		this.#waiting.clear();
		await this.idle();
	}

	async #run(): Promise<void> {
		await new Promise<void>((resolve) => setImmediate(resolve));
		for (const [textId, snapshot] of this.#waiting) {
			this.#waiting.delete(textId);
			await this.#write(snapshot);
		}
		this.#running = null;
	}

	/** What may pass (the database restarts, its disk is full) does not count: the next snapshot is tried. */
	#countFailure(textId: string): void {
		this.#failures.set(textId, (this.#failures.get(textId) ?? 0) + 1);
	}

	async #write(snapshot: Snapshot): Promise<void> {
		try {
			if (!readsBack(snapshot)) throw new Unreadable('the snapshot does not hold what the text holds');
			await this.#deps.storage.compact(snapshot);
			this.#deps.metrics.compactions++;
			this.#failures.delete(snapshot.textId);
		} catch (error) {
			this.#deps.metrics.compactionsFailed++;
			if (error instanceof Unreadable || isPermanent(error)) this.#countFailure(snapshot.textId);
			const reason = error instanceof Error ? error.message : String(error);
			this.#deps.log.warn({ error: reason, text: snapshot.textId }, 'compaction failed, the updates are kept');
		}
	}
}

class Unreadable extends Error {}

/** Decodes the whole snapshot and compares, per client, how far it reaches with how far the text reaches. */
export function readsBack({ state, vector }: Pick<Snapshot, 'state' | 'vector'>): boolean {
	const scan = scanUpdate(state);
	if (!scan.ok) return false;
	const expected = Y.decodeStateVector(vector);
	return (
		scan.ranges.length === expected.size &&
		scan.ranges.every(({ client, start, end }) => start === 0 && expected.get(client) === end)
	);
}
