import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import { WebSocket } from 'ws';
import type { Application } from '#server/application.ts';
import { ADDRESS_HEADER, createFront } from '#server/http/front.ts';
import { createHttpServer, listenAt } from '#server/http/http-server.ts';
import { IMPORT_BODY_LIMIT } from '#server/http/body-limit.ts';
import { hashSessionId } from '#server/identity/sessions.ts';
import { createLog } from '#server/log.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from './application.ts';
import { Written } from './written.ts';

const HANDLER = new URL('../../build/handler.js', import.meta.url);
const DAY_MS = 86_400_000;

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
export type Asked = {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	as?: Actor;
	/** Without it a form would be refused as coming from another site; null leaves it out. */
	origin?: string | null;
};

/** The built pages, the sockets and the application of one test file, as `main.ts` puts them together. */
export type Site = TestApplication & {
	origin: string;
	socketOrigin: string;
	/** Any request, also those that no browser makes: the path goes out as it is written here. */
	ask(path: string, asked?: Asked): Promise<Answer>;
	/** A form as a browser sends it. */
	post(path: string, form: Record<string, string> | [string, string][], asked?: Asked): Promise<Answer>;
	/** A socket whose frames are kept as text. */
	listen(path: string, asked?: Pick<Asked, 'as' | 'origin'>): Listener;
	/** The `Cookie` header of a session of this person; made once per person. */
	cookieOf(actor: Actor): Promise<string>;
	/** What stands in every table, to see that nothing was written. */
	written(): Promise<Record<string, string>>;
};

/** Starts it in this very process, so that a test can act through the application and watch what goes out. */
export async function startSite(): Promise<Site> {
	if (!existsSync(HANDLER)) throw new Error('The pages are not built. Run: npm run test:build');
	const test = await testApplication();
	const { app } = test;
	Object.assign(globalThis, { [Symbol.for('medskick.application')]: app });
	Object.assign(process.env, {
		ORIGIN: app.config.origin,
		ADDRESS_HEADER,
		BODY_SIZE_LIMIT: String(IMPORT_BODY_LIMIT)
	});
	const { handler } = await import(/* @vite-ignore */ HANDLER.href);
	const front = createFront({
		log: createLog({ level: 'fatal' }),
		trustedProxies: [],
		readiness: () => app.isReady(),
		pages: () => handler
	});
	const server = createHttpServer(front.listener);
	server.on('upgrade', (request, socket, head) => {
		front.mark(request);
		app.realtime.handleUpgrade(request, socket, head);
	});
	const port = await listenAt(server, { host: '127.0.0.1', port: 0 });
	const written = new Written(test.ownerUrl);
	const close = async () => {
		await written.close();
		await closeAll(test, server);
	};
	return { ...test, ...visits(test, port), written: () => written.look(), close };
}

async function closeAll(test: TestApplication, server: Server): Promise<void> {
	await test.app.realtime.drain(100);
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	server.closeAllConnections();
	await closed;
	await test.close();
}

function visits({ app }: TestApplication, port: number): Omit<Site, keyof TestApplication | 'written'> {
	const { origin } = app.config;
	const cookies = new Map<string, Promise<string>>();
	const cookieOf = async (actor: Actor): Promise<string> => {
		if (actor.kind !== 'person') return '';
		const cookie = cookies.get(actor.accountId) ?? signIn(app, actor.accountId);
		cookies.set(actor.accountId, cookie);
		return cookie;
	};
	const ask = async (path: string, asked: Asked = {}): Promise<Answer> => {
		const headers = { ...(await headersOf(asked)), ...asked.headers };
		return send(port, path, { method: asked.method ?? 'GET', headers, body: asked.body });
	};
	const headersOf = async (asked: Asked): Promise<Record<string, string>> => {
		const cookie = await cookieOf(asked.as ?? { kind: 'visitor' });
		const from = asked.origin === undefined ? origin : asked.origin;
		return { ...(cookie === '' ? {} : { cookie }), ...(from === null ? {} : { origin: from }) };
	};
	return {
		origin,
		socketOrigin: `ws://127.0.0.1:${port}`,
		cookieOf,
		ask,
		post: (path, form, asked) =>
			ask(path, {
				method: 'POST',
				body: new URLSearchParams(form).toString(),
				...asked,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...asked?.headers }
			}),
		listen: (path, asked = {}) =>
			new Listener(
				headersOf(asked).then((headers) => new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers, maxRedirects: 0 }))
			)
	};
}

/** A session straight into the table; answers the `Cookie` header of a browser that has it. */
export async function signIn({ database, identity }: Application, accountId: string): Promise<string> {
	const id = randomBytes(20).toString('hex');
	const row = { id_hash: hashSessionId(id), account_id: accountId, expires_at: new Date(Date.now() + 30 * DAY_MS) };
	await database.insertInto('session').values(row).execute();
	return `${identity.cookieName}=${id}`;
}

type Sent = { method: string; headers: Record<string, string>; body: string | Uint8Array | undefined };

function send(port: number, path: string, { method, headers, body }: Sent): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
		const options = { host: '127.0.0.1', port, path, method, headers: { ...length, ...headers } };
		const request = httpRequest(options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => void chunks.push(chunk));
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: Buffer.concat(chunks).toString('utf8')
				})
			);
			response.on('error', reject);
		});
		request.on('error', reject);
		request.end(body);
	});
}

/** A socket that only listens, or says what no client of ours says. */
export class Listener {
	/** Everything that has come in, binary frames read as UTF-8: markers are ASCII. */
	heard = '';
	/** The HTTP status or the close code that ended it; null while it is open. */
	ended: number | null = null;
	readonly opened: Promise<boolean>;
	#socket: WebSocket | null = null;

	constructor(connecting: Promise<WebSocket>) {
		this.opened = connecting.then((socket) => this.#attach(socket));
	}

	#attach(socket: WebSocket): Promise<boolean> {
		this.#socket = socket;
		socket.on('message', (data: Buffer) => (this.heard += data.toString('utf8') + '\n'));
		return new Promise((resolve) => {
			const end = (code: number): void => {
				this.ended ??= code;
				resolve(false);
			};
			socket.on('open', () => resolve(true));
			socket.on('unexpected-response', (_request, response) => {
				response.destroy();
				end(response.statusCode ?? 0);
			});
			socket.on('close', (code, reason) => {
				this.heard += reason.toString();
				end(code);
			});
			socket.on('error', () => undefined);
		});
	}

	say(frame: string | Uint8Array): void {
		this.#socket?.send(frame);
	}

	close(): void {
		this.#socket?.terminate();
	}
}
