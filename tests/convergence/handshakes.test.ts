import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Server } from 'node:http';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { DB } from '#server/database/schema.ts';
import { createHttpServer, listenAt, TIMEOUTS } from '#server/http/http-server.ts';
import { DEFAULT_LIMITS } from '#server/realtime/limits.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { Bystander } from './bystander.ts';
import { RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { Tcp } from './tcp.ts';
import { createAccount, createText } from './texts.ts';

// Who comes in, who does not, and those who stay on the doorstep. Somebody writes meanwhile and must notice nothing.

const CROWD = 5_000;
const ALLOWED = 1_000;
/** Both ends of each connection lie in this process. */
const FILES_NEEDED = 2 * CROWD + 1_000;

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;
let bystander: Bystander;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
	server = await new LiveServer(database, { checkMs: 20 }).start();
});

beforeEach(async () => {
	text = await createText(database);
	bystander = await Bystander.open(server, text.path, anna);
});

afterEach(() => bystander.expectUnhurt());

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

const url = (path: string, at = server) => at.socketOrigin + path;

describe('who is not let in', () => {
	test.each([
		['/', 404],
		['/ws', 404],
		['/ws/text/1', 404],
		['/ws/secrets/0190b5a0-0000-7000-8000-000000000000', 404],
		['/ws/text/0190b5a0-0000-7000-8000-000000000000/..', 404],
		['/ws/text/0190B5A0-0000-7000-8000-000000000000', 404],
		['/ws/text/%00', 404]
	])('an address that is no room: %s', async (path, status) => {
		expect(await new RawClient(url(path), { origin: server.origin }).end()).toBe(status);
	});

	test.each([
		['another site', 'https://evil.example'],
		['none at all', undefined],
		['a page without an origin', 'null'],
		['our name under another scheme', 'https://127.0.0.1'],
		['our name with another port', 'http://127.0.0.1:1'],
		['a name that begins like ours', 'http://127.0.0.1.evil.example'],
		['noise', '%%%']
	])('with our visitor’s cookie, a page from %s', async (_from, origin) => {
		const headers: Record<string, string> = { cookie: `who=${anna}` };
		if (origin !== undefined) headers.origin = origin;
		expect(await new RawClient(url(text.path), headers).end()).toBe(403);
	});

	test('a text that does not exist', async () => {
		expect(await new RawClient(url(`/ws/text/${v7()}`), { origin: server.origin }).end()).toBe(CLOSE.gone);
	});
});

describe('who is refused with a reason', () => {
	test.each([[4401], [4403], [4404]] as const)('%i', async (code) => {
		const strict = await new LiveServer(database, { judge: async () => ({ refused: code }) }).start();
		expect(await new RawClient(url(text.path, strict), { origin: strict.origin }).end()).toBe(code);
		await strict.stop();
	});

	test('a judgement that never comes, or fails', async () => {
		const judges = [() => new Promise<never>(() => undefined), () => Promise.reject(new Error('no database'))];
		for (const judge of judges) {
			const slow = await new LiveServer(database, { judge, limits: { handshakeMs: 50 } }).start();
			expect(await new RawClient(url(text.path, slow), { origin: slow.origin }).end()).toBe(503);
			await slow.stop();
		}
	});

	test('more handshakes at once than can be judged', async () => {
		const judge = () => new Promise<never>(() => undefined);
		const limits = { handshakeMs: 300, pendingHandshakes: 10 };
		const slow = await new LiveServer(database, { judge, limits }).start();
		const began = Date.now();
		const all = Array.from({ length: 30 }, () => new RawClient(url(text.path, slow), { origin: slow.origin }));
		await Promise.all(all.slice(10).map((raw) => raw.end()));
		expect(all.filter((raw) => raw.refused === 503).length).toBeGreaterThanOrEqual(20);
		await Promise.all(all.map((raw) => raw.end()));
		expect(Date.now() - began).toBeLessThan(5_000);
		await slow.stop();
	});
});

