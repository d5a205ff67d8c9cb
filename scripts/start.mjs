// npm start: everything from an empty clone to a running service.
import { ensureBuilt, prepare, server } from './prepare.mjs';
import { supervise } from './supervise.mjs';

await prepare();
await ensureBuilt();
supervise(server, { NODE_ENV: process.env.NODE_ENV ?? 'production' });
