import { createContext } from 'svelte';

/** Screen readers drop what is replaced too soon; news of a lively meeting must not talk over the reader either. */
const PAUSE_MS = 2_000;

/** The page's one polite live region: says the latest of what happened, at most every other second. */
export class Announcer {
	text = $state('');
	#waiting: string | null = null;
	#pause: ReturnType<typeof setTimeout> | null = null;

	/** Says `text` now, or when the pause after the last one is over; a newer text takes the place of a waiting one. */
	say(text: string): void {
		if (this.#pause !== null) {
			this.#waiting = text;
			return;
		}
		// The same words twice are only read twice if something changes.
		this.text = text === this.text ? text + '\u00a0' : text;
		this.#pause = setTimeout(() => this.#next(), PAUSE_MS);
	}

	/** Ends the pause; for when the page goes. */
	stop(): void {
		if (this.#pause !== null) clearTimeout(this.#pause);
		this.#pause = null;
		this.#waiting = null;
	}

	#next(): void {
		this.#pause = null;
		const waiting = this.#waiting;
		this.#waiting = null;
		if (waiting !== null) this.say(waiting);
	}
}

/** `useAnnouncer().say('3 nya synpunkter')` in any component below the root layout, which provides it. */
export const [useAnnouncer, provideAnnouncer] = createContext<Announcer>();
