// Counts for scripts/test.mjs, written to the file that MEDSKICK_COUNTS names.
import { writeFileSync } from 'node:fs';

export default class CountingReporter {
	/**
	 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
	 * @param {ReadonlyArray<unknown>} unhandled
	 */
	onTestRunEnd(modules, unhandled) {
		const counts = { passed: 0, failed: unhandled.length, skipped: /** @type {string[]} */ ([]) };
		for (const module of modules) {
			// A file that does not load has no tests to fail.
			counts.failed += module.errors().length;
			for (const test of module.children.allTests()) count(test, counts);
		}
		if (process.env.MEDSKICK_COUNTS) writeFileSync(process.env.MEDSKICK_COUNTS, JSON.stringify(counts));
	}
}

/**
 * @param {import('vitest/node').TestCase} test
 * @param {{ passed: number, failed: number, skipped: string[] }} counts
 */
function count(test, counts) {
	const result = test.result();
	if (result.state === 'passed') counts.passed += 1;
	else if (result.state === 'skipped') counts.skipped.push(`${test.fullName}: ${result.note ?? 'no reason given'}`);
	else counts.failed += 1;
}
