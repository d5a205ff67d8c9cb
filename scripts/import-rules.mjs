// Who may import whom (ARCHITECTURE.md). Each entry is one room of the house: which files live there, and which
// doors stay shut, with the reason that the person who tries the door gets to read.
import { readdirSync } from 'node:fs';

/** @typedef {{ regex: string, message: string, allowTypeImports?: boolean }} Door */
/** @typedef {{ name: string, files: string[], ignores: string[], doors: Door[] }} Room */

const TESTS = ['**/*.test.ts', '**/*.fixture.ts'];
const NOT_FEATURES = new Set(['protocol', 'document', 'ui', 'paraglide', 'styles']);

/** @type {Door[]} */
const everywhere = [
	{ regex: '^\\$lib', message: 'Write #lib/…: plain Node and the tests resolve that name too.' },
	{ regex: '^\\$app/stores$', message: 'Stores are deprecated. Use $app/state.' },
	{ regex: '^svelte/store$', message: 'State is runes, in a class. Stores are of an older Svelte.' },
	{
		regex: '^(?:#server|\\.{1,2}(?:/.*)?)/(?:application|main)\\.ts$',
		message: 'Everything is put together there, so nothing but tests depends on it; take what you need as an argument.',
		allowTypeImports: true
	}
];

/** @type {Door} */
const noServer = {
	regex: '^#server/|^(?:\\.\\./)+server/',
	message: 'This runs in the browser; the server stays on the server. Types are fine, values are not.',
	allowTypeImports: true
};

/** @type {Door} */
const noDatabase = {
	regex: '^(?:#server/database/.*|kysely(?:/.*)?|pg|graphile-worker)$',
	message: 'A route holds no SQL: it asks a service of locals.app, where visibility and permissions are kept.'
};

/** @type {Door[]} */
const serverDoors = [
	...everywhere,
	{
		regex: '^(?:svelte|@sveltejs/.*|svelte/.*|\\$app/.*|\\$env/.*)$',
		message: 'The backend knows nothing of SvelteKit: it runs, and is tested, without it.'
	},
	{
		regex: '^#lib/(?!protocol/|document/|paraglide/|ui/(?!.*\\.svelte).*\\.ts$)',
		message: 'A feature is for the browser. What both ends need belongs in protocol or document.'
	}
];

/** @type {Door} */
const noTransport = {
	regex: '^(?:node:)?(?:http|https|net|http2)$|^ws$',
	message: 'A command does not know how it was reached: the same one serves forms, sockets, jobs and tests.'
};

/** @type {Door} */
const noForeignQueries = {
	regex: '^(?:#server/[^/]+|\\.\\./[^/]+)/queries\\.ts$',
	message: 'Queries belong to their own domain. Ask the other domain by its commands or its service.'
};

