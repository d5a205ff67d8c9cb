import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { spread } from './figures.mjs';
import { machineLoad } from './processor-time.mjs';
import { openReaders } from './readers.mjs';

/** @typedef {Pick<import('./medskick.mjs').Medskick, 'origin' | 'computed'>} Site */

const WRITERS = 20;
const PATIENCE_MS = 10_000;

/**
 * Comments are posted at a fixed rate by the form as it works without JavaScript, one writer after the other. A
 * comment's time to a reader runs from the start of its POST.
 * @param {Site} medskick
 * @param {{ path: string, documentId?: string, readers: number, comments: number, perSecond: number }} plan `path`: the
 *   document's page, which names the document once it has points
 */
export async function measureFeed(medskick, { path, readers: count, comments, perSecond, ...plan }) {
	const page = medskick.origin + path;
	const documentId = plan.documentId ?? found(/"documentId":"([0-9a-f-]{36})"/, await textAt(`${page}/punkter`));
	const versionId = found(/name="versionId" value="([0-9a-f-]{36})"/, await textAt(`${page}?tyckTill=hel`));
	/** @type {Map<string, number>} */
	const began = new Map();
	/** @type {number[]} */
	const delays = [];
	const readers = await openReaders({
		origin: medskick.origin,
		documentId,
		count,
		onPoint: (mark, at) => delays.push(at - (began.get(mark) ?? at))
	});
	const post = poster(medskick, page, versionId);
	const cookies = await Promise.all(Array.from({ length: WRITERS }, (_, index) => post(newMark(), index)));
	await pause(1_000);
	delays.length = 0;

	const before = medskick.computed();
	const load = machineLoad();
	const answers = [];
	const start = performance.now();
	for (let index = 0; index < comments; index++) {
		const wait = start + (index * 1000) / perSecond - performance.now();
		if (wait > 0) await pause(wait);
		const mark = newMark();
		began.set(mark, performance.now());
		answers.push(post(mark, index, cookies[index % WRITERS]).then(() => performance.now() - (began.get(mark) ?? 0)));
	}
	const acknowledged = await Promise.all(answers);
	const expected = comments * count;
	for (const end = Date.now() + PATIENCE_MS; delays.length < expected && Date.now() < end;) await pause(50);
	const after = medskick.computed();
	const lost = readers.lost();
	readers.close();
	const { p50, p95, max } = spread(delays);
	return {
		readers: count,
		comments,
		'per second': perSecond,
		'p50 ms': p50,
		'p95 ms': p95,
		'max ms': max,
		'answered p95 ms': spread(acknowledged).p95,
		'not arrived': expected - delays.length,
		'cut off': lost,
		'server CPU ms': ((after.server - before.server) * 1000) / comments,
		'Postgres CPU ms': ((after.database - before.database) * 1000) / comments,
		'machine busy': `${Math.round(load() * 100)} %`
	};
}

const newMark = () => `mätning-${randomBytes(4).toString('hex')}`;

/** @param {string} url */
const textAt = async (url) => (await fetch(url)).text();

/** @param {RegExp} pattern @param {string} text */
function found(pattern, text) {
	const value = pattern.exec(text)?.[1];
	if (value === undefined) throw new Error(`The page does not show ${pattern}`);
	return value;
}

/** @param {Site} medskick @param {string} page @param {string} versionId */
function poster(medskick, page, versionId) {
	/**
	 * @param {string} mark
	 * @param {number} index of the writer
	 * @param {string} [cookie] of one who has sent something before
	 * @returns {Promise<string>} the cookie to go on with
	 */
	return async (mark, index, cookie) => {
		const fields = {
			versionId,
			kind: 'experience',
			text: `En synpunkt till (${mark}).`,
			name: `Skribent ${index % WRITERS}`,
			organisationName: '',
			organisationType: 'private_person',
			email: '',
			words: '',
			language: 'sv',
			idempotencyKey: mark
		};
		const answer = await fetch(`${page}?/send&tyckTill=hel`, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin: medskick.origin, ...(cookie === undefined ? {} : { cookie }) },
			body: new URLSearchParams(fields)
		});
		if (answer.status !== 303 && answer.status !== 200) throw new Error(`A comment was answered with ${answer.status}`);
		await answer.arrayBuffer();
		return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie ?? '';
	};
}
