import { byAccount, onlySession, type Incoming } from './incoming.ts';
import type { LivingText, Changes } from './living-text.ts';
import type { Session } from './session.ts';
import type { Batch } from './text-types.ts';
import type { Refusal } from './update-gate.ts';

export type IntakeDeps = {
	/** Most bytes that may wait to be applied. */
	bytes: number;
	/** The document as it is now; a rebuilt room has another one. */
	text: () => LivingText;
	/** Asks a session for everything it has. */
	ask: (session: Session) => void;
	refuse: (session: Session, reason: Refusal) => void;
};

/** How many updates were applied, and the one session that they all came from and that needs no copy; null: several. */
export type Taken = { updates: number; only: Session | null };

/** So often somebody is asked again for what an answer, or an update, leans on. */
const ANSWERS_IN_VAIN = 1;
const UPDATES_IN_VAIN = 2;
/** With so many updates in one tick a frame more or less costs more than it tells. */
const BUSY_UPDATES = 5;

/** What writers sent to one text and is not applied yet, and how it is applied: each update by its own author. */
export class Intake {
	readonly #deps: IntakeDeps;
	readonly #acknowledge = new Map<Session, number>();
	#queue: Incoming[] = [];
	#bytes = 0;
	/** How many updates the last batch was made of. */
	#taken = 0;

	constructor(deps: IntakeDeps) {
		this.#deps = deps;
	}

	/** How many updates wait. */
	get length(): number {
		return this.#queue.length;
	}

	/** Many write at once. */
	get isBusy(): boolean {
		return this.#taken >= BUSY_UPDATES;
	}

	/** False when more waits than the room may hold. */
	add(session: Session, bytes: Uint8Array, isAnswer: boolean): boolean {
		if (this.#bytes + bytes.length > this.#deps.bytes) return false;
		this.#bytes += bytes.length;
		this.#queue.push({ session, number: ++session.received, bytes, isAnswer });
		return true;
	}

	/**
	 * Applies what waits and puts what is to be stored into `batch`. Null when Yjs threw halfway: the document is not to
	 * be trusted any more, and all but the offender's waits again.
	 */
	apply(batch: Batch): Taken | null {
		const queue = this.#queue.splice(0);
		this.#taken = queue.length;
		this.#bytes = 0;
		let only = onlySession(queue);
		for (const [accountId, items] of byAccount(queue)) {
			const changes = this.#applyAll(accountId, items, batch);
			if (changes === null) return this.#putBack(queue);
			const { update, tidied } = changes;
			if (update !== null) batch.rows.push({ accountId, bytes: update });
			if (tidied) only = null;
		}
		return { updates: queue.filter(({ session }) => !session.distrusted).length, only };
	}

	#putBack(queue: Incoming[]): null {
		this.#acknowledge.clear();
		this.#queue.unshift(...queue.filter(({ session }) => !session.distrusted));
		return null;
	}

	/** What one account sent becomes one update. Null when Yjs threw; those who sent it are closed then. */
	#applyAll(accountId: string, items: Incoming[], batch: Batch): Changes | null {
		const trusted = (): Incoming[] => items.filter(({ session }) => !session.distrusted);
		const before = trusted().length;
		try {
			let sound = true;
			const changes = this.#deps.text().collect(() => {
				sound = items.every((item) => item.session.distrusted || this.#apply(accountId, item, batch));
			});
			return sound ? changes : null;
		} catch {
			const { refuse } = this.#deps;
			if (trusted().length === before) for (const { session } of trusted()) refuse(session, 'would_not_apply');
			return null;
		}
	}

	/** False when Yjs threw: the document is not to be trusted any more. */
	#apply(accountId: string, { session, bytes, number, isAnswer }: Incoming, batch: Batch): boolean {
		const applied = this.#deps.text().apply(bytes, accountId, batch.claims);
		if (applied === 'broken') this.#deps.refuse(session, 'would_not_apply');
		else if (applied === 'waits') this.#askAgain(session, isAnswer ? null : bytes);
		else if (applied !== 'applied') this.#deps.refuse(session, applied.refused);
		else if (isAnswer && !this.#answered(session, accountId, batch)) return false;
		else if (!session.awaitsAnswer) this.#acknowledge.set(session, number);
		return applied !== 'broken';
	}

	/** What leaned on the answer is applied now. It holds all that was sent before it, but frames can overtake it. */
	#answered(session: Session, accountId: string, batch: Batch): boolean {
		session.awaitsAnswer = false;
		const leaning = session.leaning ?? [];
		session.leaning = null;
		const again = (bytes: Uint8Array): Incoming => ({ session, bytes, number: session.saved, isAnswer: false });
		const sound = leaning.every((bytes) => session.distrusted || this.#apply(accountId, again(bytes), batch));
		if (session.leaning === null) session.askedAgain = 0;
		return sound;
	}

	/** An update, or with null an answer, leans on something missing: everything is asked for, but not for ever. */
	#askAgain(session: Session, update: Uint8Array | null): void {
		if (update !== null) session.lean(update);
		if (update !== null && session.awaitsAnswer) return;
		const vain = update === null ? ANSWERS_IN_VAIN : UPDATES_IN_VAIN;
		if (session.askedAgain >= vain) return this.#deps.refuse(session, 'waits_for_others');
		session.askedAgain++;
		this.#deps.ask(session);
	}

	/** Whose frames are committed now, and through which number. */
	takeAcknowledged(): [session: Session, number: number][] {
		const acknowledged = [...this.#acknowledge];
		this.#acknowledge.clear();
		return acknowledged;
	}

	clear(): void {
		this.#queue = [];
	}
}
