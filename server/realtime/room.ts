import { savedFrame, syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SYNC } from '#lib/protocol/frames.ts';
import type { RoomName } from '#lib/protocol/rooms.ts';
import { Answers } from './answers.ts';
import { Gathering, type GatheringDeps, type News } from './gathering.ts';
import { Intake } from './intake.ts';
import { LivingText, merged } from './living-text.ts';
import { count, type RealtimeMetrics } from './metrics.ts';
import { EditorPresence } from './presence.ts';
import { ALIVE_TEXT_ROOM, binaryEncoding } from './room-encoding.ts';
import { readTextFrame } from './room-frames.ts';
import type { Session } from './session.ts';
import type { Batch, LoadedText, Snapshot, TextState } from './text-types.ts';
import type { Refusal } from './update-gate.ts';
import { binaryFrame } from './wire.ts';

/** Why a text is closed for everybody in it. */
export type Ending = 'gone' | 'other_epoch' | 'sealed' | 'not_storable' | 'broken';

export type RoomDeps = Omit<GatheringDeps, 'encoding' | 'epoch' | 'newsAt'> & {
	newId: () => string;
	metrics: RealtimeMetrics;
	/** Asks for `take` to be called at `due` (milliseconds) or soon after. */
	wantCommit: (room: TextRoom, due: number) => void;
	/** A snapshot worth storing. Answers false when there is no time for it now. */
	offerSnapshot: (snapshot: Snapshot) => boolean;
	/** The text as it is stored. */
	reload: (textId: string) => Promise<LoadedText | null>;
	/** The room has closed itself and must not be opened again from memory. */
	onEnd: (room: TextRoom, ending: Ending) => void;
};

type Flight = {
	batch: Batch;
	/** How many updates went into it. */
	updates: number;
	frame: Uint8Array;
	only: Session | null;
	readers: ((text: TextState | null) => void)[];
};

const ENDINGS: Record<Ending, [code: number, reason: string]> = {
	gone: [CLOSE.gone, 'text_gone'],
	other_epoch: [CLOSE.otherEpoch, 'other_epoch'],
	// They come back, and are let in to read.
	sealed: [CLOSE.accessChanged, 'sealed'],
	not_storable: [CLOSE.notStorable, 'not_storable'],
	broken: [CLOSE.restart, 'reload']
};
/** Where many write, a frame more or less costs more than it tells. */
const BUSY_TICK = 1.3;
/** Worth a snapshot when a room is left: whoever opens it next is answered with the snapshot as it is. */
const LEFTOVER_ROWS = 1;

/**
 * One living text and those who have it open.
 *
 * The order of things is: collect, apply, commit, tell. Updates are collected while a commit is under way. Then
 * `take` applies them in one go, which is also the last and best check that they can be applied; what comes out is
 * what is stored and sent. Until `committed` the document is one step ahead of the database, and nobody is answered
 * from it: who joins gets the last committed version if it was encoded before, or waits for the commit.
 */
export class TextRoom {
	readonly kind = 'text';
	readonly name: RoomName;
	readonly textId: string;
	readonly epoch: string;
	readonly gathering: Gathering;
	readonly #deps: RoomDeps;
	#text: LivingText;
	readonly #presence: EditorPresence;
	#sequence: number;
	readonly #intake: Intake;
	readonly #answers: Answers;
	#flight: Flight | null = null;
	/** An update threw halfway: the document is made anew from what is stored. */
	#rebuilding = false;
	#committedAt = 0;
	#tail = { rows: 0, bytes: 0 };
	#failing = false;
	#ended = false;

