import type { PageLoad } from './$types';

/** The page brings a script of its own (reading/island.ts) instead of SvelteKit's client, which weighs more. */
export const csr = false;

/** What writing takes; in the browser it is fetched when somebody is about to write. */
export const load: PageLoad = async ({ data }) => ({
	...data.unsent,
	parts: await import('#lib/reading/writing.ts')
});
