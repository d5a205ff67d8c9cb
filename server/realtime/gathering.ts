import type { FeedEvent } from '#lib/protocol/events.ts';
import { SUMMARY_MS, type Notice, type Presence } from '#lib/protocol/frames.ts';
import type { Audience, FeedMessage } from '#server/feed/feed.ts';
import type { Limits } from './limits.ts';
import type { Session } from './session.ts';

/** One piece of news for those in the room whom it concerns. */
export type News = Pick<FeedMessage, 'audience' | 'event'>;

/** Runs `work` after `ms`; the returned function prevents it. 0 means: before the next input is read. */
export type Later = (ms: number, work: () => void) => () => void;

/** How a room's own frames are written: binary kinds in rooms with a text, JSON text elsewhere. */
export type Encoding = {
	events(events: FeedEvent[]): Uint8Array;
	presence(presence: Presence): Uint8Array;
	notice(notice: Notice): Uint8Array;
};

export type GatheringDeps = {
	later: Later;
	now: () => number;
	encoding: Encoding;
	/** Which history the room's text belongs to; null in a room without one. */
	epoch: string | null;
	/** When this one was last told something in the room, or would have been; null in a room with a text. */
	newsAt: (session: Session) => number | null;
	limits: Limits;
};

const ALIVE_MS = 20_000;
const SECTIONS_COUNTED = 1_000;
/** Rooms up to this size are told at once; each further 25 add a millisecond, up to 40. */
const QUIET_SIZE = 50;
const SIZE_PER_MS = 25;
const LONGEST_TICK_MS = 40;

/**
 * Who is in a room, and what everybody in it is told besides its text: news, at most one frame per tick and
 * socket; and how many are here and at which section, now and then.
 */
export class Gathering {
	readonly sessions = new Set<Session>();
	/** Those of them for whom something waits. */
	readonly slow = new Set<Session>();
	readonly #deps: GatheringDeps;
	#news: News[] = [];
	#editors = 0;
	#sections: Map<string, number> | null = null;
	#summaryAt = 0;
	#summaryPlanned: (() => void) | null = null;
	#newsPlanned: (() => void) | null = null;
	#welcome: { access: Session['grant']['access']; newsAt: number | null; frame: Uint8Array } | null = null;
	/** When everybody was last sent something. */
	#heardAt: number;

	constructor(deps: GatheringDeps) {
		this.#deps = deps;
		this.#heardAt = deps.now();
	}

	/** How long what goes to everybody may gather, in milliseconds. */
	get tick(): number {
		const { size } = this.sessions;
		return size <= QUIET_SIZE ? 0 : Math.min(LONGEST_TICK_MS, Math.ceil(size / SIZE_PER_MS));
	}

	get presence(): Presence {
		return {
			people: this.sessions.size,
			editors: this.#editors,
			sections: Object.fromEntries(this.#sections ?? [])
		};
	}

	join(session: Session): void {
		this.sessions.add(session);
		if (session.mayWrite) this.#editors++;
		this.#planSummary();
	}

	/** False when it was not here. */
	leave(session: Session): boolean {
		this.slow.delete(session);
		if (!this.sessions.delete(session)) return false;
		if (session.mayWrite) this.#editors--;
		this.#moveTo(session, null);
		if (this.sessions.size > 0) this.#planSummary();
		else this.rest();
		return true;
	}

	/** `section` comes from a browser: anything but a short string or null is not counted. */
	atSection(session: Session, section: string | null): void {
		if (section === session.section) return;
		this.#moveTo(session, section);
		this.#planSummary();
	}

	#moveTo(session: Session, section: string | null): void {
		const sections = (this.#sections ??= new Map());
		if (session.section !== null) this.#add(sections, session.section, -1);
		const counted = section !== null && (sections.has(section) || sections.size < SECTIONS_COUNTED);
		session.section = counted ? section : null;
		if (session.section !== null) this.#add(sections, session.section, 1);
	}

	#add(sections: Map<string, number>, section: string, change: number): void {
		const now = (sections.get(section) ?? 0) + change;
		if (now > 0) sections.set(section, now);
		else sections.delete(section);
	}

	#planSummary(): void {
		const wait = Math.max(0, this.#summaryAt + SUMMARY_MS - this.#deps.now());
		this.#summaryPlanned ??= this.#deps.later(wait, () => {
			this.#summaryPlanned = null;
			this.#summaryAt = this.#deps.now();
			const frame = this.#deps.encoding.presence(this.presence);
			for (const session of this.sessions) if (session.ours) session.sendIfQuick(frame);
		});
	}

	tell(news: News): void {
		if (this.sessions.size === 0) return;
		this.#news.push(news);
		this.#newsPlanned ??= this.#deps.later(this.tick, () => this.#sendNews());
	}

	/** One frame for each set of people who hear the same. */
	#sendNews(): void {
		this.#newsPlanned = null;
		const news = this.#news;
		this.#news = [];
		const addressed = new Set(
			news.flatMap(({ audience }) => (typeof audience === 'object' ? [audience.accountId] : []))
		);
		const frames = new Map<string, Uint8Array | null>();
		for (const session of this.sessions) {
			if (!session.ours) continue;
			const { accountId } = session.viewer;
			const key = `${session.grant.moderator}/${accountId !== null && addressed.has(accountId) ? accountId : ''}`;
			let frame = frames.get(key);
			if (frame === undefined) frames.set(key, (frame = this.#newsFor(session, news)));
			if (frame !== null) session.send(frame);
		}
	}

	#newsFor(session: Session, news: News[]): Uint8Array | null {
		const events = news.filter(({ audience }) => hears(session, audience)).map(({ event }) => event);
		return events.length === 0 ? null : this.#deps.encoding.events(events);
	}

	notify(notice: Notice, to: Iterable<Session> = this.sessions): void {
		const frame = this.#deps.encoding.notice(notice);
		for (const session of to) if (session.ours) session.send(frame);
	}

	/** The first frame of a connection. The same for all who may do the same: made once for a thousand who come at once. */
	welcome(session: Session): void {
		if (!session.ours) return;
		const { access } = session.grant;
		const { encoding, epoch } = this.#deps;
		const newsAt = this.#deps.newsAt(session);
		if (this.#welcome?.access !== access || this.#welcome.newsAt !== newsAt) {
			this.#welcome = { access, newsAt, frame: encoding.notice({ notice: 'welcome', access, epoch, newsAt }) };
		}
		session.send(this.#welcome.frame);
	}

	/** Sends finished bytes to everybody but `except`. */
	broadcast(frame: Uint8Array, except: Session | null = null): void {
		if (except === null) this.#heardAt = this.#deps.now();
		for (const session of this.sessions) if (session !== except) session.send(frame);
	}

	/** Called now and then: a silent room says that it is alive, and sessions are checked. */
	check(now: number, alive: Uint8Array): void {
		if (now - this.#heardAt >= ALIVE_MS) this.broadcast(alive);
		for (const session of this.sessions) session.check(now);
	}

	closeAll(code: number, reason: string): void {
		for (const session of this.sessions) session.close(code, reason);
	}

	rest(): void {
		this.#summaryPlanned?.();
		this.#newsPlanned?.();
		this.#summaryPlanned = this.#newsPlanned = null;
		this.#news = [];
	}
}

function hears(session: Session, audience: Audience): boolean {
	if (audience === 'everyone') return true;
	if (audience === 'moderators') return session.grant.moderator;
	return session.viewer.accountId === audience.accountId;
}
