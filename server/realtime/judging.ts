import type { IncomingMessage } from 'node:http';
import type { Room } from '#lib/protocol/rooms.ts';
import type { Grant, Viewer } from './session.ts';

/** The decision about one viewer and one room. */
export type Judgement = Grant | { refused: 4401 | 4403 | 4404 };

/** How the rest of the application is asked. `A` is its own idea of who acts. */
export type Court<A> = {
	/** The session cookie of an upgrade request, looked up. Without a valid one: a viewer without account. */
	authenticate(request: IncomingMessage): Promise<{ actor: A; viewer: Viewer }>;
	/** May this actor read or write in this room? The same single place for a first visit and a return. */
	judge(actor: A, room: Room): Promise<Judgement>;
};

export type Decision = { viewer: Viewer; judgement: Judgement };

const REMEMBERED_MS = 1_000;
const ATTEMPTS = 5;

/**
 * Judges handshakes. A thousand strangers who open the same room at once are one question. A change of access
 * while a handshake is under way makes it start again, so that nobody slips in between.
 */
export class Judging<A> {
	readonly #court: Court<A>;
	readonly #now: () => number;
	readonly #strangers = new Map<string, { at: number; judgement: Promise<Judgement> }>();
	#generation = 0;

	constructor(court: Court<A>, now: () => number) {
		this.#court = court;
		this.#now = now;
	}

	/** Somebody's access changed. */
	accessChanged(): void {
		this.#generation++;
		this.#strangers.clear();
	}

	async decide(request: IncomingMessage, room: Room): Promise<Decision> {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const generation = this.#generation;
			const { actor, viewer } = await this.#court.authenticate(request);
			const stranger = viewer.accountId === null && viewer.sessionKey === null;
			const judgement = await (stranger ? this.#judgeStranger(actor, room) : this.#court.judge(actor, room));
			if (generation === this.#generation) return { viewer, judgement };
		}
		throw new Error('access kept changing during the handshake');
	}

	#judgeStranger(actor: A, room: Room): Promise<Judgement> {
		const key = `${room.kind}/${room.id}`;
		const known = this.#strangers.get(key);
		if (known !== undefined && this.#now() - known.at < REMEMBERED_MS) return known.judgement;
		const judgement = this.#court.judge(actor, room);
		this.#strangers.set(key, { at: this.#now(), judgement });
		judgement.catch(() => this.#strangers.delete(key));
		if (this.#strangers.size > 1_000) this.#strangers.clear();
		return judgement;
	}
}
