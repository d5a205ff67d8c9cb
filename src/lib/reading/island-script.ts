import { dev, version } from '$app/environment';
import { currentLanguage } from '#lib/ui/language.ts';

/**
 * Where the page's own script is: one for each language, in a file named by the build it belongs to. The other half of
 * this name is in scripts/island.mjs. In development Vite serves the source.
 */
export const islandScript = (): string =>
	dev ? '/src/lib/reading/island.ts' : `/_app/immutable/entry/reading-${currentLanguage()}.${version}.js`;
