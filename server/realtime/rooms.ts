import { holdsText, roomName, type Room, type RoomName } from '#lib/protocol/rooms.ts';
import { FeedRoom } from './feed-room.ts';
import type { Limits } from './limits.ts';
import type { RealtimeMetrics } from './metrics.ts';
import { TextRoom, type RoomDeps } from './room.ts';
import type { Session } from './session.ts';
import type { LoadedText } from './text-types.ts';

export type AnyRoom = TextRoom | FeedRoom;

export type RoomsDeps = {
	load: (textId: string) => Promise<LoadedText | null>;
	/** What a room needs besides what the registry sees to. */
	room: Omit<RoomDeps, 'onEnd'>;
	/** When there was last something to tell this one in that room. */
	newsAt: (name: RoomName, session: Session) => number;
	/** The room is not in the registry any more. */
	onGone: (room: TextRoom) => void;
	limits: Limits;
	metrics: RealtimeMetrics;
};

/** One room, from the first request for it until it is let go. `loading` answers null for a text that is not there. */
type Slot = { loading: Promise<AnyRoom | null>; room: AnyRoom | null; cancelUnload: (() => void) | null };

/**
 * Which rooms are open. Every race between opening and leaving a room is decided here, and there is only one rule:
 * a slot is made and removed in one step, without waiting for anything. A room is loaded behind one promise; it is
 * let go only when nobody is in it and nothing waits to be stored, so there is nothing to do that could be raced.
 */
export class Rooms {
	readonly #deps: RoomsDeps;
	readonly #slots = new Map<RoomName, Slot>();

	constructor(deps: RoomsDeps) {
		this.#deps = deps;
	}

	/** The room, loaded. Null when there is no such text; rejects when the database does not answer. */
	open({ kind, id }: Room): Promise<AnyRoom | null> {
		const name = roomName(kind, id);
		const known = this.#slots.get(name);
		if (known !== undefined) {
			known.cancelUnload?.();
			known.cancelUnload = null;
			return known.loading;
		}
		return holdsText(kind) ? this.#openText(name, id) : this.#openFeed(name);
	}

	/** The room if it is loaded. */
	get(name: RoomName): AnyRoom | null {
		return this.#slots.get(name)?.room ?? null;
	}

	/** The living text, in whichever room it is open. */
	text(textId: string): TextRoom | null {
		for (const kind of ['text', 'notes'] as const) {
			const room = this.get(roomName(kind, textId));
			if (room?.kind === 'text') return room;
		}
		return null;
	}

	/** The text that is loaded or being loaded, when it is. */
	async textSoon(textId: string): Promise<TextRoom | null> {
		const slot = this.#slots.get(roomName('text', textId)) ?? this.#slots.get(roomName('notes', textId));
		const room = await slot?.loading.catch(() => null);
		return room?.kind === 'text' ? room : null;
	}

	*loaded(): Generator<AnyRoom> {
		for (const { room } of this.#slots.values()) if (room !== null) yield room;
	}

	#openFeed(name: RoomName): Promise<AnyRoom> {
		const room = new FeedRoom(name, { ...this.#deps.room, newsAt: (session) => this.#deps.newsAt(name, session) });
		const loading = Promise.resolve(room);
		this.#add(name, { loading, room, cancelUnload: null });
		return loading;
	}

	#openText(name: RoomName, textId: string): Promise<AnyRoom | null> {
		const slot: Slot = { loading: Promise.resolve(null), room: null, cancelUnload: null };
		this.#add(name, slot);
		slot.loading = this.#load(name, textId, slot);
		return slot.loading;
	}

	async #load(name: RoomName, textId: string, slot: Slot): Promise<AnyRoom | null> {
		try {
			const text = await this.#deps.load(textId);
			if (text === null) {
				this.#remove(name, slot);
				return null;
			}
			slot.room = new TextRoom(name, text, { ...this.#deps.room, onEnd: (room) => this.#ended(name, slot, room) });
			this.left(slot.room);
			return slot.room;
		} catch (error) {
			this.#remove(name, slot);
			throw error;
		}
	}

	/** Somebody left, or something was stored: lets the room go after a while if nobody needs it. */
	left(room: AnyRoom): void {
		const slot = this.#slots.get(room.name);
		if (slot?.room !== room || !room.isIdle || slot.cancelUnload !== null) return;
		slot.cancelUnload = this.#deps.room.later(this.#deps.limits.lingerMs, () => {
			slot.cancelUnload = null;
			if (room.isIdle) this.#unload(room, slot);
		});
	}

	#unload(room: AnyRoom, slot: Slot): void {
		this.#remove(room.name, slot);
		room.dispose();
	}

	#ended(name: RoomName, slot: Slot, room: TextRoom): void {
		this.#remove(name, slot);
		this.#deps.onGone(room);
	}

	#add(name: RoomName, slot: Slot): void {
		this.#slots.set(name, slot);
		this.#deps.metrics.rooms = this.#slots.size;
	}

	#remove(name: RoomName, slot: Slot): void {
		slot.cancelUnload?.();
		if (this.#slots.get(name) === slot) this.#slots.delete(name);
		this.#deps.metrics.rooms = this.#slots.size;
	}

	dispose(): void {
		for (const [name, slot] of this.#slots) {
			this.#remove(name, slot);
			slot.room?.dispose();
		}
	}
}
