import { browser } from '$app/environment';
import type { PageLoad } from './$types';

/** What writing takes comes with the page where its address asks for a form; otherwise when somebody is about to write. */
export const load: PageLoad = async ({ data }) => {
	const writes = data.panel !== null || data.receipt !== null;
	const parts = !browser || writes ? await import('#lib/reading/writing.ts') : null;
	return { ...data, parts };
};
