import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';
import { isReached } from './reached.ts';

/** How long after an attempt in vain the next one comes; a connection that comes back brings one earlier. */
const LATER_MS = 15_000;

let later: ReturnType<typeof setTimeout> | undefined;

/**
 * Reads the page's data again, after news of it. Not for somebody who is on the way to another page: SvelteKit drops a
 * navigation when anything is read again in the middle of it, and the link that was pressed would do nothing. And not
 * before the server is there: where data cannot be read, SvelteKit loads the page anew, and without a connection that
 * is the browser's error page, or what is kept of the page, instead of what somebody is writing on. `isThere` is told by
 * those who have just had an answer from it.
 */
export async function readAgain(isThere?: true): Promise<void> {
	if (navigating.to !== null) return;
	const isReadable = isThere ?? (await isReached());
	clearTimeout(later);
	if (!isReadable) later = setTimeout(() => void readAgain(), LATER_MS);
	else if (navigating.to === null) await invalidateAll();
}
