import { CLOSE } from '#lib/protocol/close-codes.ts';
import { isSection } from '#lib/protocol/frames.ts';
import type { RoomName } from '#lib/protocol/rooms.ts';
import { Gathering, type GatheringDeps, type News } from './gathering.ts';
import { ALIVE_FEED_ROOM, textEncoding } from './room-encoding.ts';
import type { Session } from './session.ts';

/** A room without a text: news, and how many are here. The only thing it hears is which section is in view. */
export class FeedRoom {
	readonly kind = 'feed';
	readonly name: RoomName;
	readonly gathering: Gathering;
	readonly #now: () => number;

	constructor(name: RoomName, deps: Omit<GatheringDeps, 'encoding' | 'epoch'>) {
		this.name = name;
		this.#now = deps.now;
		this.gathering = new Gathering({ ...deps, encoding: textEncoding, epoch: null });
	}

	get isIdle(): boolean {
		return this.gathering.sessions.size === 0;
	}

	join(session: Session): void {
		const held = session.begin();
		this.gathering.join(session);
		this.gathering.welcome(session);
		for (const frame of held) this.receive(session, frame, true);
	}

	leave(session: Session): void {
		this.gathering.leave(session);
	}

	receive(session: Session, frame: Uint8Array, isText: boolean): void {
		const said = isText ? parse(frame) : null;
		if (said === null) return session.close(CLOSE.badFrame, 'unknown_frame');
		this.gathering.atSection(session, said.section);
	}

	/** News that a slow reader missed is not kept: it comes back and loads the page's data again. */
	tell(news: News): void {
		for (const session of this.gathering.sessions) {
			if (session.isTooSlow()) session.close(CLOSE.overload, 'too_slow');
		}
		this.gathering.tell(news);
	}

	check(): void {
		this.gathering.check(this.#now(), ALIVE_FEED_ROOM);
	}

	/** Nothing here outlives the sessions. */
	drained(): void {}

	dispose(): void {
		this.gathering.rest();
	}
}

function parse(frame: Uint8Array): { section: string | null } | null {
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame));
		if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'section') return null;
		const section = 'section' in value ? value.section : null;
		return isSection(section) ? { section } : null;
	} catch {
		return null;
	}
}
