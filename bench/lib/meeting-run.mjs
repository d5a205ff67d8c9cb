import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { spread } from './figures.mjs';
import { machineLoad } from './processor-time.mjs';

/** @typedef {import('./medskick.mjs').Medskick} Medskick */
/** @typedef {import('./meeting-seed.mjs').Meeting} Meeting */

const FOCUS_EVERY_MS = 10_000;
const QUESTION_EVERY_MS = 30_000;
/** Everybody answers a question within so long. */
const ANSWERING_MS = 10_000;
const COMMENTS_PER_SECOND = 2;
const AT_ONCE = 50;
const SETTLE_MS = 5_000;

/**
 * A meeting as it is held: everybody has its page open and follows; the host says what is being discussed, asks quick
 * questions that everybody answers, and comments come in.
 * @param {Medskick} medskick
 * @param {Meeting} meeting
 * @param {{ dialogue: string, seconds: number }} plan
 */
export async function measureMeeting(medskick, meeting, { dialogue, seconds }) {
	const hall = createHall(medskick, meeting, dialogue);
	await hall.open();
	const before = medskick.computed();
	const load = machineLoad();
	const start = performance.now();
	const end = start + seconds * 1_000;
	const work = [hall.changeFocus(end), hall.askQuestions(end), hall.comment(end)];
	await Promise.all(work);
	await pause(SETTLE_MS);
	const after = medskick.computed();
	const lasted = (performance.now() - start) / 1_000;
	const figures = hall.figures();
	hall.close();
	return {
		people: meeting.guests.length,
		seconds: Math.round(lasted),
		...figures,
		'server, share of a core': (after.server - before.server) / lasted,
		'Postgres, share of a core': (after.database - before.database) / lasted,
		'machine busy': `${Math.round(load() * 100)} %`
	};
}

