import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedDatabase } from '#server/database/embedded.ts';
import { isAlive } from '#server/database/embedded-run.ts';
import { visitEmbedded } from '#server/database/embedded-visit.ts';
import { createLog } from '#server/log.ts';

const log = createLog({ level: 'fatal' });
let dataDir: string;
let running: EmbeddedDatabase[];

beforeEach(() => {
	dataDir = join(mkdtempSync(join(tmpdir(), `medskick-test-${process.pid}-`)), 'data');
	running = [];
});
afterEach(async () => {
	for (const server of running) await server.stop('immediate');
	rmSync(join(dataDir, '..'), { recursive: true, force: true });
});

async function start(restart = false): Promise<EmbeddedDatabase> {
	const server = await startEmbedded({ dataDir, log, durable: false, restart });
	running.push(server);
	return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
	} finally {
		await client.end();
	}
}

/** A process that starts the database and is then cut off, as `kill -9` does. Resolves with the postmaster's number. */
async function startAndDie(): Promise<number> {
	const script = `
		import { startEmbedded } from ${JSON.stringify(new URL('../../server/database/embedded.ts', import.meta.url).href)};
		import { createLog } from ${JSON.stringify(new URL('../../server/log.ts', import.meta.url).href)};
		const options = { dataDir: ${JSON.stringify(dataDir)}, log: createLog({ level: 'fatal' }), durable: false };
		const server = await startEmbedded(options);
		process.stdout.write(String(server.pid) + '\\n', () => process.kill(process.pid, 'SIGKILL'));`;
	const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	await once(child, 'close');
	return Number(output);
}

describe('the embedded database', () => {
	test('keeps its rows from one start to the next, below a folder that only we may enter', async () => {
		const first = await start();
		await ask(first.ownerUrl, 'create table kept as select 7 as number');
		await first.stop();
		expect(isAlive(first.pid)).toBe(false);
		const second = await start();
		expect(await ask(second.ownerUrl, 'select number from kept')).toEqual([7]);
	});

	test('is taken over, not started twice, after kill -9 of the process that started it', async () => {
		const left = await startAndDie();
		expect(isAlive(left)).toBe(true);
		const server = await start();
		expect(server.pid).toBe(left);
		expect(await ask(server.appUrl, 'select 1')).toEqual([1]);
		await server.stop();
		expect(isAlive(left)).toBe(false);
	});

	test('starts beside a stale process file whose number now belongs to somebody else', async () => {
		const first = await start();
		await first.stop();
		writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n1\n5432\n`);
		const second = await start();
		expect(second.pid).not.toBe(process.pid);
	});

	test('starts anew when the first start was cut short', async () => {
		mkdirSync(join(dataDir, 'postgres.unfinished'), { recursive: true });
		writeFileSync(join(dataDir, 'postgres.unfinished', 'PG_VERSION'), '18');
		const server = await start();
		expect(await ask(server.appUrl, 'select 1')).toEqual([1]);
	});

	test('serves one Medskick at a time', async () => {
		await start();
		await expect(start()).rejects.toThrow(/Another Medskick is running/);
	});

	test('can be looked into while a Medskick has it open, and stays that one’s', async () => {
		const server = await start();
		const visit = await visitEmbedded(dataDir, log);
		expect(await ask(visit?.appUrl ?? '', 'select 1')).toEqual([1]);
		await visit?.leave();
		expect([visit?.started, isAlive(server.pid)]).toEqual([false, true]);
	});

	test('is started for a look when nobody has it open, and stopped after it', async () => {
		const before = await start();
		await before.stop();
		const visit = await visitEmbedded(dataDir, log);
		expect([visit?.started, await ask(visit?.ownerUrl ?? '', 'select 1')]).toEqual([true, [1]]);
		await visit?.leave();
		expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
	});

	test('is not made by somebody who only looks', async () => {
		expect(await visitEmbedded(dataDir, log)).toBeNull();
		expect(existsSync(dataDir)).toBe(false);
	});

	test('comes back by itself on the same address when it dies', async () => {
		const server = await start(true);
		const [before, url] = [server.pid, server.appUrl];
		process.kill(before, 'SIGQUIT');
		while (server.pid === before) await pause(50);
		await expect.poll(() => ask(url, 'select 1').catch(() => []), { timeout: 10_000 }).toEqual([1]);
		expect(server.appUrl).toBe(url);
	});

	test('sorts as Swedish does and stems Swedish words', async () => {
		const { ownerUrl } = await start();
		const sorted = `select string_agg(w, '' order by w) from unnest(array['ö', 'z', 'ä', 'a', 'å']) w`;
		expect(await ask(ownerUrl, sorted)).toEqual(['azåäö']);
		expect(await ask(ownerUrl, `select to_tsvector('swedish', 'Åsikterna') @@ to_tsquery('swedish', 'åsikt')`)).toEqual(
			[true]
		);
	});

	test('has strong passwords in a file that only we may read, and listens on loopback alone', async () => {
		const server = await start();
		expect(statSync(join(dataDir, 'postgres-passwords.json')).mode & 0o777).toBe(0o600);
		expect(await ask(server.setupUrl, 'show listen_addresses')).toEqual(['127.0.0.1']);
		const guess = new URL(server.appUrl);
		guess.password = 'medskick';
		await expect(ask(guess.href, 'select 1')).rejects.toThrow(/password authentication failed/);
	});

	test('says what to do when its passwords are gone', async () => {
		const server = await start();
		await server.stop();
		rmSync(join(dataDir, 'postgres-passwords.json'));
		await expect(start()).rejects.toThrow(/postgres-passwords\.json is missing/);
		expect(existsSync(join(dataDir, 'postgres', 'PG_VERSION'))).toBe(true);
	});
});
