/** Counts attempts per key. Held by a service, in memory: what is counted (addresses, IP) is never stored. */
export type Limiter = {
	/** Counts this attempt; false when there have been too many in the window. */
	allow(key: string, at: Date): boolean;
};

const MOST_KEYS = 20_000;

/** At most `limit` attempts per key in any `windowMs` milliseconds. Refused attempts do not count. */
export function createLimiter(limit: number, windowMs: number): Limiter {
	const attempts = new Map<string, number[]>();
	return {
		allow(key, at) {
			const since = at.getTime() - windowMs;
			const recent = (attempts.get(key) ?? []).filter((time) => time > since);
			const allowed = recent.length < limit;
			if (allowed) recent.push(at.getTime());
			attempts.delete(key);
			attempts.set(key, recent);
			if (attempts.size > MOST_KEYS) forgetOldest(attempts, since);
			return allowed;
		}
	};
}

/** Keys lie in the order of their last attempt: those outside the window go, and at least the very oldest. */
function forgetOldest(attempts: Map<string, number[]>, since: number): void {
	for (const [key, times] of attempts) {
		const alive = (times.at(-1) ?? 0) > since;
		if (alive && attempts.size <= MOST_KEYS) return;
		attempts.delete(key);
	}
}
