/**
 * Two times, told apart on purpose. `now` is the dialogue's time, which `DEMO_NOW` may move (is a consultation
 * open, is an input late). `real` is the machine's, for sessions, links and the audit trail, which nothing moves.
 */
export type Clock = { now(): Date; real(): Date };

/** With `demoNow` the dialogue's time starts there and goes on at the usual pace. */
export function createClock(demoNow: Date | null): Clock {
	const offset = demoNow === null ? 0 : demoNow.getTime() - Date.now();
	return { now: () => new Date(Date.now() + offset), real: () => new Date() };
}

/** A clock that stands still until it is moved; for tests. */
export function standingClock(at: string | Date): Clock & { set(at: string | Date): void; advance(ms: number): void } {
	let time = new Date(at).getTime();
	return {
		now: () => new Date(time),
		real: () => new Date(),
		set: (value) => void (time = new Date(value).getTime()),
		advance: (ms) => void (time += ms)
	};
}
