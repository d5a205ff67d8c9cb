import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodePath, root, tool } from './prepare.mjs';

/** @type {string} */
let folder;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'medskick-promises-'));
	writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What lint says of a file that holds `statement`.
 * @param {string} statement
 */
function verdict(statement) {
	const said = 'async function said(): Promise<boolean> {\n\treturn true;\n}\n';
	writeFileSync(join(folder, 'told.ts'), `${said}export async function tell() {\n\t${statement}\n}\n`);
	const args = [tool('oxlint/bin/oxlint'), '--config', join(root, '.oxlintrc.json'), folder];
	return spawnSync(nodePath, args, { encoding: 'utf8' }).stdout;
}

test.each([
	['a promise that nobody waits for', 'said();', 'no-floating-promises'],
	['a promise asked as if it were its answer', 'if (said()) return;', 'no-misused-promises'],
	['waiting for what is no promise', 'await 3;', 'await-thenable']
])('lint refuses %s', (_what, statement, rule) => {
	expect(verdict(statement)).toContain(rule);
});

test('lint accepts a promise that is waited for, or left on purpose', () => {
	expect(verdict('void said();\n\tawait said();')).toContain('Found 0 warnings and 0 errors');
});
