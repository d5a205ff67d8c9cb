// npm run bench:feed: how long a comment takes to reach those who read. README.md tells what is measured.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from './lib/figures.mjs';
import { measureFeed } from './lib/feed-run.mjs';
import { startMedskick } from './lib/medskick.mjs';
import { DOCUMENTS, newDataDir, seed, slugOfDialogue } from './lib/seed.mjs';

const { values: options } = parseArgs({
	options: {
		data: { type: 'string' },
		readers: { type: 'string', default: '300,1000' },
		comments: { type: 'string', default: '60' },
		'per-second': { type: 'string', default: '2' }
	}
});

const dataDir = options.data ?? newDataDir();
if (options.data === undefined) await seed(dataDir);
try {
	const rows = [];
	for (const readers of options.readers.split(',').map(Number)) {
		const medskick = await startMedskick(dataDir);
		const path = `/dialoger/${await slugOfDialogue()}/underlag/${DOCUMENTS.feed.slug}`;
		const plan = { path, readers, comments: Number(options.comments), perSecond: Number(options['per-second']) };
		rows.push(await measureFeed(medskick, plan).finally(() => medskick.stop()));
	}
	console.log(table(rows));
} finally {
	if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}