/** @param {Medskick} medskick @param {Meeting} meeting @param {string} dialogue */
function createHall(medskick, meeting, dialogue) {
	const { origin } = medskick;
	const { text, guests, host } = meeting;
	const livePage = `${origin}/dialoger/${dialogue}/moten/${meeting.slug}/live`;
	const hostPage = `${origin}/arbetsyta/${dialogue}/moten/${meeting.slug}/led`;
	const pointsPage = `${origin}/dialoger/${dialogue}/underlag/${text.slug}`;
	/** @type {WebSocket[]} */
	const sockets = [];
	const focus = { section: '', at: 0, changes: 0, /** @type {Set<number>} */ seen: new Set() };
	/** @type {number[]} */
	const followed = [];
	/** @type {number[]} */
	const answered = [];
	/** @type {number[]} */
	const commented = [];
	/** @type {Map<number, number>} */
	const refused = new Map();

	/** @param {string} url @param {string} cookie @param {Record<string, string>} fields */
	async function post(url, cookie, fields) {
		const began = performance.now();
		const response = await fetch(url, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin, cookie },
			body: new URLSearchParams(fields)
		});
		await response.arrayBuffer();
		const { status } = response;
		if (status !== 200 && status !== 303) refused.set(status, (refused.get(status) ?? 0) + 1);
		return performance.now() - began;
	}

	/** @param {string} frame @param {number} index */
	function hear(frame, index) {
		if (focus.section === '' || focus.seen.has(index)) return;
		// The focus comes with the section's own words; its key is all that is looked for.
		if (!frame.includes(`"sectionId":"${focus.section}"`)) return;
		focus.seen.add(index);
		followed.push(performance.now() - focus.at);
	}

	/** @param {string} cookie @param {number} index */
	async function enter(cookie, index) {
		const url = `${origin.replace('http', 'ws')}/ws/meeting/${meeting.meetingId}?ours=1`;
		const socket = new WebSocket(url, { headers: { origin, cookie }, perMessageDeflate: false });
		socket.on('message', (data) => hear(data.toString(), index));
		await once(socket, 'open');
		sockets.push(socket);
	}

	return {
		async open() {
			for (let opened = 0; opened < guests.length; opened += AT_ONCE) {
				await Promise.all(guests.slice(opened, opened + AT_ONCE).map((cookie, n) => enter(cookie, opened + n)));
			}
			await pause(2_000);
		},

		/** @param {number} end */
		async changeFocus(end) {
			for (let turn = 0; performance.now() + FOCUS_EVERY_MS / 2 < end; turn++) {
				focus.section = text.sections[turn % text.sections.length] ?? '';
				focus.seen = new Set();
				focus.at = performance.now();
				focus.changes++;
				await post(`${hostPage}?/focus`, host, { place: `${text.documentId}/${focus.section}` });
				await pause(Math.max(0, focus.at + FOCUS_EVERY_MS - performance.now()));
			}
		},

		/** @param {number} end */
		async askQuestions(end) {
			await pause(1_000);
			for (let next = performance.now(); next + ANSWERING_MS < end; next += QUESTION_EVERY_MS) {
				await pause(Math.max(0, next - performance.now()));
				const fields = { kind: 'one', question: `Vad är viktigast (${newMark()})?`, lowLabel: '', highLabel: '' };
				await post(`${hostPage}?/add`, host, { ...fields, options: 'Elnätet\nLokalerna\nMenyn' });
				const id = await added(hostPage, host);
				await post(`${hostPage}?/question`, host, { questionId: id, what: 'open' });
				await this.answer(id);
				await post(`${hostPage}?/question`, host, { questionId: id, what: 'close' });
				await post(`${hostPage}?/question`, host, { questionId: id, what: 'show' });
			}
		},

		/** Everybody, one after the other within the time for it. @param {string} questionId */
		async answer(questionId) {
			const answers = guests.map(async (cookie, index) => {
				await pause((index * ANSWERING_MS) / guests.length);
				answered.push(await post(`${livePage}?/answer`, cookie, { questionId, choices: String(index % 3) }));
			});
			await Promise.all(answers);
		},

		/** @param {number} end */
		async comment(end) {
			/** @type {Promise<void>[]} */
			const sending = [];
			for (let turn = 0; performance.now() < end; turn++) {
				const cookie = guests[(turn * 7) % guests.length] ?? '';
				const fields = {
					versionId: text.versionId,
					kind: 'experience',
					text: `En synpunkt under mötet (${newMark()}).`,
					words: '',
					language: 'sv',
					idempotencyKey: newMark()
				};
				const url = `${pointsPage}?/send&tyckTill=hel`;
				sending.push(post(url, cookie, fields).then((took) => void commented.push(took)));
				await pause(1_000 / COMMENTS_PER_SECOND);
			}
			await Promise.all(sending);
		},

		figures: () => ({
			'focus changes': focus.changes,
			'focus p50 ms': spread(followed).p50,
			'focus p95 ms': spread(followed).p95,
			'focus max ms': spread(followed).max,
			'screens not reached': focus.changes * guests.length - followed.length,
			answers: answered.length,
			'answer p95 ms': spread(answered).p95,
			comments: commented.length,
			'comment p95 ms': spread(commented).p95,
			refused: [...refused].map(([status, count]) => `${status} × ${count}`).join(', ') || 0,
			'cut off': sockets.filter(({ readyState }) => readyState !== WebSocket.OPEN).length
		}),
		close: () => sockets.forEach((socket) => socket.terminate())
	};
}

const newMark = () => randomBytes(4).toString('hex');

/**
 * The question that was added last, as the host's page names it.
 * @param {string} hostPage @param {string} cookie
 */
async function added(hostPage, cookie) {
	const page = await (await fetch(hostPage, { headers: { cookie } })).text();
	const ids = [...page.matchAll(/name="questionId" value="([0-9a-f-]{36})"/g)].map(([, id = '']) => id);
	const newest = ids.toSorted().at(-1);
	if (newest === undefined) throw new Error('The host’s page shows no question');
	return newest;
}
