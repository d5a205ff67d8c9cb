import type { CountdownView } from '#lib/protocol/live.ts';

/** Whole seconds that are left at a moment of the server's clock, in milliseconds; 0 when the time is up. */
export const secondsLeft = (countdown: Pick<CountdownView, 'to'>, now: number): number =>
	Math.max(0, Math.ceil((Date.parse(countdown.to) - now) / 1000));

/** `4:05`; hours stand before the minutes only where there are any. */
export function clockFace(seconds: number): string {
	const two = (value: number) => String(value).padStart(2, '0');
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export type Said = 'start' | 'minute' | 'end';
const MINUTE = 60;

/**
 * What is read out of a countdown: that it has begun, that a minute is left, and its end, each once. Who comes in
 * after the end hears nothing; nobody hears seconds.
 */
export class CountdownVoice {
	#to = '';
	readonly #said = new Set<Said>();

	/** What to say now, if anything. Ask as often as you like. */
	hear(countdown: Pick<CountdownView, 'to'> | null, now: number): Said | null {
		if (countdown === null) {
			this.#to = '';
			return null;
		}
		const left = secondsLeft(countdown, now);
		if (countdown.to !== this.#to) return this.#begin(countdown.to, left);
		if (left === 0) return this.#once('end');
		return left <= MINUTE ? this.#once('minute') : null;
	}

	/** What a countdown begins with says how long it is, so that the last minute of a short one is not said twice. */
	#begin(to: string, left: number): Said | null {
		this.#to = to;
		this.#said.clear();
		if (left <= MINUTE) this.#said.add('minute');
		if (left === 0) this.#said.add('end');
		return left === 0 ? null : this.#once('start');
	}

	#once(said: Said): Said | null {
		if (this.#said.has(said)) return null;
		this.#said.add(said);
		return said;
	}
}