/** @type {Room[]} */
const fixedRooms = [
	{
		name: 'protocol and document',
		files: ['src/lib/protocol/**/*.ts', 'src/lib/document/**/*.ts'],
		ignores: ['src/lib/document/prosemirror.ts'],
		doors: [...everywhere, ...pureDoors('yjs|lib0|valibot|approx-string-match|diff')]
	},
	{
		name: 'document for the editor',
		files: ['src/lib/document/prosemirror.ts'],
		ignores: [],
		doors: [...everywhere, ...pureDoors('yjs|lib0|valibot|prosemirror-model|@tiptap/y-tiptap')]
	},
	{
		name: 'ui',
		files: ['src/lib/ui/**/*.{ts,svelte}'],
		ignores: [],
		doors: [
			...everywhere,
			{ ...noServer, allowTypeImports: false, message: 'Components of ui know nothing of the domain or the server.' },
			{
				regex: '^#lib/(?!ui/|paraglide/)|^\\.\\./(?!ui/|paraglide/)[a-z-]+/',
				message: 'Components of ui know no feature and no protocol, so that every feature can use them.'
			}
		]
	},
	{
		name: 'routes',
		files: ['src/routes/**/*.{ts,svelte}', 'src/hooks*.ts'],
		ignores: ['src/**/*.server.ts', 'src/routes/**/+server.ts'],
		doors: [...everywhere, noServer, noDatabase]
	},
	{
		name: 'routes on the server',
		files: ['src/**/*.server.ts', 'src/routes/**/+server.ts'],
		ignores: ['src/lib/**'],
		doors: [
			...everywhere,
			noDatabase,
			{
				regex: '^#server/[^/]+/(?:queries|commands)\\.ts$',
				message: 'A route parses, asks and presents. It reaches commands and queries through locals.app.',
				allowTypeImports: true
			}
		]
	},
	{
		name: 'queries',
		files: ['server/*/queries.ts', 'server/*/*-queries.ts'],
		ignores: [],
		doors: [
			...serverDoors,
			noForeignQueries,
			noTransport,
			{
				regex: '^(?:#server/[^/]+/|\\./)(?:commands|service)\\.ts$',
				message: 'Queries are SQL and nothing else; commands use queries, never the other way round.',
				allowTypeImports: true
			}
		]
	},
	{
		name: 'commands',
		files: ['server/*/commands.ts', 'server/*/*-commands.ts'],
		ignores: [],
		doors: [...serverDoors, noForeignQueries, noTransport]
	},
	{
		name: 'rooms',
		files: ['server/realtime/room.ts'],
		ignores: [],
		doors: [
			...serverDoors,
			{
				regex: '^(?:pg|kysely|ws|graphile-worker|(?:node:)?https?|(?:node:)?net)$|^#server/(?:database|config|http)',
				message: 'A room is given a storage and its sockets, so that tests can drive it without either.',
				allowTypeImports: true
			}
		]
	},
	{
		name: 'server',
		files: ['server/**/*.ts'],
		ignores: [
			'server/application.ts',
			'server/main.ts',
			...['queries', 'commands'].flatMap((kind) => [`server/*/${kind}.ts`, `server/*/*-${kind}.ts`]),
			'server/realtime/room.ts'
		],
		doors: serverDoors
	},
	{
		name: 'migrations',
		files: ['migrations/*.ts'],
		ignores: [],
		doors: [
			{
				regex: '^(?!kysely$)',
				message: 'A migration is frozen in time. What it imports would change under it; kysely alone does not.'
			}
		]
	}
];

/**
 * @param {string} packages allowed ones, separated by |
 * @returns {Door[]}
 */
function pureDoors(packages) {
	return [
		{
			regex: `^(?!(?:${packages})(?:/|$)|#lib/(?:protocol|document)/|\\.)`,
			message: 'protocol and document are pure: both ends and every test use them, without framework, server or Node.'
		},
		{
			regex: '^(?:\\.\\./)+(?:ui|server|routes|[a-z]+/.*\\.svelte)',
			message: 'protocol and document know only each other.'
		}
	];
}

/**
 * @param {string} feature folder under src/lib
 * @returns {Room}
 */
function featureRoom(feature) {
	return {
		name: `feature ${feature}`,
		files: [`src/lib/${feature}/**/*.{ts,svelte}`],
		ignores: [],
		doors: [
			...everywhere,
			noServer,
			noDatabase,
			{
				regex: `^#lib/(?!(?:ui|protocol|document|paraglide|${feature})/|[^/]+/index\\.ts$)`,
				message: 'Another feature is entered by its index.ts: the rest of it is its own business.'
			}
		]
	};
}

const features = readdirSync(new URL('../src/lib', import.meta.url), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !NOT_FEATURES.has(entry.name))
	.map((entry) => entry.name);

/**
 * ESLint configuration: one entry per room, no file in two of them (a later entry would replace an earlier one).
 * @type {import('eslint').Linter.Config[]}
 */
export const importRules = [...fixedRooms, ...features.map(featureRoom)].map(({ name, files, ignores, doors }) => ({
	name: `medskick/imports: ${name}`,
	files,
	ignores: [...TESTS, ...ignores],
	rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: doors }] }
}));
