import { MedskickError } from '#server/errors.ts';

/** Lets only so many through at a time; the others wait in the order they came. Held by a service, in memory. */
export type Gate = { through<T>(work: () => Promise<T>): Promise<T> };

/**
 * Everybody who registers for a meeting waits for its row, and whoever waits in the database keeps one of the few
 * connections that every page needs. So they wait here instead. Throws `unavailable` when too many wait already.
 */
export function createGate(width: number, mostWaiting: number): Gate {
	const waiting: (() => void)[] = [];
	let inside = 0;
	return {
		async through(work) {
			if (inside < width) inside++;
			else {
				if (waiting.length >= mostWaiting) throw new MedskickError('unavailable');
				// Whoever leaves hands its place on, so nobody who comes later can slip in between.
				await new Promise<void>((resolve) => waiting.push(resolve));
			}
			try {
				return await work();
			} finally {
				const next = waiting.shift();
				if (next) next();
				else inside--;
			}
		}
	};
}
