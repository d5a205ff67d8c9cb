import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';

/**
 * Reads the page's data again, after news of it. Not for somebody who is on the way to another page: SvelteKit drops a
 * navigation when anything is read again in the middle of it, and the link that was pressed would do nothing.
 */
export async function readAgain(): Promise<void> {
	if (navigating.to === null) await invalidateAll();
}
