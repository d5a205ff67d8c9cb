// Counts for scripts/test.mjs, written to the file that MEDSKICK_COUNTS names.
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export default class CountingReporter {
	/** @type {import('@playwright/test/reporter').Suite | null} */
	#suite = null;
	/** @type {string[]} what went wrong outside any test */
	#errors = [];

	/** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} suite */
	onBegin(_config, suite) {
		this.#suite = suite;
	}

	/** @param {import('@playwright/test/reporter').TestError} error */
	onError(error) {
		this.#errors.push(`outside any test: ${said(error)}`);
	}

	onEnd() {
		const tests = this.#suite?.allTests() ?? [];
		const skipped = tests.filter((test) => test.outcome() === 'skipped');
		const failed = tests.filter((test) => !['skipped', 'expected'].includes(test.outcome()));
		const counts = {
			passed: tests.length - failed.length - skipped.length,
			failures: [...failed.map((test) => `${nameOf(test)}: ${errorsOf(test)}`), ...this.#errors],
			skipped: skipped.map((test) => `${nameOf(test)}: ${reasonOf(test)}`)
		};
		if (process.env.MEDSKICK_COUNTS) writeFileSync(process.env.MEDSKICK_COUNTS, JSON.stringify(counts));
	}

	printsToStdio() {
		return false;
	}
}

/** @param {import('@playwright/test/reporter').TestError} error */
const said = (error) => stripVTControlCharacters(error.message ?? error.value ?? 'no reason given');

/** @param {import('@playwright/test/reporter').TestCase} test */
const nameOf = (test) => test.titlePath().filter(Boolean).join(' > ');

/** @param {import('@playwright/test/reporter').TestCase} test */
const errorsOf = (test) => test.results.flatMap((result) => result.errors.map(said)).join('; ');

/** @param {import('@playwright/test/reporter').TestCase} test */
function reasonOf(test) {
	const notes = [...test.annotations, ...test.results.flatMap((result) => result.annotations)];
	const note = notes.find(({ type, description }) => (type === 'skip' || type === 'fixme') && description);
	return note?.description ?? 'no reason given (a test before it failed, or none was written)';
}
