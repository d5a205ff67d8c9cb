import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { createYjsServer } from 'yjs-server';

const sockets = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1' });
const server = createYjsServer({ createDoc: () => new Y.Doc() });
sockets.on('connection', (socket, request) => server.handleConnection(socket, request));
