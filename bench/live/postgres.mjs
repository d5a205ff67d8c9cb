import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#server/database/embedded.ts';
import { createLog } from '#server/log.ts';
import { forget, remember } from './processes.mjs';

/** The Postgres of the peers: the same programs and settings as ours. A database of its own for every run. */
export async function startPostgres() {
	const dataDir = mkdtempSync(join(tmpdir(), 'medskick-bench-peers-'));
	chmodSync(dataDir, 0o755);
	const server = await startEmbedded({ dataDir, log: createLog({ level: 'warn' }), restart: false });
	remember(server, () => process.kill(server.pid, 'SIGINT'));
	return {
		pid: server.pid,
		/** @returns {Promise<string>} the address of an empty database */
		async empty() {
			const client = new pg.Client(server.setupUrl);
			await client.connect();
			await client.query('drop database if exists bench with (force)');
			await client.query('create database bench');
			await client.end();
			return server.setupUrl.replace(/\/postgres$/, '/bench');
		},
		async stop() {
			await server.stop();
			forget(server);
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
