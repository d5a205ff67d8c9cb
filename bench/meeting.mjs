// npm run bench:meeting: a live meeting of a thousand. README.md tells what is measured.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from './lib/figures.mjs';
import { startMedskick } from './lib/medskick.mjs';
import { measureMeeting } from './lib/meeting-run.mjs';
import { seedMeeting } from './lib/meeting-seed.mjs';
import { newDataDir, seed, slugOfDialogue } from './lib/seed.mjs';

const { values: options } = parseArgs({
	options: {
		people: { type: 'string', default: '1000' },
		seconds: { type: 'string', default: '300' }
	}
});

const dataDir = newDataDir();
try {
	await seed(dataDir);
	const meeting = await seedMeeting(dataDir, Number(options.people));
	const medskick = await startMedskick(dataDir);
	const plan = { dialogue: await slugOfDialogue(), seconds: Number(options.seconds) };
	const row = await measureMeeting(medskick, meeting, plan).finally(() => medskick.stop());
	console.log(table([row]));
} finally {
	rmSync(dataDir, { recursive: true, force: true });
}
