/** How frames get into disorder: one in `every` is doubled, and one in `every` is overtaken by the next. */
export type Disorder = { next: (below: number) => number; every: number };

/** An overtaken frame waits no longer than this for the one that overtakes it. */
const HELD_MS = 15;

/** Passes frames on to `pass`, some twice and some late; none is lost. `held` hears of those that wait. */
export function disorderly(
	{ next, every }: Disorder,
	pass: (frame: Uint8Array) => void,
	held: (change: number) => void = () => undefined
): (frame: Uint8Array) => void {
	const waiting = new Set<Uint8Array>();
	const release = (frame: Uint8Array): void => {
		if (!waiting.delete(frame)) return;
		held(-1);
		pass(frame);
	};
	return (frame) => {
		if (next(every) === 0) {
			waiting.add(frame);
			held(1);
			setTimeout(() => release(frame), HELD_MS);
			return;
		}
		pass(frame);
		if (next(every) === 0) pass(frame);
		for (const late of [...waiting]) release(late);
	};
}
