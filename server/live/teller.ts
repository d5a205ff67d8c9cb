import type { LiveView } from '#lib/protocol/live.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import type { Feed } from '#server/feed/feed.ts';

export type TellerDeps = {
	feed: Pick<Feed, 'publish'>;
	/** The meeting as everybody in it may see it now; null for one that is not there (any more). */
	read(meetingId: string): Promise<LiveView | null>;
	now(): number;
	later(ms: number, work: () => void): () => void;
	onError(error: unknown): void;
};

/** A thousand who answer at once are news once a second. */
const PACE_MS = 1_000;

type Work = { reading: boolean; again: 'now' | 'soon' | null; toldAt: number; cancel: (() => void) | null };

/**
 * Tells meetings what has changed in them: the whole of what everybody may see, read after the commit, so that the last
 * thing told is always how it is. What a host does is told at once, what participants do within a second. One reading
 * at a time for each meeting: what changes meanwhile is read again afterwards.
 */
export class Teller {
	readonly #deps: TellerDeps;
	readonly #work = new Map<string, Work>();

	constructor(deps: TellerDeps) {
		this.#deps = deps;
	}

	changed(meetingId: string, when: 'now' | 'soon'): void {
		const work = this.#work.get(meetingId) ?? { reading: false, again: null, toldAt: -Infinity, cancel: null };
		this.#work.set(meetingId, work);
		if (work.reading) {
			work.again = when === 'now' ? 'now' : (work.again ?? 'soon');
			return;
		}
		const wait = when === 'now' ? 0 : Math.max(0, work.toldAt + PACE_MS - this.#deps.now());
		if (wait === 0) {
			work.cancel?.();
			work.cancel = null;
			void this.#tell(meetingId, work);
		} else work.cancel ??= this.#deps.later(wait, () => this.#due(meetingId, work));
	}

	#due(meetingId: string, work: Work): void {
		work.cancel = null;
		if (!work.reading) void this.#tell(meetingId, work);
	}

	async #tell(meetingId: string, work: Work): Promise<void> {
		work.reading = true;
		work.toldAt = this.#deps.now();
		try {
			const live = await this.#deps.read(meetingId);
			if (live !== null) this.#publish(meetingId, live);
		} catch (error) {
			this.#deps.onError(error);
		}
		work.reading = false;
		const { again } = work;
		work.again = null;
		if (again !== null) this.changed(meetingId, again);
	}

	/** Hosts have a view of their own, which they read again. */
	#publish(meetingId: string, live: LiveView): void {
		const room = roomName('meeting', meetingId);
		this.#deps.feed.publish({ room, audience: 'everyone', event: { kind: 'live_changed', live } });
		this.#deps.feed.publish({ room, audience: 'moderators', event: { kind: 'live_work_changed' } });
	}

	stop(): void {
		for (const work of this.#work.values()) work.cancel?.();
		this.#work.clear();
	}
}
