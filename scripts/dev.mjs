// npm run dev: Vite with live rooms and the same database as npm start. Same port, so the same origin holds.
import { prepare, tool } from './prepare.mjs';
import { supervise } from './supervise.mjs';

await prepare();
const port = process.env.PORT || '3000';
const host = process.env.HOST || '127.0.0.1';
supervise([tool('vite/bin/vite.js'), 'dev', '--port', port, '--strictPort', '--host', host]);
