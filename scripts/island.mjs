// Builds the reading page's own script, apart from SvelteKit's client: bundled alone it holds only what that page uses,
// of Svelte's runtime too, and its texts in one language.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { messagesOneByOne } from './message-imports.mjs';

const ENTRY = fileURLToPath(new URL('../src/lib/reading/island.ts', import.meta.url));
const STORED_PAGE = fileURLToPath(new URL('../src/lib/offline/stored-page.ts', import.meta.url));
const FOLDER = '_app/immutable';
const LANGUAGES = /** @type {const} */ (['sv', 'en']);
const RUNTIME = '\0medskick-language';
const NOTHING = '\0medskick-nothing';
/** Vite's own module, which fetches styles before a part of the script: there are none, and it weighs 600 bytes. */
const PRELOADING = '\0vite/preload-helper.js';

/** @typedef {(typeof LANGUAGES)[number]} Language */

/**
 * One message module cut down to one language.
 * @param {string} code as the message compiler writes it
 * @param {string} name the message
 * @param {Language} language
 */
export function inOneLanguage(code, name, language) {
	const end = code.search(/\/\*\*\s*\n\* This function has been compiled/);
	if (end < 0 || !code.includes(`const ${language}_${name} =`)) throw new Error(`Cannot cut the message ${name}.`);
	// Plurals by the compiler's registry weigh more than the message: write `count=1` instead.
	if (/\bregistry\./.test(code)) throw new Error(`The message ${name} needs more than itself.`);
	return `${code.slice(0, end).replace(/^import .*$/m, '')}\nexport const ${name} = ${language}_${name};`;
}

/**
 * @param {Language} language
 * @returns {import('vite').Plugin}
 */
const oneLanguage = (language) => ({
	name: 'medskick-one-language',
	enforce: 'pre',
	resolveId: (id) => (id.endsWith('/paraglide/runtime.js') ? RUNTIME : null),
	load(id) {
		if (id !== RUNTIME) return null;
		return `export const getLocale = () => '${language}'; export const overwriteGetLocale = () => {};`;
	},
	transform(code, id) {
		if (!id.includes('/paraglide/messages/')) return null;
		return { code: inOneLanguage(code, basename(id, '.js'), language), map: null, moduleSideEffects: false };
	}
});

/** The styles come with the page from the server. @type {import('vite').Plugin} */
const noStyles = {
	name: 'medskick-no-styles',
	enforce: 'pre',
	resolveId: (id) => (id.endsWith('.css') ? NOTHING : null),
	load(id) {
		if (id === PRELOADING) return 'export const __vitePreload = (load) => load();';
		return id === NOTHING ? '' : null;
	}
};

/**
 * @param {string} outDir the client build
 * @param {string} version
 * @param {Language} language
 */
export const buildIn = (outDir, version, language, sourcemap = false) =>
	build({
		configFile: false,
		logLevel: 'warn',
		base: './',
		publicDir: false,
		plugins: [noStyles, oneLanguage(language), svelte(), messagesOneByOne],
		build: {
			outDir,
			emptyOutDir: false,
			sourcemap,
			modulePreload: false,
			rolldownOptions: {
				checks: { bundlerTimings: false },
				input: { [`reading-${language}`]: ENTRY },
				preserveEntrySignatures: false,
				output: {
					entryFileNames: `${FOLDER}/entry/[name].${version}.js`,
					chunkFileNames: `${FOLDER}/chunks/[name]-${language}.[hash].js`
				}
			}
		}
	});

/**
 * The script of pages that are read from what the service worker keeps; it names the file by the build it belongs to.
 * @param {string} outDir the client build
 * @param {string} version
 */
const buildStoredPage = (outDir, version) =>
	build({
		configFile: false,
		logLevel: 'warn',
		base: './',
		publicDir: false,
		build: {
			outDir,
			emptyOutDir: false,
			modulePreload: false,
			rolldownOptions: {
				checks: { bundlerTimings: false },
				input: { 'stored-page': STORED_PAGE },
				output: { entryFileNames: `${FOLDER}/entry/[name].${version}.js` }
			}
		}
	});

/** Goes beside the files of SvelteKit's client build. @type {import('vite').Plugin} */
export const readingIsland = {
	name: 'medskick-island',
	apply: 'build',
	writeBundle: {
		sequential: true,
		order: 'post',
		async handler({ dir }) {
			const { build, define } = this.environment.config;
			if (build.ssr || dir === undefined) return;
			const version = JSON.parse(String(define?.__SVELTEKIT_APP_VERSION__));
			for (const language of LANGUAGES) await buildIn(dir, version, language);
			await buildStoredPage(dir, version);
		}
	}
};
