import { createClock } from '#server/clock.ts';
import { readConfig, type Environment } from '#server/config.ts';
import { openDatabase } from '#server/database/database.ts';
import { runningEmbedded } from '#server/database/embedded-visit.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { isMedskickError } from '#server/errors.ts';
import { createFeed } from '#server/feed/feed.ts';
import { type Logger, scrubText } from '#server/log.ts';
import { type Noted, noteReport } from './bounces.ts';
import { type DeliveryReport, LONGEST_MESSAGE, readReport } from './delivery-report.ts';

/** What a mail server is told: the exit code it goes by (sysexits.h), and one line without personal data. */
export type Piped = { exitCode: 0 | 75; says: string };

const DONE = 0;
/** EX_TEMPFAIL: the mail server keeps the message and tries again. */
const LATER = 75;

/**
 * Takes one message that came to the sender's address, as a mail server's pipe hands it over. With the same settings as
 * the application; an embedded database is used while the application runs it. Never throws.
 */
export async function takePiped(message: Uint8Array, environment: Environment, log: Logger): Promise<Piped> {
	try {
		const report = await readReport(message);
		if (report === null) return { exitCode: DONE, says: 'passed over: not a delivery report' };
		return { exitCode: DONE, says: wordsFor(await note(report, environment, log)) };
	} catch (error) {
		if (isMedskickError(error)) return { exitCode: DONE, says: `passed over: ${error.message}` };
		return { exitCode: LATER, says: `not taken, try again later: ${wordsOf(error)}` };
	}
}

async function note(report: DeliveryReport, environment: Environment, log: Logger): Promise<Noted> {
	const { databaseUrl, dataDir } = readConfig(environment);
	const url = databaseUrl ?? runningEmbedded(dataDir)?.appUrl;
	if (url === undefined) throw new Error(`no DATABASE_URL is set, and no embedded database runs in ${dataDir}`);
	const { database } = openDatabase(url, log, 1);
	const clock = createClock(null);
	const deps = { database, clock, feed: createFeed(() => undefined) };
	try {
		return await transact(deps, bySystem(), (change) =>
			noteReport(change, report, { at: clock.real(), dialogueId: null })
		);
	} finally {
		await database.destroy();
	}
}

function wordsFor(noted: Noted): string {
	if (noted.outcome === 'not_ours') return 'passed over: a report about no letter of ours';
	if (noted.outcome === 'marked') return `taken: the letter ${noted.letterId} came back`;
	if (noted.outcome === 'known') return `passed over: that the letter ${noted.letterId} came back was known`;
	return `passed over: nothing final about the letter ${noted.letterId}`;
}

/** Some errors of Node have several causes and no words of their own. */
function wordsOf(error: unknown): string {
	if (error instanceof AggregateError) return wordsOf(error.errors[0]);
	return scrubText(error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
}

/** Everything that comes, of which no more is kept than a report may have: whoever sends the rest is not cut off. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let kept = 0;
	for await (const chunk of stream) {
		if (kept > LONGEST_MESSAGE) continue;
		chunks.push(chunk);
		kept += chunk.byteLength;
	}
	return Buffer.concat(chunks);
}