describe('who never gets further than the door', () => {
	const HASTY = { ...TIMEOUTS, headersTimeout: 200, connectionsCheckingInterval: 50 };
	let http: Server;
	let door: { origin: string };

	beforeAll(async () => {
		http = createHttpServer((_request, response) => void response.end(), HASTY);
		http.on('upgrade', (request, socket, head) => server.realtime.handleUpgrade(request, socket, head));
		door = { origin: `http://127.0.0.1:${await listenAt(http, { host: '127.0.0.1', port: 0 })}` };
	});

	afterAll(() => void http.close());

	test('our own server is patient for seconds, not minutes', () => {
		expect(TIMEOUTS.headersTimeout + TIMEOUTS.connectionsCheckingInterval).toBeLessThanOrEqual(20_000);
	});

	test('a connection without a request', async () => {
		const silent = await new Tcp(door).connected();
		await silent.ended();
		expect(await silent.status()).toBe(408);
	});

	test('a request for a socket that is never finished, and one that trickles', async () => {
		const [unfinished, trickling] = [await new Tcp(door).connected(), await new Tcp(door).connected()];
		unfinished.ask(door, text.path, '', '\r\nX-More: ');
		trickling.ask(door, text.path, '', '\r\nX-More: ');
		const drops = setInterval(() => trickling.socket.write('x'), 20);
		await Promise.all([unfinished.ended(), trickling.ended()]);
		clearInterval(drops);
		expect(await unfinished.status()).toBe(408);
	});

	test('a socket that is accepted and never says or answers anything', async () => {
		const mute = await new Tcp(server).connected();
		mute.ask(server, text.path);
		expect(await mute.status()).toBe(101);
		await mute.ended();
		expect(server.realtime.presenceOf(`text/${text.id}`).people).toBe(1);
	});

	test('a frame that begins and never ends', async () => {
		const half = await new Tcp(server).connected();
		half.ask(server, text.path, `who=${anna}`);
		expect(await half.status()).toBe(101);
		half.socket.write(Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x0f, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3));
		await half.ended();
	});
});

describe(`${CROWD} connections from one address`, () => {
	const mayOpen = openFiles();

	test.skipIf(mayOpen < FILES_NEEDED)(
		`are let in up to the limit, cost the others nothing, and leave nothing behind (needs ulimit -n ${FILES_NEEDED})`,
		async () => {
			expect(DEFAULT_LIMITS.socketsPerAddress).toBeLessThanOrEqual(CROWD);
			const hall = await new LiveServer(database, { limits: { socketsPerAddress: ALLOWED } }).start();
			const { path } = await createText(database);
			const someone = await Bystander.open(hall, path, anna);
			const crowd = Array.from({ length: CROWD }, () => new Tcp(hall, '127.0.0.2'));
			await until('all to be connected', () => crowd.every((one) => one.isOpen), 30_000);
			for (const one of crowd) one.ask(hall, path);
			await until('all to be answered', () => crowd.every((one) => one.answer !== null), 30_000);
			expect(crowd.filter((one) => one.answer === 101)).toHaveLength(ALLOWED);
			expect(crowd.filter((one) => one.answer === 429)).toHaveLength(CROWD - ALLOWED);
			expect(hall.realtime.metrics.sockets).toBe(ALLOWED + 1);
			for (const one of crowd) one.destroy();
			await until('all to be gone', () => hall.realtime.metrics.sockets === 1);
			const again = await new Tcp(hall, '127.0.0.2').connected();
			again.ask(hall, path);
			expect(await again.status()).toBe(101);
			again.destroy();
			await someone.expectUnhurt();
			await hall.stop();
		}
	);
});

/** How many files this process may have open. */
function openFiles(): number {
	Object.assign(process.report, { excludeNetwork: true });
	const report: unknown = process.report.getReport();
	const limits = typeof report === 'object' && report !== null && 'userLimits' in report ? report.userLimits : {};
	const files = JSON.stringify(limits).match(/"open_files":\{"soft":"?(\d+|unlimited)/)?.[1];
	return files === 'unlimited' ? Infinity : Number(files ?? 0);
}