	constructor(name: RoomName, text: LoadedText, deps: RoomDeps) {
		this.name = name;
		this.textId = text.textId;
		this.epoch = text.epoch;
		this.#sequence = text.sequence;
		this.#deps = deps;
		this.gathering = new Gathering({ ...deps, encoding: binaryEncoding, epoch: text.epoch, newsAt: () => null });
		this.#presence = new EditorPresence({
			later: deps.later,
			now: deps.now,
			bytes: deps.limits.awarenessBytes,
			audience: () => [...this.gathering.sessions].filter((session) => session.mayWrite),
			dropped: () => void deps.metrics.framesDropped++
		});
		this.#intake = new Intake({
			bytes: deps.limits.roomQueue,
			text: () => this.#text,
			ask: (session) => this.#ask(session),
			refuse: (session, reason) => this.#refuse(session, reason)
		});
		this.#answers = new Answers({
			metrics: deps.metrics,
			now: deps.now,
			text: () => this.#text,
			isAhead: () => this.#isAhead
		});
		this.#text = this.#build(text);
		this.#tail = { rows: text.updates.length, bytes: text.updates.reduce((sum, { length }) => sum + length, 0) };
	}

	#build(text: LoadedText): LivingText {
		return new LivingText(text, (clientId, accountId) => this.#presence.isTaken(clientId, accountId));
	}

	/** The document holds something that is not committed; nobody is answered from it. */
	get #isAhead(): boolean {
		return this.#flight !== null || this.#rebuilding;
	}

	get sequence(): number {
		return this.#sequence;
	}

	/** How many updates wait to be taken. */
	get queued(): number {
		return this.#intake.length;
	}

	/** Nobody is here and everything is stored. */
	get isIdle(): boolean {
		return this.gathering.sessions.size === 0 && this.#intake.length === 0 && !this.#isAhead;
	}

	join(session: Session): void {
		if (this.#ended) return session.close(...ENDINGS.broken);
		if (session.epoch !== null && session.epoch !== this.epoch) return session.close(...ENDINGS.other_epoch);
		const held = session.begin(this.gathering.slow);
		this.gathering.join(session);
		this.gathering.welcome(session);
		if (session.mayWrite) this.#ask(session);
		if (session.mayWrite && this.#failing) this.gathering.notify({ notice: 'not_saved' }, [session]);
		for (const frame of held) this.receive(session, frame, false);
		this.#sendPresence(session);
	}

	/** Only writers are asked for what they have, and only once the text is loaded. */
	#ask(session: Session): void {
		session.awaitsAnswer = true;
		session.send(binaryFrame(syncFrame(SYNC.ask, this.#text.vector())));
	}

	leave(session: Session): void {
		this.#presence.leave(session);
		if (this.gathering.leave(session) && this.gathering.sessions.size === 0) this.#presence.stop();
		this.#answers.leave(session);
	}

	receive(session: Session, bytes: Uint8Array, isText: boolean): void {
		const frame = isText ? null : readTextFrame(bytes);
		if (frame === null) return this.#refuseFrame(session, 'unknown_frame');
		switch (frame.kind) {
			case 'ask':
				return this.#answer(session, frame.vector);
			case 'changes':
				return this.#collect(session, frame.update, frame.isAnswer);
			case 'awareness':
				return this.#hearPresence(session, frame.update);
			case 'query_awareness':
				return this.#sendPresence(session);
			case 'section':
				return this.gathering.atSection(session, frame.section);
		}
	}

	#refuseFrame(session: Session, reason: string): void {
		session.distrusted = true;
		session.close(CLOSE.badFrame, reason);
	}

	#hearPresence(session: Session, update: Uint8Array): void {
		const { accountId } = session.viewer;
		if (!session.mayWrite || accountId === null) return;
		this.#presence.hear(session, update, (id) => this.#text.standing(id, accountId) !== 'foreign');
	}

	#sendPresence(session: Session): void {
		const frame = session.mayWrite ? this.#presence.frameFor(session) : null;
		if (frame !== null) session.sendIfQuick(frame);
	}

	#answer(session: Session, vector: Uint8Array): void {
		const refused = this.#answers.answer(session, vector);
		if (refused === 'unreadable') return this.#refuseFrame(session, 'bad_state_vector');
		if (refused === 'beyond') session.close(...ENDINGS.other_epoch);
	}

	#collect(session: Session, bytes: Uint8Array, isAnswer: boolean): void {
		if (!session.mayWrite) return session.close(CLOSE.forbidden, 'read_only');
		if (!this.#intake.add(session, bytes, isAnswer)) return session.close(CLOSE.overload, 'database_slow');
		this.#deps.metrics.updatesReceived++;
		if (this.#intake.length === 1 && !this.#isAhead) this.#wantCommit();
	}

	/** At once when quiet; otherwise not before the tick of the room is over, which is longer where many write. */
	#wantCommit(): void {
		const tick = this.gathering.tick * (this.#intake.isBusy ? BUSY_TICK : 1);
		this.#deps.wantCommit(this, Math.max(this.#deps.now(), this.#committedAt + tick));
	}

	/**
	 * Applies what was collected and returns what must be stored, or null when there is nothing to store. Called by
	 * the commit loop only, which then calls `committed` or `end`.
	 */
	take(): Batch | null {
		if (this.#ended || this.#isAhead || this.#intake.length === 0) return null;
		const { textId, epoch } = this;
		const batch: Batch = { id: this.#deps.newId(), textId, epoch, expected: this.#sequence, rows: [], claims: [] };
		const taken = this.#intake.apply(batch);
		if (taken === null) return this.#rebuild();
		if (batch.rows.length === 0) {
			this.#failing = false;
			this.#acknowledgeAll();
			return null;
		}
		const frame = binaryFrame(syncFrame(SYNC.update, merged(batch.rows.map((row) => row.bytes))));
		this.#flight = { ...taken, batch, frame, readers: [] };
		return batch;
	}

	/** Nothing of what `take` was applying is stored; what waits again is applied to a sound document. */
	#rebuild(): null {
		this.#deps.metrics.roomsRebuilt++;
		this.#rebuilding = true;
		this.#deps.reload(this.textId).then(
			(text) => this.#rebuilt(text),
			() => this.end('broken')
		);
		return null;
	}

	#rebuilt(text: LoadedText | null): void {
		if (this.#ended) return;
		if (text === null || text.epoch !== this.epoch) return this.end(text === null ? 'gone' : 'other_epoch');
		this.#text.destroy();
		this.#text = this.#build(text);
		this.#sequence = text.sequence;
		this.#rebuilding = false;
		for (const session of this.gathering.sessions) if (session.mayWrite) this.#ask(session);
		this.#answers.catchUp(this.gathering.slow);
		if (this.#intake.length > 0) this.#wantCommit();
	}

	#refuse(session: Session, reason: Refusal): void {
		count(this.#deps.metrics.updatesRefused, reason);
		this.#refuseFrame(session, reason);
	}

	/** The batch that `take` returned is in the database. */
	committed(): void {
		const flight = this.#flight;
		if (flight === null || this.#ended) return;
		const { batch, updates, frame, only } = flight;
		this.#flight = null;
		this.#committedAt = this.#deps.now();
		this.#sequence = batch.expected + batch.rows.length;
		this.#tail.rows += batch.rows.length;
		this.#tail.bytes += frame.length;
		this.#text.joins.forget();
		this.#failing = false;
		this.gathering.broadcast(frame, only);
		this.#countDelivery(updates, only);
		this.#acknowledgeAll();
		this.#answers.catchUp(this.gathering.slow);
		for (const reader of flight.readers) reader(this.#reading());
		this.#snapshotIfLong(this.#deps.limits.snapshotRows);
		if (this.#intake.length > 0) this.#wantCommit();
	}

	#countDelivery(updates: number, only: Session | null): void {
		const { metrics } = this.#deps;
		metrics.updatesCommitted += updates;
		metrics.updatesDelivered += updates * (this.gathering.sessions.size - (only === null ? 0 : 1));
	}

	#acknowledgeAll(): void {
		for (const [session, number] of this.#intake.takeAcknowledged()) {
			session.saved = number;
			if (session.ours) session.send(binaryFrame(savedFrame(number)));
		}
	}

	/** A slow session has taken everything that waited for it. */
	drained(session: Session): void {
		this.#answers.drained(session);
	}

	/** Somebody else has written to this text: `updates` are committed and lead to `sequence`. */
	absorb(updates: Uint8Array[], sequence: number): void {
		const { update } = this.#text.absorb(updates);
		this.#sequence = sequence;
		if (this.#flight !== null) this.#flight.batch.expected = sequence;
		if (update !== null) this.gathering.broadcast(binaryFrame(syncFrame(SYNC.update, update)));
		this.#text.joins.forget();
	}

	/** The database does not answer: writers are told, and everything goes on when it does. */
	failing(): void {
		if (this.#failing) return;
		this.#failing = true;
		const writers = [...this.gathering.sessions].filter((session) => session.mayWrite);
		this.gathering.notify({ notice: 'not_saved' }, writers);
	}

	/** The committed text, at the latest after the commit under way; null when only the database can say. */
	read(): Promise<TextState | null> {
		if (this.#ended || this.#rebuilding) return Promise.resolve(null);
		const flight = this.#flight;
		return flight === null ? Promise.resolve(this.#reading()) : new Promise((resolve) => flight.readers.push(resolve));
	}

	#reading(): TextState {
		return { state: this.#text.joins.makeState(), epoch: this.epoch, sequence: this.#sequence };
	}

	tell(news: News): void {
		this.gathering.tell(news);
	}

	check(): void {
		this.gathering.check(this.#deps.now(), ALIVE_TEXT_ROOM);
	}

	#snapshotIfLong(rows: number): void {
		if (this.#isAhead || (this.#tail.rows < rows && this.#tail.bytes < this.#deps.limits.snapshotBytes)) return;
		const { textId, epoch } = this;
		const state = this.#text.joins.makeState();
		const vector = this.#text.joins.makeVector();
		if (!this.#deps.offerSnapshot({ textId, epoch, through: this.#sequence, state, vector })) return;
		this.#tail = { rows: 0, bytes: 0 };
	}

	/** Closes the text for everybody. What is not committed stays with the clients. */
	end(ending: Ending): void {
		if (this.#ended) return;
		this.#ended = true;
		const readers = this.#flight?.readers ?? [];
		this.#flight = null;
		this.#intake.clear();
		this.gathering.closeAll(...ENDINGS[ending]);
		this.#deps.onEnd(this, ending);
		for (const reader of readers) reader(null);
	}

	/** Nobody needs the room any more. */
	dispose(): void {
		if (!this.#ended) this.#snapshotIfLong(LEFTOVER_ROWS);
		this.#ended = true;
		this.#presence.stop();
		this.gathering.rest();
		this.#text.destroy();
	}
}
