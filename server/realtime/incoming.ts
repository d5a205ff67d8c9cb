import type { Session } from './session.ts';

/** A frame with changes that waits to be applied; `number` counts the session's frames with changes. */
export type Incoming = { session: Session; number: number; bytes: Uint8Array; isAnswer: boolean };

/** What one account sent is stored as one update of that account. */
export function byAccount(queue: readonly Incoming[]): Map<string, Incoming[]> {
	const groups = new Map<string, Incoming[]>();
	for (const item of queue) {
		const accountId = item.session.viewer.accountId ?? '';
		const group = groups.get(accountId);
		if (group === undefined) groups.set(accountId, [item]);
		else group.push(item);
	}
	return groups;
}

/** The one session that everything came from; it needs no copy of its own words. */
export function onlySession(queue: readonly Incoming[]): Session | null {
	const first = queue[0]?.session ?? null;
	return queue.every((item) => item.session === first) ? first : null;
}
