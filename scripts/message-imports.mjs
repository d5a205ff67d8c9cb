// Lets every page load the texts it shows and no others.
const IMPORT = /import\s*\{\s*m\s*\}\s*from\s*(['"])#lib\/paraglide\/messages\.js\1;?/;
const USE = /(?<![\w$.])m\.([A-Za-z][A-Za-z0-9_]*)/g;
/** Names with capitals get file names of the compiler's own making. */
const PLAIN = /^[a-z0-9_]+$/;

/**
 * `import { m }` reaches every message there is, and the bundler would put what any page uses into one file for all.
 * This points each module at the messages it names: `m.reading_send` becomes an import of that one message.
 * @param {string} code
 * @returns {string | null} null where nothing has to be changed
 */
export function importOneByOne(code) {
	if (!IMPORT.test(code)) return null;
	const keys = [...new Set([...code.matchAll(USE)].map((match) => match[1] ?? ''))];
	const plain = keys.filter((key) => PLAIN.test(key));
	const imports = plain.map((key) => `import { ${key} as m_${key} } from '#lib/paraglide/messages/${key}.js';`);
	// On the import's own line, so that every other line keeps its number.
	const head = plain.length === keys.length ? imports : [code.match(IMPORT)?.[0] ?? '', ...imports];
	return code.replace(IMPORT, () => head.join(' ')).replace(USE, (use, key) => (PLAIN.test(key) ? `m_${key}` : use));
}

/** @type {import('vite').Plugin} */
export const messagesOneByOne = {
	name: 'medskick-messages-one-by-one',
	enforce: 'post',
	apply: 'build',
	transform(code, id, options) {
		if (options?.ssr || id.includes('/node_modules/') || id.includes('/paraglide/')) return null;
		const changed = importOneByOne(code);
		return changed === null ? null : { code: changed, map: null };
	}
};
