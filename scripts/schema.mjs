// Writes server/database/schema.ts, the table types, from a database that the migrations have just made; with
// `--check` it only says whether the file is right. Runs on the project's own Node.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { startPostgres } from '../tests/support/postgres.ts';

const target = fileURLToPath(new URL('../server/database/schema.ts', import.meta.url));
const generator = fileURLToPath(new URL('../node_modules/kysely-codegen/dist/cli/bin.js', import.meta.url));

/** As server/database/database.ts reads them: counters are numbers, calendar dates stay text. */
const settings = ['--dialect', 'postgres', '--date-parser', 'string', '--type-mapping', '{"int8":"number"}'];

/** @param {string} url */
function generate(url) {
	const file = join(tmpdir(), `medskick-schema-${process.pid}.ts`);
	const args = [generator, '--url', url, '--out-file', file, '--default-schema', 'public', ...settings];
	const result = spawnSync(process.execPath, [...args, '--exclude-pattern', '(graphile_worker.*|kysely_*)'], {
		encoding: 'utf8'
	});
	if (result.status !== 0) throw new Error(`kysely-codegen failed:\n${result.stdout}${result.stderr}`);
	const types = readFileSync(file, 'utf8');
	rmSync(file);
	return types;
}

const postgres = await startPostgres();
try {
	await migrate({ ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, log: createLog({ level: 'warn' }) });
	const types = generate(postgres.ownerUrl);
	const present = readFileSync(target, 'utf8');
	if (process.argv.includes('--check')) {
		if (types === present) process.stdout.write('The table types match the migrations.\n');
		else process.stderr.write('server/database/schema.ts does not match the migrations. Run: npm run schema\n');
		process.exitCode = types === present ? 0 : 1;
	} else {
		writeFileSync(target, types);
		process.stdout.write('Wrote server/database/schema.ts\n');
	}
} finally {
	await postgres.dispose();
}
