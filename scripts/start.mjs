// npm start: everything from an empty clone to a running service.
import { ensureBuilt, prepare } from './prepare.mjs';
import { supervise } from './supervise.mjs';

await prepare();
await ensureBuilt();
supervise(['server/main.ts'], { NODE_ENV: process.env.NODE_ENV ?? 'production' });
