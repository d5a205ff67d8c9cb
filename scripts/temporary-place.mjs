// Where tests put their databases, and what their browsers keep.
import { existsSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** Several times what the tests of a run have there at once. */
const PLENTY = 8 * 2 ** 30;

/**
 * The folder for temporary files: in memory where there is plenty, otherwise the usual one; `TMPDIR` decides before
 * both. Tests make and remove hundreds of databases of hundreds of files, and a file system may go through everything
 * that was removed of late for each file that is made: ext4 without a journal took a third of the integration tests.
 * @returns {string}
 */
export function temporaryPlace() {
	if (process.env.TMPDIR !== undefined || !existsSync(MEMORY)) return tmpdir();
	const { bavail, bsize } = statfsSync(MEMORY);
	return Math.min(bavail * bsize, freemem()) > PLENTY ? MEMORY : tmpdir();
}
