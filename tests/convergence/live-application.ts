import type { Application } from '#server/application.ts';
import { createHttpServer, listenAt } from '#server/http/http-server.ts';
import type { Person } from '#server/permissions/actor.ts';
import type { Limits } from '#server/realtime/limits.ts';
import { testApplication } from '../support/application.ts';
import { signIn } from '../support/site.ts';
import { LiveClient, RawClient, type ClientOptions } from './live-client.ts';

/** The whole application with its real commands behind a real server, for sockets only. */
export type LiveApplication = {
	app: Application;
	origin: string;
	socketOrigin: string;
	/** A new session of this person: the `Cookie` header of a browser that has it. */
	session(person: Person): Promise<string>;
	editor(path: string, options: ClientOptions): LiveClient;
	/** A bare socket that is in. */
	raw(path: string, cookie: string): Promise<RawClient>;
	/** How a new socket is answered: a status or a close code, or 0 when it is let in. */
	knock(path: string, cookie: string): Promise<number>;
	close(): Promise<void>;
};

const LET_IN_MS = 400;

export async function liveApplication(limits: Partial<Limits> = {}): Promise<LiveApplication> {
	const { app, close } = await testApplication({ limits });
	const http = createHttpServer((_request, response) => void response.end());
	http.on('upgrade', (request, socket, head) => app.realtime.handleUpgrade(request, socket, head));
	const socketOrigin = `ws://127.0.0.1:${await listenAt(http, { host: '127.0.0.1', port: 0 })}`;
	const { origin } = app.config;
	const open = (path: string, cookie: string) => new RawClient(socketOrigin + path, { origin, cookie });
	return {
		app,
		origin,
		socketOrigin,
		session: (person) => signIn(app, person.accountId),
		editor: (path, options) => new LiveClient({ origin, socketOrigin }, path, options),
		raw: (path, cookie) => open(path, cookie).opened(),
		knock: async (path, cookie) => {
			const raw = open(path, cookie);
			const stays = new Promise<number>((resolve) => setTimeout(() => resolve(0), LET_IN_MS));
			const answer = await Promise.race([raw.end(), stays]);
			raw.socket.terminate();
			return answer;
		},
		async close() {
			await app.realtime.drain(50);
			http.close();
			http.closeAllConnections();
			await close();
		}
	};
}
