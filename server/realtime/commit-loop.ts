import type { Logger } from '#server/log.ts';
import { observe, type RealtimeMetrics } from './metrics.ts';
import type { Ending, TextRoom } from './room.ts';
import type { Batch } from './text-types.ts';
import { isPermanent } from './storage-errors.ts';
import type { Outcome, TextStorage } from './text-storage.ts';

export type CommitLoopDeps = {
	storage: TextStorage;
	metrics: RealtimeMetrics;
	log: Pick<Logger, 'warn' | 'error'>;
	now: () => number;
	/** Longest pause between attempts, in milliseconds. */
	longestPause?: number;
	/** How long the database may take for one attempt, in milliseconds. */
	attemptMs?: number;
};

/** A batch under way. `notBefore`: when it may be tried again. */
type Attempt = { room: TextRoom; batch: Batch; notBefore: number };

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 3_000;
/** Writers are told when a commit takes longer. */
const SLOW_MS = 1_500;
const ATTEMPT_MS = 20_000;
const BUSY_PAUSE_MS = 20;
const ROWS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 16 * 1024 * 1024;
/** Applying more than so many updates before a commit leaves would keep the database waiting. */
const UPDATES_AT_ONCE = 400;
/** While the database writes one commit, the next is put together. */
const LANES = 2;

/**
 * The one writer for all rooms. What gathers while commits are under way is the next: under load the batches grow by
 * themselves. A room is in one commit at a time. A commit that failed for a reason that may pass is repeated until it
 * succeeds; one text's bad row is separated from the others.
 */
export class CommitLoop {
	readonly #deps: CommitLoopDeps;
	readonly #wanted = new Map<TextRoom, number>();
	#attempts: Attempt[] = [];
	#open = 0;
	readonly #running = new Set<Promise<void>>();
	readonly #asleep = new Set<() => void>();
	#stopped = false;

	constructor(deps: CommitLoopDeps) {
		this.#deps = deps;
	}

	want(room: TextRoom, due: number): void {
		this.#wanted.set(room, Math.min(due, this.#wanted.get(room) ?? due));
		this.#deps.metrics.queueDepth = this.#wanted.size + this.#attempts.length;
		if (this.#asleep.size > 0) this.#wake();
		else if (this.#open < LANES) this.#start();
	}

	#start(): void {
		this.#open++;
		const lane = this.#run().finally(() => this.#running.delete(lane));
		this.#running.add(lane);
	}

	#wake(): void {
		for (const wake of [...this.#asleep]) wake();
	}

	forget(room: TextRoom): void {
		this.#wanted.delete(room);
	}

	/** Resolves when nothing waits to be written. */
	async idle(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running);
	}

	/** Gives up what is not written yet. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#wake();
		await this.idle();
	}

	async #run(): Promise<void> {
		// Lets everything that arrived in this turn of the event loop into the first batch.
		await new Promise<void>((resolve) => setImmediate(resolve));
		while (!this.#stopped && (this.#wanted.size > 0 || this.#attempts.length > 0)) {
			const attempts = this.#due();
			if (attempts.length > 0) await this.#commit(attempts);
			else if (this.#wanted.size > 0 || this.#attempts.length > 0) await this.#sleepUntil(this.#nextDue());
			this.#deps.metrics.queueDepth = this.#wanted.size + this.#attempts.length;
		}
		// In the same step in which nothing was left to do, or what comes now would find no lane.
		this.#open--;
	}

	/** Takes what may be written now, no more than one statement should hold. */
	#due(): Attempt[] {
		const now = this.#deps.now();
		const due = this.#attempts.filter((attempt) => attempt.notBefore <= now);
		this.#attempts = this.#attempts.filter((attempt) => attempt.notBefore > now);
		let size = due.reduce((sum, { batch }) => sum + sizeOf(batch), 0);
		for (const [room, at] of this.#wanted) {
			if (at > now || size >= 1) continue;
			this.#wanted.delete(room);
			size += room.queued / UPDATES_AT_ONCE;
			const batch = this.#guarded(room, () => room.take()) ?? null;
			if (batch === null) continue;
			due.push({ room, batch, notBefore: 0 });
			size += sizeOf(batch);
		}
		return due;
	}

	#nextDue(): number {
		return Math.min(...this.#wanted.values(), ...this.#attempts.map((attempt) => attempt.notBefore));
	}

