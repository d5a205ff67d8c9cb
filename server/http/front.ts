import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ERRORS, type ErrorCode } from '#server/errors.ts';
import type { Logger } from '#server/log.ts';
import { discardBody, PATIENCE, type Patience, refuseBody } from './body-limit.ts';
import { createAddressReader } from './client-address.ts';
import { admitOneClick } from './one-click.ts';
import { beginRequest, createRequestTally, type RequestTally } from './request-tally.ts';

/** Headers by which the front tells the pages and the sockets what it found out; a visitor's own are dropped. */
export const ADDRESS_HEADER = 'x-medskick-address';
export const REQUEST_HEADER = 'x-medskick-request';

/** What has to be true before visitors are sent here. */
export type Readiness = { database: boolean; migrations: boolean; jobs: boolean };

export type FrontOptions = {
	log: Logger;
	trustedProxies: readonly string[];
	/** Answers for `/halsa/redo`; before the application exists nothing is ready. */
	readiness(): Promise<Readiness>;
	/** SvelteKit's handler, or null while starting and stopping. */
	pages(): RequestListener | null;
	/** Where requests are counted, for whoever wants to read it. */
	tally?: RequestTally;
	/** How long a body that was refused is listened to. */
	patience?: Patience;
};

export type Front = {
	/** Marks a request with its number and its sender's address; for upgrades, which pass by `listener`. */
	mark(request: IncomingMessage): void;
	listener: RequestListener;
};

const NOT_READY: Readiness = { database: false, migrations: false, jobs: false };

/** Everything that is answered before SvelteKit sees the request. */
export function createFront({ log, trustedProxies, readiness, pages, ...options }: FrontOptions): Front {
	const tally = options.tally ?? createRequestTally();
	const patience = options.patience ?? PATIENCE;
	const addressOf = createAddressReader(trustedProxies);
	const mark = (request: IncomingMessage): void => {
		const forwarded = request.headers['x-forwarded-for'];
		request.headers[ADDRESS_HEADER] = addressOf(request.socket.remoteAddress, [forwarded].flat().join(','));
		request.headers[REQUEST_HEADER] = randomUUID();
	};
	const listener: RequestListener = (request, response) => {
		mark(request);
		response.setHeader('x-request-id', String(request.headers[REQUEST_HEADER]));
		watch(log, tally, request, response);
		const path = (request.url ?? '').split('?', 1)[0];
		if (path === '/halsa') return sendJson(response, 200, { status: 'ok' });
		if (path === '/halsa/redo') return void sendReadiness(response, readiness);
		admitOneClick(request, path);
		const refusal = refuseBody(request);
		if (refusal !== null) return void refuseRequest(request, response, refusal, 'too_large', patience);
		const handler = pages();
		if (handler === null) return void refuseRequest(request, response, 503, 'unavailable', patience);
		handler(request, response);
	};
	return { mark, listener };
}

async function sendReadiness(response: ServerResponse, readiness: () => Promise<Readiness>): Promise<void> {
	const checks = await readiness().catch(() => NOT_READY);
	const ready = Object.values(checks).every(Boolean);
	sendJson(response, ready ? 200 : 503, { ready, ...checks });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
	response.end(JSON.stringify(body) + '\n');
}

/** The answer goes out at once; the connection ends when the body, which nobody wants, has come in or took too long. */
async function refuseRequest(
	request: IncomingMessage,
	response: ServerResponse,
	status: number,
	code: ErrorCode,
	patience: Patience
): Promise<void> {
	const body = `${ERRORS[code].sv}\n${ERRORS[code].en}\n`;
	const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' };
	const length = { 'content-length': Buffer.byteLength(body) };
	response.writeHead(status, { ...headers, ...length, ...(status === 503 && { 'retry-after': '5' }) });
	response.write(body);
	await discardBody(request, patience);
	response.end();
}

function watch(log: Logger, tally: RequestTally, request: IncomingMessage, response: ServerResponse): void {
	const began = performance.now();
	const ended = beginRequest(tally, response);
	response.once('close', () => {
		const ms = Math.round(performance.now() - began);
		ended(ms);
		const { method, headers, url = '' } = request;
		const fields = {
			request: headers[REQUEST_HEADER],
			method,
			path: withoutSecrets(url),
			status: response.statusCode,
			ms
		};
		if (response.statusCode >= 500) log.warn(fields, 'request failed');
		else log.debug(fields, 'request');
	});
}

/** The path alone, and in it no part that could be a secret: sign-in links and personal links are long and random. */
function withoutSecrets(url: string): string {
	const path = url.split('?', 1)[0] ?? '';
	return path.replace(/[^/]{24,}/g, (part) => (UUID.test(part) || part.includes('.') ? part : '…'));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
