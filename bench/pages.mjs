// npm run bench:pages: what the reading page costs the server. README.md tells what is measured and what limits it.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { spread, table } from './lib/figures.mjs';
import { signIn, startMedskick } from './lib/medskick.mjs';
import { askAtPace } from './lib/pace.mjs';
import { machineLoad } from './lib/processor-time.mjs';
import { DOCUMENTS, newDataDir, seed, slugOfDialogue } from './lib/seed.mjs';

const { values: options } = parseArgs({
	options: {
		data: { type: 'string' },
		seconds: { type: 'string', default: '20' },
		only: { type: 'string', default: '' },
		profile: { type: 'string' }
	}
});
const WARM_SECONDS = 3;

const dataDir = options.data ?? newDataDir();
if (options.data === undefined) await seed(dataDir);
const medskick = await startMedskick(dataDir, options.profile === undefined ? {} : profiling(options.profile));
try {
	const rows = [];
	for (const page of await pages()) {
		if (page.name.includes(options.only)) rows.push(await measure(page));
	}
	console.log(table(rows));
} finally {
	await medskick.stop();
	if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}

/** @param {string} dir */
function profiling(dir) {
	return { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${dir}`] };
}

/** @typedef {{ name: string, path: string, cookie?: string, perSecond: number }} Page */

/** @returns {Promise<Page[]>} */
async function pages() {
	const dialogue = await slugOfDialogue();
	const path = (/** @type {string} */ slug) => `/dialoger/${dialogue}/underlag/${slug}`;
	const staff = await signIn(medskick, 'processledare');
	const few = path(DOCUMENTS.few.slug);
	const many = path(DOCUMENTS.many.slug);
	return [
		{ name: '200 points, visitor', path: few, perSecond: 20 },
		{ name: '200 points, visitor, in English', path: `/en${few}`, perSecond: 20 },
		{ name: '200 points, earlier version', path: `${few}?version=1`, perSecond: 20 },
		{ name: '200 points, staff', path: few, cookie: staff, perSecond: 20 },
		{ name: '5000 points, visitor', path: many, perSecond: 5 },
		{ name: '5000 points, staff', path: many, cookie: staff, perSecond: 5 }
	];
}

/** @param {Page} page */
async function measure({ name, path, cookie, perSecond }) {
	const url = medskick.origin + path;
	const headers = { 'accept-encoding': 'gzip, br', ...(cookie === undefined ? {} : { cookie }) };
	await askAtPace({ url, headers, perSecond, seconds: WARM_SECONDS });
	const before = medskick.computed();
	const load = machineLoad();
	const answers = await askAtPace({ url, headers, perSecond, seconds: Number(options.seconds) });
	const after = medskick.computed();
	const html = await (await fetch(url, { headers: cookie === undefined ? {} : { cookie } })).text();
	const { p50, p95, max } = spread(answers.map((answer) => answer.lastByteMs));
	return {
		page: name,
		'per second': perSecond,
		'p50 ms': p50,
		'p95 ms': p95,
		'max ms': max,
		'server CPU ms': ((after.server - before.server) * 1000) / answers.length,
		'Postgres CPU ms': ((after.database - before.database) * 1000) / answers.length,
		'HTML kB': Buffer.byteLength(html) / 1000,
		'gzip kB': gzipSync(html).length / 1000,
		'sent kB': (answers[0]?.bytes ?? 0) / 1000,
		'machine busy': `${Math.round(load() * 100)} %`
	};
}
