// Compiles messages/<language>/*.json to typed functions in src/lib/paraglide. Vite does the same while it builds
// or serves; this script is for what runs before or without Vite (type check, unit tests, plain Node).
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The language comes from the address (src/hooks.ts) and is handed over by us, so paraglide needs no strategy that
 * sets a cookie (domain G-11) or brings an address-pattern library to the browser. Nothing is deleted before writing:
 * a running test may be reading the folder.
 */
export const messageOptions = {
	project: path('../project.inlang'),
	outdir: path('../src/lib/paraglide'),
	strategy: /** @type {Array<'globalVariable' | 'baseLocale'>} */ (['globalVariable', 'baseLocale']),
	isServer: "import.meta.env?.SSR ?? typeof window === 'undefined'",
	cleanOutdir: false,
	emitReadme: false,
	emitGitIgnore: false,
	emitPrettierIgnore: false
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(messageOptions);
