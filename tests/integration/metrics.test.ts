import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { createFront } from '#server/http/front.ts';
import { createRequestTally } from '#server/http/request-tally.ts';
import { createLog } from '#server/log.ts';
import { queueMail } from '#server/mail/queue.ts';
import { openExporter, type Exporter } from '#server/watch/exporter.ts';
import { createScrape } from '#server/watch/scrape.ts';
import { LiveClient, RawClient, until } from '../convergence/live-client.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { makeDialogue, makeDocument, makePerson } from '../support/factories.ts';
import { signIn } from '../support/site.ts';

const log = createLog({ level: 'fatal' });
const requests = createRequestTally();
const letter = { subject: 'Kvitto', text: 'Tack', html: '<p>Tack</p>' };

let t: TestApplication;
let http: Server;
let exporter: Exporter;
let at: { origin: string; pages: string; socketOrigin: string };
let room: string;
let cookie: string;
let accountId: string;

beforeAll(async () => {
	t = await testApplication();
	http = await serve();
	const { port } = http.address() as AddressInfo;
	at = { origin: t.app.config.origin, pages: `http://127.0.0.1:${port}`, socketOrigin: `ws://127.0.0.1:${port}` };
	exporter = await openExporter(0, { ...t.app.watched, requests }, log);
	const dialogue = await makeDialogue(t.app);
	room = `/ws/text/${(await makeDocument(t.app, dialogue)).documentId}`;
	({ accountId } = await makePerson(t.app, { role: 'case_officer', dialogue }));
	cookie = await signIn(t.app, accountId);
});
afterAll(async () => {
	await exporter.close();
	http.closeAllConnections();
	http.close();
	await t.close();
});

