import { createServer } from 'node:http';
import crossws from 'crossws/adapters/node';
import { createHandler } from 'y-crossws';

const server = createServer((_request, response) => response.writeHead(426).end());
const sockets = crossws(createHandler());
server.on('upgrade', sockets.handleUpgrade);
server.listen(Number(process.env.PORT), '127.0.0.1');
