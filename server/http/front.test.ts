import { once } from 'node:events';
import { createServer, request as send, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { ADDRESS_HEADER, createFront, type Readiness } from './front.ts';

const READY: Readiness = { database: true, migrations: true, jobs: true };
const echo: RequestListener = (request, response) => response.end(JSON.stringify(request.headers));

let server: Server | null = null;
afterEach(() => void server?.close());

type Setting = {
	readiness?: () => Promise<Readiness>;
	pages?: RequestListener | null;
	trustedProxies?: string[];
	patience?: { bytes: number; ms: number };
};

async function serve(setting: Setting = {}): Promise<{ base: string; lines: string[] }> {
	const lines: string[] = [];
	const log = createLog({ level: 'debug', readable: false, write: (line) => void lines.push(line) });
	const front = createFront({
		log,
		trustedProxies: setting.trustedProxies ?? [],
		readiness: setting.readiness ?? (async () => READY),
		pages: () => (setting.pages === undefined ? echo : setting.pages),
		...(setting.patience && { patience: setting.patience })
	});
	server = createServer(front.listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
}

/** The status of a post whose head promises what its body need not hold. */
async function statusOfPost(url: string, headers: Record<string, string>): Promise<number | undefined> {
	const request = send(url, { method: 'POST', headers });
	request.on('error', () => undefined);
	request.flushHeaders();
	const [response] = await once(request, 'response');
	request.destroy();
	return response.statusCode;
}

describe('the front', () => {
	test('lives as soon as it listens and is ready when everything behind it is', async () => {
		const { base } = await serve();
		expect(await (await fetch(`${base}/halsa`)).json()).toEqual({ status: 'ok' });
		const ready = await fetch(`${base}/halsa/redo`);
		expect([ready.status, await ready.json()]).toEqual([200, { ready: true, ...READY }]);
	});

	test.each<[string, () => Promise<Readiness>]>([
		['one thing is missing', async () => ({ ...READY, jobs: false })],
		['asking fails', () => Promise.reject(new Error('no database'))]
	])('is not ready when %s', async (_, readiness) => {
		const { base } = await serve({ readiness });
		const answer = await fetch(`${base}/halsa/redo`);
		expect(answer.status).toBe(503);
		expect(await answer.json()).toMatchObject({ ready: false, jobs: false });
	});

	test('asks visitors to come back while the application starts or stops', async () => {
		const { base } = await serve({ pages: null });
		const answer = await fetch(`${base}/`);
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
	});

	test('a visitor cannot choose the address or the number that the application sees', async () => {
		const { base } = await serve();
		const headers = { [ADDRESS_HEADER]: '192.0.2.1', 'x-forwarded-for': '192.0.2.1' };
		expect(await (await fetch(base, { headers })).json()).toMatchObject({ [ADDRESS_HEADER]: '127.0.0.1' });
	});

	test('large bodies are taken only where files are taken', async () => {
		const { base } = await serve();
		const [large, tooLarge] = [String(600 * 1024), String(27 * 1024 * 1024)];
		expect(await statusOfPost(`${base}/dialoger/x/underlag/y`, { 'content-length': large })).toBe(413);
		expect(await statusOfPost(`${base}/dialoger/x`, { 'transfer-encoding': 'chunked' })).toBe(411);
		expect(await statusOfPost(`${base}/arbetsyta/x/importera`, { 'content-length': large })).toBe(200);
		expect(await statusOfPost(`${base}/arbetsyta/x/importera`, { 'content-length': tooLarge })).toBe(413);
		const mailing = `${base}/arbetsyta/x/inbjudningar/019a9f3e-7c21-7d3b-9a57-2f1b6c0d4e55?/reports`;
		expect(await statusOfPost(mailing, { 'content-length': large })).toBe(200);
		expect(await statusOfPost(`${base}/arbetsyta/x/inbjudningar/listor`, { 'content-length': large })).toBe(413);
		expect(await statusOfPost(`${base}/dialoger/x?/arbetsyta/x/importera`, { 'content-length': large })).toBe(413);
	});

	test('logs a request without its query and without a secret in its path', async () => {
		const { base, lines } = await serve();
		await fetch(`${base}/logga-in/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4?mejl=anna`);
		await expect.poll(() => lines.length).toBe(1);
		expect(lines[0]).toContain('"path":"/logga-in/…"');
		expect(lines[0]).not.toMatch(/anna|Zm9v/);
	});
});

const MB = 1024 * 1024;

/** A browser of the plainest kind: writes all it has, and reads the answer only when it has written or cannot. */
async function postBlindly(base: string, length: number, part: number, everyMs: number) {
	const socket = connect({ port: Number(new URL(base).port), host: '127.0.0.1', allowHalfOpen: true });
	const seen = { answer: '', error: '', sent: 0, answeredAfter: 0, closed: false, ms: 0 };
	const began = performance.now();
	socket.on('error', (error) => void (seen.error = 'code' in error ? String(error.code) : error.message));
	const gone = new Promise<void>((resolve) => {
		socket.on('close', () => {
			seen.closed = true;
			seen.ms = performance.now() - began;
			resolve();
		});
	});
	await once(socket, 'connect');
	socket.write(`POST /dialoger/x HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
	const chunk = Buffer.alloc(part, 'a');
	if (everyMs > 0) listen();
	while (seen.sent < length && seen.error === '' && !seen.closed) {
		if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), gone]).catch(() => undefined);
		seen.sent += part;
		if (everyMs > 0) await pause(everyMs);
	}
	if (everyMs === 0) listen();
	await expect.poll(() => seen.closed || seen.answer.endsWith('\n'), { timeout: 5000 }).toBe(true);
	socket.destroy();
	return seen;

	function listen() {
		socket.on('data', (data) => {
			if (seen.answer === '') seen.answeredAfter = seen.sent;
			seen.answer += data.toString();
		});
	}
}

describe('a body that is too large', () => {
	test('is answered, not cut off, when 40 MB come at full speed', async () => {
		const { base } = await serve();
		for (let attempt = 0; attempt < 3; attempt++) {
			const seen = await postBlindly(base, 40 * MB, MB, 0);
			expect(seen).toMatchObject({ error: '', sent: 40 * MB, answer: expect.stringMatching(/^HTTP\/1\.1 413 /) });
			expect(seen.answer).toMatch(/connection: close/i);
		}
	});

	test('is answered at once when it comes slowly, and not waited for without end', async () => {
		const { base } = await serve({ patience: { bytes: 64 * MB, ms: 300 } });
		const seen = await postBlindly(base, 40 * MB, 64 * 1024, 20);
		expect(seen.answer).toMatch(/^HTTP\/1\.1 413 /);
		expect(seen.answeredAfter).toBeLessThan(MB);
		expect(seen.closed).toBe(true);
		// How much came meanwhile says only how busy the machine was.
		expect(seen.ms).toBeGreaterThan(290);
		expect(seen.sent).toBeLessThan(20 * MB);
	});

	test('is not read beyond a bound, however fast it comes', async () => {
		const { base } = await serve({ patience: { bytes: MB, ms: 10_000 } });
		const seen = await postBlindly(base, 400 * MB, MB, 1);
		expect(seen.closed).toBe(true);
		expect(seen.sent).toBeLessThan(100 * MB);
	});
});
