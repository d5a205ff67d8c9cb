import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginRequest, createRequestTally, OUTCOMES } from './request-tally.ts';

const tally = createRequestTally();
let server: Server;
let origin: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		const ended = beginRequest(tally, response);
		response.once('close', () => ended(7));
		if (request.url !== '/silent') response.writeHead(Number(request.url?.slice(1))).end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const counts = () => Object.fromEntries(OUTCOMES.map((outcome) => [outcome, tally.ms[outcome].count]));

it('counts each request once, by the class of its status', async () => {
	for (const status of [200, 204, 303, 404, 503]) await fetch(`${origin}/${status}`, { redirect: 'manual' });
	await expect.poll(counts).toEqual({ '1xx': 0, '2xx': 2, '3xx': 1, '4xx': 1, '5xx': 1, aborted: 0 });
	expect(tally.underWay).toBe(0);
});

it('counts a visitor who did not wait for the answer as that, and not as a success', async () => {
	const request = get(`${origin}/silent`).on('error', () => undefined);
	await expect.poll(() => tally.underWay).toBe(1);
	request.destroy();
	await expect.poll(() => tally.ms.aborted.count).toBe(1);
	expect([counts()['2xx'], tally.underWay]).toEqual([2, 0]);
});
