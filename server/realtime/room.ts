import * as Y from 'yjs';
import { savedFrame, syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SYNC } from '#lib/protocol/frames.ts';
import type { RoomName } from '#lib/protocol/rooms.ts';
import { AuthorRegistry, type ClientOwner } from './author-registry.ts';
import { Gathering, type GatheringDeps, type News } from './gathering.ts';
import { JoinState } from './join-state.ts';
import { count, type RealtimeMetrics } from './metrics.ts';
import { EditorPresence } from './presence.ts';
import { ALIVE_TEXT_ROOM, binaryEncoding } from './room-encoding.ts';
import { readTextFrame } from './room-frames.ts';
import type { Session } from './session.ts';
import { judgeUpdate, type Refusal } from './update-gate.ts';
import { binaryFrame } from './wire.ts';

/** A text as it was loaded: `updates` come after `state`, in order. */
export type LoadedText = {
	textId: string;
	epoch: string;
	sequence: number;
	state: Uint8Array | null;
	updates: Uint8Array[];
	clients: ClientOwner[];
};

/** What one room asks to be stored in one commit; all of it or nothing. */
export type Batch = {
	/** The same for every attempt, so that an attempt of unknown outcome can be looked up. */
	readonly id: string;
	readonly textId: string;
	readonly epoch: string;
	/** The text's sequence number before this batch; another one means that somebody else has written. */
	expected: number;
	readonly rows: { accountId: string; bytes: Uint8Array }[];
	readonly claims: ClientOwner[];
};

/** Why a text is closed for everybody in it. */
export type Ending = 'gone' | 'other_epoch' | 'not_storable' | 'broken';

/** A committed text, without what was deleted from it. */
export type TextState = { state: Uint8Array; epoch: string; sequence: number };

export type Snapshot = { textId: string; epoch: string; through: number; state: Uint8Array; vector: Uint8Array };

export type RoomDeps = Omit<GatheringDeps, 'encoding'> & {
	newId: () => string;
	metrics: RealtimeMetrics;
	/** Asks for `take` to be called at `due` (milliseconds) or soon after. */
	wantCommit: (room: TextRoom, due: number) => void;
	/** A snapshot worth storing. Answers false when there is no time for it now. */
	offerSnapshot: (snapshot: Snapshot) => boolean;
	/** The room has closed itself and must not be opened again from memory. */
	onEnd: (room: TextRoom, ending: Ending) => void;
};

type Incoming = { session: Session; number: number; bytes: Uint8Array; isAnswer: boolean };
type Flight = { batch: Batch; frame: Uint8Array; only: Session | null; readers: ((text: TextState | null) => void)[] };

