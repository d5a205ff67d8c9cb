// Counts for scripts/test.mjs, written to the file that MEDSKICK_COUNTS names.
import { writeFileSync } from 'node:fs';

export default class CountingReporter {
	/** @type {import('@playwright/test/reporter').Suite | null} */
	#suite = null;
	#errors = 0;

	/** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} suite */
	onBegin(_config, suite) {
		this.#suite = suite;
	}

	onError() {
		this.#errors += 1;
	}

	onEnd() {
		const tests = this.#suite?.allTests() ?? [];
		const skipped = tests.filter((test) => test.outcome() === 'skipped');
		const passed = tests.filter((test) => test.outcome() === 'expected');
		const counts = {
			passed: passed.length,
			failed: tests.length - passed.length - skipped.length + this.#errors,
			skipped: skipped.map((test) => `${test.titlePath().filter(Boolean).join(' > ')}: ${reasonOf(test)}`)
		};
		if (process.env.MEDSKICK_COUNTS) writeFileSync(process.env.MEDSKICK_COUNTS, JSON.stringify(counts));
	}

	printsToStdio() {
		return false;
	}
}

/** @param {import('@playwright/test/reporter').TestCase} test */
function reasonOf(test) {
	const notes = [...test.annotations, ...test.results.flatMap((result) => result.annotations)];
	const note = notes.find(({ type, description }) => (type === 'skip' || type === 'fixme') && description);
	return note?.description ?? 'no reason given (a test before it failed, or none was written)';
}