	async #sleepUntil(time: number): Promise<void> {
		const ms = Math.max(0, time - this.#deps.now());
		await new Promise<void>((resolve) => {
			const wake = (): void => {
				clearTimeout(timer);
				this.#asleep.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, ms);
			this.#asleep.add(wake);
		});
	}

	/** Repeats until there is an outcome. A row that can never be written is found by trying each text alone. */
	async #commit(attempts: Attempt[]): Promise<void> {
		for (let pause = FIRST_PAUSE_MS; !this.#stopped; pause = this.#longer(pause)) {
			try {
				const outcomes = await this.#store(attempts);
				for (const attempt of attempts) await this.#settle(attempt, outcomes.get(attempt.batch) ?? 'gone');
				return;
			} catch (error) {
				if (isPermanent(error)) return this.#separate(attempts, error);
				this.#report(attempts, error);
				await this.#sleepUntil(this.#deps.now() + pause);
			}
		}
	}

	#longer = (pause: number): number => Math.min(pause * 2, this.#deps.longestPause ?? LONGEST_PAUSE_MS);

	async #store(attempts: Attempt[]): Promise<Map<Batch, Outcome>> {
		const started = this.#deps.now();
		// Again and again: others begin to write while it takes its time.
		const slow = setInterval(() => this.#tellWriters(attempts), SLOW_MS);
		const outcomes = await this.#inTime(attempts).finally(() => clearInterval(slow));
		this.#deps.metrics.commits++;
		observe(this.#deps.metrics.commitMs, this.#deps.now() - started);
		observe(
			this.#deps.metrics.batchRows,
			attempts.reduce((sum, { batch }) => sum + batch.rows.length, 0)
		);
		return outcomes;
	}

	/** A connection that swallows everything must not hold all texts: the attempt is given up and looked up later. */
	#inTime(attempts: Attempt[]): Promise<Map<Batch, Outcome>> {
		return new Promise((resolve, reject) => {
			const limit = this.#deps.attemptMs ?? ATTEMPT_MS;
			const timer = setTimeout(() => reject(new Error(`no answer within ${limit} ms`)), limit);
			this.#deps.storage
				.commit(attempts.map(({ batch }) => batch))
				.then(resolve, reject)
				.finally(() => clearTimeout(timer));
		});
	}

	#report(attempts: Attempt[], error: unknown): void {
		this.#deps.metrics.commitRetries++;
		this.#deps.log.warn({ error: message(error), texts: attempts.length }, 'commit failed, trying again');
		this.#tellWriters(attempts);
	}

	#tellWriters(attempts: Attempt[]): void {
		for (const { room } of attempts) room.failing();
		for (const room of this.#wanted.keys()) room.failing();
	}

	async #separate(attempts: Attempt[], error: unknown): Promise<void> {
		const [only] = attempts;
		if (attempts.length > 1) {
			for (const attempt of attempts) await this.#commit([attempt]);
		} else if (only !== undefined) {
			this.#deps.log.error({ error: message(error), text: only.batch.textId }, 'text cannot be stored and is closed');
			this.#deps.metrics.roomsQuarantined++;
			only.room.end('not_storable');
		}
	}

	async #settle(attempt: Attempt, outcome: Outcome): Promise<void> {
		if (outcome === 'committed') this.#guarded(attempt.room, () => attempt.room.committed());
		else if (outcome === 'busy') this.#postpone(attempt);
		else if (outcome === 'moved') await this.#reconcile(attempt);
		else attempt.room.end(outcome satisfies Ending);
	}

	/** A fault in one room closes that room, whose clients come back to a fresh one, and never stops the loop. */
	#guarded<T>(room: TextRoom, work: () => T): T | undefined {
		try {
			return work();
		} catch (error) {
			this.#deps.log.error({ error: message(error), text: room.textId }, 'a room failed and is loaded again');
			room.end('broken');
			return undefined;
		}
	}

	#postpone(attempt: Attempt): void {
		this.#attempts.push({ ...attempt, notBefore: this.#deps.now() + BUSY_PAUSE_MS });
	}

	/** The text has another number than expected: our own earlier attempt came through, or somebody else wrote. */
	async #reconcile(attempt: Attempt): Promise<void> {
		const { room, batch } = attempt;
		try {
			if ((await this.#deps.storage.find(batch)) !== null) return room.committed();
			const { updates, sequence } = await this.#deps.storage.tail(batch.textId, batch.epoch, batch.expected);
			room.absorb(updates, sequence);
		} catch (error) {
			this.#report([attempt], error);
		}
		this.#postpone(attempt);
	}
}

/** Share of what one statement should hold. */
const sizeOf = ({ rows }: Batch): number =>
	rows.length / ROWS_AT_ONCE + rows.reduce((sum, { bytes }) => sum + bytes.length, 0) / BYTES_AT_ONCE;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