/** Requests and sockets as `main.ts` puts them together, with pages that only ever say one thing. */
async function serve(): Promise<Server> {
	const front = createFront({
		log,
		trustedProxies: [],
		tally: requests,
		readiness: () => t.app.isReady(),
		pages: () => (request, response) => void response.writeHead(request.url === '/fel' ? 500 : 200).end()
	});
	const server = createServer(front.listener);
	server.on('upgrade', (request, socket, head) => {
		front.mark(request);
		t.app.realtime.handleUpgrade(request, socket, head);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

/** Every sample of one scrape, by name and labels as Prometheus writes them. */
async function scraped(): Promise<Map<string, number>> {
	const response = await fetch(exporter.url);
	expect(response.status).toBe(200);
	return samplesIn(await response.text());
}

function samplesIn(text: string): Map<string, number> {
	const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	return new Map(
		lines.map((line) => {
			const [, name = '', value = ''] = /^([a-z_]+(?:\{[^{}]*\})?) (\S+)$/.exec(line) ?? [];
			expect(name, line).not.toBe('');
			return [name, Number(value)];
		})
	);
}

describe('metrics of a running process', () => {
	it('follow an update from its writer through the commit to the others', async () => {
		const [writer, reader] = [new LiveClient(at, room, { cookie }), new LiveClient(at, room, { cookie })];
		await until('both to be in', () => writer.provider.synced && reader.provider.synced);
		writer.doc.getText('t').insert(0, 'ord');
		await until('it to be saved', () => writer.saved && reader.text === 'ord');
		const now = await scraped();
		expect(now.get('medskick_sockets')).toBe(2);
		expect(now.get('medskick_rooms')).toBe(1);
		for (const what of ['received', 'committed', 'delivered'])
			expect(now.get(`medskick_updates_${what}_total`), what).toBeGreaterThan(0);
		expect(now.get('medskick_commit_seconds_count')).toBeGreaterThan(0);
		expect(now.get('medskick_commit_seconds_bucket{le="+Inf"}')).toBe(now.get('medskick_commit_seconds_count'));
		expect(now.get('medskick_commit_batch_rows_bucket{le="1"}')).toBe(now.get('medskick_commit_batch_rows_count'));
		expect(now.get('medskick_commit_queue_rooms')).toBe(0);
		for (const client of [writer, reader]) client.destroy();
	});

	it('name what was refused by its code and its reason', async () => {
		const stranger = new RawClient(at.socketOrigin + room, { origin: 'https://elsewhere.example' });
		await stranger.end();
		const liar = await new RawClient(at.socketOrigin + room, { origin: at.origin, cookie }).opened();
		liar.send(0, 2, 7, 255, 255, 255, 255, 15, 1, 0);
		await liar.end();
		const now = await scraped();
		expect(now.get('medskick_handshakes_refused_total{code="403"}')).toBe(1);
		const refused = [...now].filter(([name]) => name.startsWith('medskick_updates_refused_total{reason="'));
		expect(refused.map(([, times]) => times)).toEqual([1]);
	});

	it('count requests by how they ended, each in its duration', async () => {
		const before = await scraped();
		for (const path of ['/', '/', '/fel', '/halsa']) await fetch(at.pages + path);
		const now = await scraped();
		const more = (status: string) => {
			const name = `medskick_http_request_seconds_count{status="${status}"}`;
			return (now.get(name) ?? 0) - (before.get(name) ?? 0);
		};
		expect([more('2xx'), more('4xx'), more('5xx')]).toEqual([3, 0, 1]);
		expect(now.get('medskick_http_requests_under_way')).toBe(0);
	});

	it('tell of letters that wait, and of jobs that were done and that failed', async () => {
		const { database, clock, feed } = t.app;
		await transact({ database, clock, feed }, bySystem(), async (change) => {
			await queueMail(change, { kind: 'receipt', to: 'anna@example.org', language: 'sv', letter });
			await change.enqueue('resolve_anchors', { versionId: 'none' });
		});
		await expect.poll(async () => (await scraped()).get('medskick_jobs_done_total{task="send_mail"}')).toBe(1);
		await expect.poll(async () => (await scraped()).get('medskick_jobs_errors_total{task="resolve_anchors"}')).toBe(1);
		const now = await scraped();
		expect(now.get('medskick_mail_outbox{state="waiting"}')).toBe(1);
		expect(now.get('medskick_jobs_planned{task="resolve_anchors"}')).toBe(1);
	});

	it('hold figures of the process and of the way to the database', async () => {
		const now = await scraped();
		expect(now.get('medskick_process_memory_bytes{kind="resident"}')).toBeGreaterThan(20_000_000);
		expect(now.get('medskick_process_cpu_seconds_total')).toBeGreaterThan(0);
		expect(now.get('medskick_event_loop_delay_seconds{quantile="max"}')).toBeGreaterThanOrEqual(0);
		expect(now.get('medskick_pool_connections{pool="pages"}')).toBeGreaterThan(0);
		expect(now.get('medskick_database_up')).toBe(1);
	});

	it('name no person, no room and no address', async () => {
		const text = await (await fetch(exporter.url)).text();
		expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|@|127\.0\.0\.1/);
		expect(text).not.toContain(accountId);
	});
});

describe('the port of the metrics', () => {
	it('answers on 127.0.0.1 alone, and to nothing but a reading', async () => {
		const elsewhere = exporter.url.replace('127.0.0.1', '127.0.0.2');
		await expect(fetch(elsewhere)).rejects.toThrow();
		expect((await fetch(exporter.url.replace('/metrics', '/'))).status).toBe(404);
		expect((await fetch(exporter.url, { method: 'POST' })).status).toBe(405);
	});

	it('is refused by name when somebody has it', async () => {
		const port = Number(new URL(exporter.url).port);
		await expect(openExporter(port, { ...t.app.watched, requests }, log)).rejects.toThrow(`METRICS_PORT=${port}`);
	});
});

describe('while the database does not answer', () => {
	it.each([
		['refuses', () => Promise.reject(new Error('gone'))],
		['is silent', () => new Promise<never>(() => undefined)]
	])('and %s, the rest is told, and that', async (_how, queues) => {
		const scrape = createScrape({ ...t.app.watched, requests, queues }, 50);
		const now = samplesIn(await scrape.text());
		scrape.end();
		expect(now.get('medskick_database_up')).toBe(0);
		expect(now.get('medskick_commit_seconds_count')).toBeGreaterThan(0);
		expect([...now.keys()].filter((name) => name.startsWith('medskick_jobs_waiting'))).toEqual([]);
	});
});
