const BATCHES_PER_MINUTE = 6;
const MINUTE_MS = 60_000;

/** How many letters are written at a time, and how long it is to the next ones, for so many letters a minute. */
export function pace(lettersPerMinute: number): { letters: number; waitMs: number } {
	const letters = Math.max(1, Math.floor(lettersPerMinute / BATCHES_PER_MINUTE));
	return { letters, waitMs: Math.ceil((letters * MINUTE_MS) / lettersPerMinute) };
}
