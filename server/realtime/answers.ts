import { CLOSE } from '#lib/protocol/close-codes.ts';
import { savedFrame } from '#lib/protocol/binary-frames.ts';
import type { LivingText } from './living-text.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Session } from './session.ts';
import { binaryFrame } from './wire.ts';

export type AnswersDeps = {
	metrics: RealtimeMetrics;
	now: () => number;
	/** Asked each time: the text is made anew when an update threw halfway. */
	text: () => LivingText;
	/** The document holds something that is not committed. */
	isAhead: () => boolean;
};

/**
 * Brings those who open a text, and those who fell behind, to the last committed version. While the document is ahead
 * of the database nobody is answered from it (invariant 1): who asks then gets what was encoded before, or waits.
 */
export class Answers {
	readonly #deps: AnswersDeps;
	#waiting: { session: Session; vector: Uint8Array }[] = [];

	constructor(deps: AnswersDeps) {
		this.#deps = deps;
	}

	/**
	 * Answers somebody who told what they have, now or after the commit under way. Says why not where what they told
	 * cannot be read, or comes from another history, which a reader must not mix with this one.
	 */
	answer(session: Session, vector: Uint8Array): 'unreadable' | 'beyond' | null {
		if (!session.mayAskForText(this.#deps.now())) return this.#overload(session, 'too_much');
		if (session.isFull) return this.#overload(session, 'too_slow');
		const reach = this.#deps.text().reach(vector);
		if (reach === 'unreadable') return reach;
		if (reach === 'beyond' && !session.mayWrite) return reach;
		const { joins } = this.#deps.text();
		const answer = this.#deps.isAhead() ? joins.keptAnswer(vector) : joins.makeAnswer(vector);
		if (answer !== null) session.send(answer);
		else this.#waiting.push({ session, vector });
		return null;
	}

	#overload(session: Session, reason: string): null {
		session.close(CLOSE.overload, reason);
		return null;
	}

	leave(session: Session): void {
		this.#waiting = this.#waiting.filter((joiner) => joiner.session !== session);
	}

	/** Everything in the document is committed: those who waited are answered, slow ones marked or helped on. */
	catchUp(slow: Set<Session>): void {
		const { joins } = this.#deps.text();
		for (const { session, vector } of this.#waiting.splice(0)) session.send(joins.makeAnswer(vector));
		for (const session of slow) {
			if (session.hasDrained) this.drained(session);
			else if (session.isTooSlow()) this.#markSlow(session);
			if (!session.isBehind) slow.delete(session);
		}
	}

	#markSlow(session: Session): void {
		this.#deps.metrics.slowReaders++;
		session.lag(this.#deps.text().joins.makeVector(), this.#deps.now());
	}

	/** A slow session has taken everything that waited for it. */
	drained(session: Session): void {
		const { state } = session;
		if (state.kind !== 'lagging' || this.#deps.isAhead()) return;
		session.catchUp(this.#deps.text().joins.makeDifference(state.from));
		if (session.ours && session.saved > 0) session.send(binaryFrame(savedFrame(session.saved)));
	}
}
