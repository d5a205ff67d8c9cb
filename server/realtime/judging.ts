import type { IncomingMessage } from 'node:http';
import type { Room } from '#lib/protocol/rooms.ts';
import type { Grant, Viewer } from './session.ts';

/** The decision about one viewer and one room. */
export type Judgement = Grant | { refused: 4401 | 4403 | 4404 };

/** How everybody is judged who wants to enter one room: what it takes to know of the room is known already. */
export type Rule<A> = (actor: A) => Judgement | Promise<Judgement>;

/** How the rest of the application is asked. `A` is its own idea of who acts. */
export type Court<A> = {
	/** The session cookie of an upgrade request, looked up. Without a valid one: a viewer without account. */
	authenticate(request: IncomingMessage): Promise<{ actor: A; viewer: Viewer }>;
	/** Who may read or write in this room? The same single place for a first visit and a return. */
	ruleFor(room: Room): Promise<Rule<A>>;
};

export type Decision = { viewer: Viewer; judgement: Judgement };

const REMEMBERED_MS = 1_000;
const ROOMS_REMEMBERED = 1_000;
const ATTEMPTS = 5;

/**
 * Judges handshakes. A thousand who open the same room at once are one question about the room. A change of access
 * while a handshake is under way makes it start again, so that nobody slips in between.
 */
export class Judging<A> {
	readonly #court: Court<A>;
	readonly #now: () => number;
	readonly #rules = new Map<string, { at: number; rule: Promise<Rule<A>> }>();
	#generation = 0;

	constructor(court: Court<A>, now: () => number) {
		this.#court = court;
		this.#now = now;
	}

	/** Somebody's access changed. */
	accessChanged(): void {
		this.#generation++;
		this.roomsChanged();
	}

	/** Something was committed that may be about a room. */
	roomsChanged(): void {
		this.#rules.clear();
	}

	async decide(request: IncomingMessage, room: Room): Promise<Decision> {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const generation = this.#generation;
			const { actor, viewer } = await this.#court.authenticate(request);
			const rule = await this.#ruleFor(room);
			const judgement = await rule(actor);
			if (generation === this.#generation) return { viewer, judgement };
		}
		throw new Error('access kept changing during the handshake');
	}

	#ruleFor(room: Room): Promise<Rule<A>> {
		const key = `${room.kind}/${room.id}`;
		const known = this.#rules.get(key);
		if (known !== undefined && this.#now() - known.at < REMEMBERED_MS) return known.rule;
		const rule = this.#court.ruleFor(room);
		if (this.#rules.size >= ROOMS_REMEMBERED) this.#rules.clear();
		this.#rules.set(key, { at: this.#now(), rule });
		rule.catch(() => this.#rules.delete(key));
		return rule;
	}
}
