// @y/websocket-server with y-postgresql, wired up as the latter's README says: one insert per update, not awaited.
import { createServer } from 'node:http';
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import { PostgresqlPersistence } from 'y-postgresql';
import * as Y from 'yjs';

const { hostname, port, pathname, username, password } = new URL(process.env.DATABASE_URL ?? '');
const texts = await PostgresqlPersistence.build(
	{ host: hostname, port: Number(port), database: pathname.slice(1), user: username, password },
	{ tableName: 'yjs-writings', useIndex: false, flushSize: 200 }
);
setPersistence({
	bindState: async (name, doc) => {
		const stored = await texts.getYDoc(name);
		texts.storeUpdate(name, Y.encodeStateAsUpdate(doc));
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored));
		doc.on('update', (update) => texts.storeUpdate(name, update));
	},
	writeState: () => Promise.resolve()
});
const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', setupWSConnection);
const server = createServer((_request, response) => response.end());
server.on('upgrade', (request, socket, head) =>
	sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
);
server.listen(Number(process.env.PORT), '127.0.0.1');
