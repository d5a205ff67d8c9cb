import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';

/** How long after an attempt in vain the next one comes; a connection that comes back brings one earlier. */
const LATER_MS = 15_000;
/** What SvelteKit adds to the address of a page's data. */
const ADDED = ['x-sveltekit-invalidated', 'x-sveltekit-trailing-slash'];

let later: ReturnType<typeof setTimeout> | undefined;
let isWatching = false;
/** The ends of attempts to read that are under way. */
const underWay = new Set<() => void>();

/**
 * Reads the page's data again, after news of it. Not for somebody who is on the way to another page: SvelteKit drops a
 * navigation when anything is read again in the middle of it, and the link that was pressed would do nothing. Where the
 * data do not come, the page stays as it is, and it is tried again later.
 */
export async function readAgain(): Promise<void> {
	if (navigating.to !== null) return;
	clearTimeout(later);
	watchRequests();
	await new Promise<void>((resolve, reject) => {
		underWay.add(resolve);
		void invalidateAll()
			.then(resolve, reject)
			.finally(() => underWay.delete(resolve));
	});
}

/**
 * Where data cannot be read, SvelteKit loads the page anew, and without a connection that is the browser's error page,
 * or what is kept of the page, instead of what somebody is writing on. It asks through `window.fetch`, so that others
 * can stand in between, and is left waiting here: what it reads next takes the place of what it waits for.
 */
function watchRequests(): void {
	if (isWatching) return;
	isWatching = true;
	const request = window.fetch;
	window.fetch = async (input, init) => {
		const isOurs = underWay.size > 0 && navigating.to === null && isForThisPage(input);
		if (!isOurs) return request(input, init);
		const answer = await request(input, init).catch(() => null);
		return answer === null || answer.status >= 500 ? putOff() : answer;
	};
}

function putOff(): Promise<never> {
	for (const end of underWay) end();
	underWay.clear();
	clearTimeout(later);
	later = setTimeout(() => void readAgain(), LATER_MS);
	return new Promise(() => undefined);
}

/** Not for one that a link leads to, whose data are fetched ahead. */
function isForThisPage(input: RequestInfo | URL): boolean {
	const asked = new URL(input instanceof Request ? input.url : input, location.href);
	for (const name of ADDED) asked.searchParams.delete(name);
	const page = new URL(location.href);
	const path = `${page.pathname.replace(/\/$/, '')}/__data.json`;
	return asked.pathname === path && `${asked.searchParams}` === `${page.searchParams}`;
}
