import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import svelteParser from 'svelte-eslint-parser';
import { describe, expect, test } from 'vitest';
import { importRules } from './import-rules.mjs';

// Only the import rules, without type information: the files below do not exist.
const eslint = new ESLint({
	cwd: fileURLToPath(new URL('..', import.meta.url)),
	overrideConfigFile: true,
	overrideConfig: [
		{ files: ['**/*.ts'], languageOptions: { parser: ts.parser }, plugins: { '@typescript-eslint': ts.plugin } },
		{
			files: ['**/*.svelte'],
			languageOptions: { parser: svelteParser, parserOptions: { parser: ts.parser } },
			plugins: { '@typescript-eslint': ts.plugin }
		},
		...importRules
	]
});

/**
 * What lint says when `file` holds `statement`, or '' when it says nothing.
 * @param {string} file @param {string} statement
 */
async function verdict(file, statement) {
	const text = file.endsWith('.svelte') ? `<script lang="ts">\n${statement};\n</script>` : statement;
	const [result] = await eslint.lintText(text, { filePath: file });
	return (result?.messages ?? []).map((message) => message.message).join('\n');
}

describe('import rules refuse, with the reason', () => {
	test.each([
		['src/lib/protocol/frames.ts', `import { onMount } from 'svelte'`, 'pure'],
		['src/lib/protocol/frames.ts', `import { page } from '$app/state'`, 'pure'],
		['src/lib/document/blocks.ts', `import { readFile } from 'node:fs/promises'`, 'pure'],
		['src/lib/document/blocks.ts', `import type { DB } from '#server/database/schema.ts'`, 'pure'],
		['src/lib/document/blocks.ts', `import { Node } from 'prosemirror-model'`, 'pure'],
		['src/lib/document/blocks.ts', `import { time } from '../ui/time.ts'`, 'only each other'],
		['src/lib/ui/Button.svelte', `import { Room } from '#lib/protocol/rooms.ts'`, 'know no feature and no protocol'],
		['src/lib/ui/Button.svelte', `import { Desk } from '../desk/desk.ts'`, 'know no feature and no protocol'],
		['src/lib/ui/time.ts', `import type { Actor } from '#server/permissions/actor.ts'`, 'nothing of the domain'],
		['src/lib/desk/Queue.svelte', `import { Draft } from '#lib/reading/draft.ts'`, 'entered by its index.ts'],
		['src/lib/desk/queue.ts', `import { can } from '#server/permissions/can.ts'`, 'stays on the server'],
		['src/lib/desk/queue.ts', `import { page } from '$app/stores'`, 'deprecated'],
		['src/lib/desk/queue.ts', `import { m } from '$lib/paraglide/messages.js'`, '#lib'],
		['src/lib/desk/queue.ts', `import { writable } from 'svelte/store'`, 'runes'],
		['src/routes/+page.server.ts', `import { sql } from 'kysely'`, 'no SQL'],
		['src/routes/+page.server.ts', `import { newId } from '#server/database/ids.ts'`, 'no SQL'],
		['src/routes/+page.server.ts', `import { send } from '#server/submissions/commands.ts'`, 'locals.app'],
		['src/routes/api/+server.ts', `import pg from 'pg'`, 'no SQL'],
		['src/routes/+page.svelte', `import { can } from '#server/permissions/can.ts'`, 'stays on the server'],
		['src/routes/+page.ts', `import { createApplication } from '#server/application.ts'`, 'put together there'],
		['server/moderation/queries.ts', `import { points } from '#server/submissions/queries.ts'`, 'their own domain'],
		['server/moderation/queries.ts', `import { points } from '../submissions/queries.ts'`, 'their own domain'],
		['server/moderation/queries.ts', `import { approve } from './commands.ts'`, 'the other way round'],
		['server/moderation/commands.ts', `import { points } from '#server/submissions/queries.ts'`, 'their own domain'],
		['server/moderation/commands.ts', `import { WebSocket } from 'ws'`, 'how it was reached'],
		['server/moderation/commands.ts', `import http from 'node:http'`, 'how it was reached'],
		['server/moderation/commands.ts', `import { page } from '$app/state'`, 'SvelteKit'],
		['server/realtime/room.ts', `import { WebSocket } from 'ws'`, 'given a storage'],
		['server/realtime/room.ts', `import { readConfig } from '#server/config.ts'`, 'given a storage'],
		['server/mail/send.ts', `import { error } from '@sveltejs/kit'`, 'SvelteKit'],
		['server/mail/send.ts', `import { Draft } from '#lib/reading/draft.ts'`, 'protocol or document'],
		['server/mail/send.ts', `import { createApplication } from '../application.ts'`, 'put together there'],
		['migrations/202601010000-x.ts', `import { newId } from '#server/database/ids.ts'`, 'frozen in time']
	])('%s: %s', async (file, statement, reason) => {
		expect(await verdict(file, statement)).toContain(reason);
	});
});

describe('import rules allow', () => {
	test.each([
		['src/lib/protocol/frames.ts', `import * as encoding from 'lib0/encoding'`],
		['src/lib/document/compare.ts', `import { kinds } from '#lib/protocol/kinds.ts'`],
		['src/lib/document/prosemirror.ts', `import { Schema } from 'prosemirror-model'`],
		['src/lib/document/blocks.test.ts', `import { test } from 'vitest'`],
		['src/lib/ui/Button.svelte', `import { m } from '#lib/paraglide/messages.js'`],
		['src/lib/desk/Queue.svelte', `import { Draft } from '#lib/reading/index.ts'`],
		['src/lib/desk/Queue.svelte', `import type { QueueView } from '#server/moderation/view.ts'`],
		['src/routes/+page.server.ts', `import type { Application } from '#server/application.ts'`],
		['src/routes/+page.server.ts', `import { refuse } from '#server/errors.ts'`],
		['server/moderation/queries.ts', `import { sql } from 'kysely'`],
		['server/moderation/commands.ts', `import { publish } from '#server/documents/commands.ts'`],
		['server/moderation/commands.ts', `import { points } from './queries.ts'`],
		['server/realtime/room.ts', `import { kinds } from '#lib/protocol/kinds.ts'`],
		['server/main.ts', `import { createApplication } from './application.ts'`],
		['migrations/202601010000-x.ts', `import { sql, type Kysely } from 'kysely'`],
		['tests/integration/x.test.ts', `import { points } from '#server/submissions/queries.ts'`]
	])('%s: %s', async (file, statement) => {
		expect(await verdict(file, statement)).toBe('');
	});
});
