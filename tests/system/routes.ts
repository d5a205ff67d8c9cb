import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUTES = fileURLToPath(new URL('../../src/routes', import.meta.url));

/** A route as the folders name it: `/dialoger/[dialog]`. */
type Found = { route: string; file: string };

const filesNamed = (pattern: RegExp): Found[] =>
	readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
		.filter((path) => pattern.test(path))
		.map((path) => ({ route: `/${path.replace(/\/?[^/]+$/, '')}`, file: join(ROUTES, path) }))
		.toSorted((a, b) => a.route.localeCompare(b.route));

const source = (file: string): string => readFileSync(file, 'utf8');

/** Pages, and endpoints that answer GET: all that can be read over HTTP. */
export const readableRoutes = (): { route: string; page: boolean }[] => [
	...filesNamed(/(^|\/)\+page\.svelte$/).map(({ route }) => ({ route, page: true })),
	...filesNamed(/(^|\/)\+server\.ts$/)
		.filter(({ file }) => /export const GET\b/.test(source(file)))
		.map(({ route }) => ({ route, page: false }))
];

/** Endpoints that take something: `POST /dialoger/…`. */
export const writableEndpoints = (): string[] =>
	filesNamed(/(^|\/)\+server\.ts$/).flatMap(({ route, file }) =>
		[...source(file).matchAll(/export const (POST|PUT|PATCH|DELETE)\b/g)].map(([, method]) => `${method} ${route}`)
	);

/** Every form action: `/logga-in?/default`. Read from the text of the files, one level below `actions`. */
export const formActions = (): string[] =>
	filesNamed(/(^|\/)\+page\.server\.ts$/).flatMap(({ route, file }) =>
		actionNames(source(file)).map((name) => `${route}?/${name}`)
	);

const actionNames = (text: string): string[] => {
	const [, body = ''] = /export const actions: Actions = \{\n([\s\S]*?)\n\};/.exec(text) ?? [];
	return [...body.matchAll(/^\t(\w+):/gm)].map(([, name = '']) => name);
};

/** True where a file has actions that `formActions` could not read: then the tests do not know of them. */
export const unreadActions = (): string[] =>
	filesNamed(/(^|\/)\+page\.server\.ts$/)
		.filter(({ file }) => /\bactions\b\s*(:|=)/.test(source(file)) && actionNames(source(file)).length === 0)
		.map(({ route }) => route);
