import '../../hooks.client.ts';
import { flushSync, hydrate } from 'svelte';
import { keepFilledIn } from '#lib/ui/filled-in.ts';
import { closeMenus } from '#lib/ui/menus.ts';
import Island from './Island.svelte';
import { ISLAND, ISLAND_PROPS, type IslandProps } from './island-props.ts';

/**
 * Brings the reading page to life in the browser. Only this page's own script comes with it: neither SvelteKit's
 * client nor the other pages' texts (domain A-03, the limits are in tests/e2e/weight.spec.ts).
 */
async function start(): Promise<void> {
	const target = document.getElementById(ISLAND);
	const props = document.getElementById(ISLAND_PROPS);
	if (target === null || props === null) return;
	const page = JSON.parse(props.textContent) as IslandProps;
	// A page whose address asks for a form has been rendered with the parts for writing, so they must be there.
	const parts = page.writes ? await import('./writing.ts') : null;
	// On its way while the page comes to life, so that the first press does not wait for it; a failure shows there.
	if (page.data.mayWrite) import('./writing.ts').catch(() => undefined);
	const fillIn = keepFilledIn(target);
	hydrate(Island, { target, props: { page, parts } });
	flushSync();
	fillIn();
}

closeMenus();
void start();
