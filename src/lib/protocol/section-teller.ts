import { SUMMARY_MS } from './frames.ts';

/** After a summary: late, so that most have moved by then, and in time for the next one from a phone far away. */
const TOGETHER_MS = SUMMARY_MS - 350;

/**
 * Says in which section somebody is: once between two summaries instead of at every move, since nobody sees more, and
 * together with everybody else, which costs the server a fraction of a thousand who speak one by one. Where no summary
 * has come for a while, at once.
 */
export class SectionTeller {
	/** Answers false while there is no connection. */
	readonly #say: (section: string | null) => boolean;
	#section: string | null = null;
	#said: string | null = null;
	#heardAt = -Infinity;
	#planned: ReturnType<typeof setTimeout> | undefined;

	constructor(say: (section: string | null) => boolean) {
		this.#say = say;
	}

	moveTo(section: string | null): void {
		this.#section = section;
		const wait = Math.max(0, this.#heardAt + TOGETHER_MS - performance.now());
		this.#planned ??= setTimeout(() => this.#tell(), wait);
	}

	/** Call for each summary. */
	heard(): void {
		this.#heardAt = performance.now();
	}

	/** A new connection, on which nothing has been said. */
	connected(): void {
		this.stop();
		this.#said = null;
		this.#tell();
	}

	stop(): void {
		clearTimeout(this.#planned);
		this.#planned = undefined;
	}

	#tell(): void {
		this.#planned = undefined;
		if (this.#section !== this.#said && this.#say(this.#section)) this.#said = this.#section;
	}
}
