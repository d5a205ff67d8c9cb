// npm run doctor: what a running Medskick depends on, one line for each, and what to do. It changes nothing, installs
// nothing and builds nothing. `-- --json` for programs, `-- --deep` for the whole audit trail.
import { fileURLToPath } from 'node:url';
import { buildState, fail, isInstalled, runNode } from './prepare.mjs';

const OPTIONS = ['--json', '--deep'];
const INSIDE = 'examine';

const [first, ...rest] = process.argv.slice(2);
if (first === INSIDE) await report(rest);
else {
	const unknown = process.argv.slice(2).filter((option) => !OPTIONS.includes(option));
	if (unknown.length > 0) fail(`No such option: ${unknown.join(', ')}. There are: ${OPTIONS.join(', ')}.`);
	if (!isInstalled()) fail('error    installation  nothing is installed yet. Run npm start');
	// What it takes is TypeScript, which the machine's own Node may not run.
	process.exitCode = await runNode([fileURLToPath(import.meta.url), INSIDE, ...process.argv.slice(2)]);
}

/** @param {string[]} options */
async function report(options) {
	const { examine } = await import('#server/doctor/examination.ts');
	const { exitCodeOf, machineReadable, readable } = await import('#server/doctor/report.ts');
	const { createLog } = await import('#server/log.ts');
	const findings = await examine({
		environment: process.env,
		installation: { nodeVersion: process.versions.node, build: buildState() },
		log: createLog({ level: 'fatal' }),
		now: Date.now,
		deep: options.includes('--deep')
	});
	process.stdout.write(options.includes('--json') ? machineReadable(findings) : readable(findings));
	process.exitCode = exitCodeOf(findings);
}