const ENDINGS: Record<Ending, [code: number, reason: string]> = {
	gone: [CLOSE.gone, 'text_gone'],
	other_epoch: [CLOSE.otherEpoch, 'other_epoch'],
	not_storable: [CLOSE.notStorable, 'not_storable'],
	broken: [CLOSE.restart, 'reload']
};
/** Worth a snapshot when a room is left. */
const LEFTOVER_ROWS = 20;

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
	readonly #doc = new Y.Doc({ gc: true });
	readonly #joins = new JoinState(this.#doc);
	readonly #authors: AuthorRegistry;
	readonly #presence: EditorPresence;
	#sequence: number;
	#queue: Incoming[] = [];
	#queueBytes = 0;
	#flight: Flight | null = null;
	#produced: Uint8Array[] = [];
	/** Yjs tidied up formatting on its own account; the authors lack that too. */
	#tidied = false;
	#acknowledge = new Map<Session, number>();
	#waiting: { session: Session; vector: Uint8Array }[] = [];
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
		this.#authors = new AuthorRegistry(text.clients);
		this.gathering = new Gathering({ ...deps, encoding: binaryEncoding });
		this.#presence = new EditorPresence({
			later: deps.later,
			now: deps.now,
			bytes: deps.limits.awarenessBytes,
			audience: () => [...this.gathering.sessions].filter((session) => session.mayWrite),
			dropped: () => void deps.metrics.framesDropped++
		});
		this.#load(text);
		this.#doc.on('update', (update: Uint8Array) => void this.#produced.push(update));
	}

	#load({ state, updates }: LoadedText): void {
		this.#doc.transact(() => {
			if (state !== null) Y.applyUpdate(this.#doc, state);
			for (const update of updates) Y.applyUpdate(this.#doc, update);
		});
		forgetWaiting(this.#doc);
		this.#tail = { rows: updates.length, bytes: updates.reduce((sum, { length }) => sum + length, 0) };
	}

	get sequence(): number {
		return this.#sequence;
	}

	/** Nobody is here and everything is stored. */
	get isIdle(): boolean {
		return this.gathering.sessions.size === 0 && this.#queue.length === 0 && this.#flight === null;
	}

	get hasUncommitted(): boolean {
		return this.#queue.length > 0 || this.#flight !== null;
	}

	join(session: Session): void {
		if (this.#ended) return session.close(...ENDINGS.broken);
		if (session.epoch !== null && session.epoch !== this.epoch) return session.close(...ENDINGS.other_epoch);
		const held = session.begin();
		this.gathering.join(session);
		this.gathering.notify({ notice: 'welcome', access: session.grant.access, epoch: this.epoch }, [session]);
		if (session.mayWrite) this.#ask(session);
		if (session.mayWrite && this.#failing) this.gathering.notify({ notice: 'not_saved' }, [session]);
		for (const frame of held) this.receive(session, frame, false);
		this.#sendPresence(session);
	}

	/** Only writers are asked for what they have, and only once the text is loaded. */
	#ask(session: Session): void {
		session.awaitsAnswer = true;
		session.send(binaryFrame(syncFrame(SYNC.ask, Y.encodeStateVector(this.#doc))));
	}

	leave(session: Session): void {
		this.#presence.leave(session);
		if (this.gathering.leave(session) && this.gathering.sessions.size === 0) this.#presence.stop();
		this.#waiting = this.#waiting.filter((joiner) => joiner.session !== session);
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
		this.#presence.hear(session, update, (id) => this.#standing(id, accountId) !== 'foreign');
	}

	#sendPresence(session: Session): void {
		const frame = session.mayWrite ? this.#presence.frameFor(session) : null;
		if (frame !== null) session.sendIfQuick(frame);
	}

	#answer(session: Session, vector: Uint8Array): void {
		if (!session.mayAskForText(this.#deps.now())) return session.close(CLOSE.overload, 'too_much');
		if (this.#flight === null) return this.#answerNow(session, vector);
		const kept = this.#joins.keptAnswer(vector);
		if (kept !== null) session.send(kept);
		else this.#waiting.push({ session, vector });
	}

	#answerNow(session: Session, vector: Uint8Array): void {
		try {
			session.send(this.#joins.makeAnswer(vector));
		} catch {
			this.#refuseFrame(session, 'bad_state_vector');
		}
	}

	#collect(session: Session, bytes: Uint8Array, isAnswer: boolean): void {
		if (!session.mayWrite) return session.close(CLOSE.forbidden, 'read_only');
		if (this.#queueBytes + bytes.length > this.#deps.limits.roomQueue) {
			return session.close(CLOSE.overload, 'database_slow');
		}
		this.#deps.metrics.updatesReceived++;
		this.#queueBytes += bytes.length;
		this.#queue.push({ session, number: ++session.received, bytes, isAnswer });
		if (this.#queue.length === 1 && this.#flight === null) this.#wantCommit();
	}

	/** At once when quiet; otherwise not before the tick of the room is over. */
	#wantCommit(): void {
		this.#deps.wantCommit(this, Math.max(this.#deps.now(), this.#committedAt + this.gathering.tick));
	}

	/**
	 * Applies what was collected and returns what must be stored, or null when there is nothing to store. Called by
	 * the commit loop only, which then calls `committed` or `end`.
	 */
	take(): Batch | null {
		if (this.#ended || this.#flight !== null || this.#queue.length === 0) return null;
		const queue = this.#queue.splice(0);
		this.#queueBytes = 0;
		this.#tidied = false;
		const { textId, epoch } = this;
		const batch: Batch = { id: this.#deps.newId(), textId, epoch, expected: this.#sequence, rows: [], claims: [] };
		for (const [accountId, items] of byAccount(queue)) this.#applyAll(accountId, items, batch);
		if (this.#ended) return null;
		if (batch.rows.length === 0) {
			this.#acknowledgeAll();
			return null;
		}
		const frame = binaryFrame(syncFrame(SYNC.update, merged(batch.rows.map((row) => row.bytes))));
		this.#flight = { batch, frame, only: this.#tidied ? null : onlySession(queue), readers: [] };
		return batch;
	}

	/** What one account sent becomes one update: applied in one transaction, it is also the shortest one. */
	#applyAll(accountId: string, items: Incoming[], batch: Batch): void {
		this.#produced = [];
		this.#doc.transact(() => {
			for (const item of items) {
				if (!this.#ended && !item.session.distrusted) this.#apply(accountId, item, batch);
			}
		});
		if (this.#produced.length > 1) this.#tidied = true;
		if (this.#produced.length > 0) batch.rows.push({ accountId, bytes: merged(this.#produced) });
		this.#produced = [];
	}

	#apply(accountId: string, { session, bytes, number, isAnswer }: Incoming, batch: Batch): void {
		const verdict = judgeUpdate(
			bytes,
			(client) => Y.getState(this.#doc.store, client),
			(client) => this.#standing(client, accountId)
		);
		if (!verdict.ok) return this.#refuse(session, verdict.reason);
		if (!this.#tryToApply(session, bytes)) return;
		for (const clientId of verdict.claims) this.#claim(clientId, accountId, batch);
		if (forgetWaiting(this.#doc)) this.#askAgain(session, isAnswer);
		else {
			if (isAnswer) session.awaitsAnswer = session.askedAgain = false;
			if (!session.awaitsAnswer) this.#acknowledge.set(session, number);
		}
	}

	/** Only together with structs that are stored in the same commit: a claim without them would be forgotten. */
	#claim(clientId: number, accountId: string, batch: Batch): void {
		if (Y.getState(this.#doc.store, clientId) === 0) return;
		this.#authors.claim(clientId, accountId);
		batch.claims.push({ clientId, accountId });
	}

	/** An id is also taken while another account's editor is here with it, before it has written anything. */
	#standing(clientId: number, accountId: string): 'own' | 'free' | 'foreign' {
		const standing = this.#authors.standing(clientId, accountId, Y.getState(this.#doc.store, clientId) > 0);
		return standing === 'free' && this.#presence.isTaken(clientId, accountId) ? 'foreign' : standing;
	}

	/** The gate lets nothing through that Yjs cannot apply. Should it ever, the document is not trusted any more. */
	#tryToApply(session: Session, bytes: Uint8Array): boolean {
		try {
			Y.applyUpdate(this.#doc, bytes);
			return true;
		} catch {
			this.#refuse(session, 'would_not_apply');
			this.end('broken');
			return false;
		}
	}

	/** While its answer is awaited, what leans on something missing is dropped: the answer holds it too. */
	#askAgain(session: Session, isAnswer: boolean): void {
		if (session.awaitsAnswer && !isAnswer) return;
		if (session.askedAgain) return this.#refuse(session, 'waits_for_others');
		session.askedAgain = true;
		this.#ask(session);
	}

	#refuse(session: Session, reason: Refusal): void {
		count(this.#deps.metrics.updatesRefused, reason);
		this.#refuseFrame(session, reason);
	}

	/** The batch that `take` returned is in the database. */
	committed(): void {
		const flight = this.#flight;
		if (flight === null || this.#ended) return;
		const { batch, frame, only } = flight;
		this.#flight = null;
		this.#committedAt = this.#deps.now();
		this.#sequence = batch.expected + batch.rows.length;
		this.#tail.rows += batch.rows.length;
		this.#tail.bytes += frame.length;
		this.#joins.forget();
		this.#failing = false;
		this.gathering.broadcast(frame, only);
		this.#acknowledgeAll();
		this.#catchUp();
		for (const reader of flight.readers) reader(this.#reading());
		this.#snapshotIfLong(this.#deps.limits.snapshotRows);
		if (this.#queue.length > 0) this.#wantCommit();
	}

	#acknowledgeAll(): void {
		for (const [session, number] of this.#acknowledge) {
			session.saved = number;
			if (session.ours) session.send(binaryFrame(savedFrame(number)));
		}
		this.#acknowledge.clear();
	}

	/** Everything in the document is committed: those who waited are answered, slow ones marked or helped on. */
	#catchUp(): void {
		for (const { session, vector } of this.#waiting.splice(0)) this.#answerNow(session, vector);
		for (const session of this.gathering.sessions) {
			if (session.hasDrained) this.drained(session);
			else if (session.isTooSlow()) this.#markSlow(session);
		}
	}

	#markSlow(session: Session): void {
		this.#deps.metrics.slowReaders++;
		session.lag(this.#joins.makeVector(), this.#deps.now());
	}

	/** A slow session has taken everything that waited for it. */
	drained(session: Session): void {
		const { state } = session;
		if (state.kind !== 'lagging' || this.#flight !== null) return;
		session.catchUp(this.#joins.makeDifference(state.from));
		if (session.ours && session.saved > 0) session.send(binaryFrame(savedFrame(session.saved)));
	}

	/** Somebody else has written to this text: `updates` are committed and lead to `sequence`. */
	absorb(updates: Uint8Array[], sequence: number): void {
		this.#produced = [];
		this.#doc.transact(() => {
			for (const update of updates) Y.applyUpdate(this.#doc, update);
		});
		this.#sequence = sequence;
		if (this.#flight !== null) this.#flight.batch.expected = sequence;
		const produced = this.#produced.splice(0);
		if (produced.length > 0) this.gathering.broadcast(binaryFrame(syncFrame(SYNC.update, merged(produced))));
		this.#joins.forget();
	}

	/** The database does not answer: writers are told, and everything goes on when it does. */
	failing(): void {
		if (this.#failing) return;
		this.#failing = true;
		const writers = [...this.gathering.sessions].filter((session) => session.mayWrite);
		this.gathering.notify({ notice: 'not_saved' }, writers);
	}

	/** The committed text, at the latest after the commit that is under way; null when the room ended meanwhile. */
	read(): Promise<TextState | null> {
		if (this.#ended) return Promise.resolve(null);
		const flight = this.#flight;
		return flight === null ? Promise.resolve(this.#reading()) : new Promise((resolve) => flight.readers.push(resolve));
	}

	#reading(): TextState {
		return { state: this.#joins.makeState(), epoch: this.epoch, sequence: this.#sequence };
	}

	tell(news: News): void {
		this.gathering.tell(news);
	}

	check(): void {
		this.gathering.check(this.#deps.now(), ALIVE_TEXT_ROOM);
	}

	#snapshotIfLong(rows: number): void {
		if (this.#flight !== null || (this.#tail.rows < rows && this.#tail.bytes < this.#deps.limits.snapshotBytes)) return;
		const { textId, epoch } = this;
		const state = this.#joins.makeState();
		const vector = this.#joins.makeVector();
		if (!this.#deps.offerSnapshot({ textId, epoch, through: this.#sequence, state, vector })) return;
		this.#tail = { rows: 0, bytes: 0 };
	}

	/** Closes the text for everybody. What is not committed stays with the clients. */
	end(ending: Ending): void {
		if (this.#ended) return;
		this.#ended = true;
		const readers = this.#flight?.readers ?? [];
		this.#flight = null;
		this.#queue = [];
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
		this.#doc.destroy();
	}
}

/** Drops structs and deletions that lean on what is missing; true when there were any. */
function forgetWaiting({ store }: Y.Doc): boolean {
	if (store.pendingStructs === null && store.pendingDs === null) return false;
	store.pendingStructs = null;
	store.pendingDs = null;
	return true;
}

function byAccount(queue: Incoming[]): Map<string, Incoming[]> {
	const groups = new Map<string, Incoming[]>();
	for (const item of queue) {
		const accountId = item.session.viewer.accountId ?? '';
		const group = groups.get(accountId);
		if (group === undefined) groups.set(accountId, [item]);
		else group.push(item);
	}
	return groups;
}

/** The one session that everything came from; it needs no copy of its own words. */
function onlySession(queue: Incoming[]): Session | null {
	const first = queue[0]?.session ?? null;
	return queue.every((item) => item.session === first) ? first : null;
}

function merged(updates: Uint8Array[]): Uint8Array {
	const [first] = updates;
	return first !== undefined && updates.length === 1 ? first : Y.mergeUpdates(updates);
}
