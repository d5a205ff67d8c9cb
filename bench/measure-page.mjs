// What must a reader's browser load before a text can be read and commented on? Every run is a new browser process
// with an empty profile. Prints one line of JSON with the medians. No dependencies but Chromium.
//
//   node bench/measure-page.mjs --url URL --text "words of the first paragraph" [--can-comment CSS] [--type-into CSS]
//        [--profile none|slow4g|latencyMs,downKbps,upKbps,cpuSlower] [--runs 5] [--viewport 1366x768]
//
// --can-comment: when this can be seen and is not covered. --type-into: when a press on it has opened this field in
// the page, without loading another: the page's script is at work.
import { parseArgs } from 'node:util';
import { median } from './lib/figures.mjs';
import { loadOnce } from './lib/page-run.mjs';

const { values: options } = parseArgs({
	options: {
		url: { type: 'string' },
		text: { type: 'string' },
		'can-comment': { type: 'string' },
		'type-into': { type: 'string' },
		profile: { type: 'string', default: 'none' },
		runs: { type: 'string', default: '5' },
		viewport: { type: 'string', default: '1366x768' },
		timeout: { type: 'string', default: '60000' },
		chromium: { type: 'string' }
	}
});
if (options.url === undefined || options.text === undefined) {
	process.stderr.write('--url and --text are needed\n');
	process.exit(2);
}

/** Slow 4G as the field measures it: 400 ms for each request, 1.6 Mbit/s, a processor four times slower. */
const PROFILES = new Map([
	['none', [0, 0, 0, 1]],
	['slow4g', [400, 1600, 750, 4]]
]);
const [latencyMs = 0, downKbps = 0, upKbps = 0, slower = 1] =
	PROFILES.get(options.profile) ?? options.profile.split(',').map(Number);
const [width = 1366, height = 768] = options.viewport.split('x').map(Number);

/** @type {Awaited<ReturnType<typeof loadOnce>>[]} */
const runs = [];
for (let run = 0; run < Number(options.runs); run++) {
	runs.push(
		await loadOnce({
			url: options.url,
			watched: {
				text: options.text,
				canComment: options['can-comment'] ?? null,
				typeInto: options['type-into'] ?? null
			},
			profile: { latencyMs, downKbps, upKbps, slower },
			viewport: { width, height },
			program: options.chromium,
			timeoutMs: Number(options.timeout)
		})
	);
}

/** @param {(number | null)[]} values */
const middle = (values) => {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : Math.round(median(known));
};
const [first = {}] = runs;
const keys = /** @type {(keyof typeof runs[number])[]} */ (Object.keys(first));
const medians = Object.fromEntries(keys.map((key) => [key, middle(runs.map((run) => run[key]))]));
console.log(JSON.stringify({ url: options.url, profile: options.profile, runs: runs.length, ...medians }));
