// npm run bench:pages and npm run bench:feed: on what is built, and built first where that is stale.
import { ensureBuilt, prepare, runNode } from '../scripts/prepare.mjs';

await prepare();
await ensureBuilt();
const [name, ...options] = process.argv.slice(2);
process.exit(await runNode([`bench/${name}.mjs`, ...options]));
