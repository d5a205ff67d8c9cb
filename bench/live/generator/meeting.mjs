import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { Client, openAll } from './client.mjs';
import { TEXT } from './framing.mjs';
import { Histogram } from './histogram.mjs';
import { eachMark, mark, MARK_LENGTH } from './markers.mjs';
import { beginWindow, now, round } from './measuring.mjs';
import { target } from './target.mjs';

const PER_SECOND = 4;
const WHOLE_READERS = 3;
const PATIENCE_MS = 5_000;
/** What a thousand joins leave behind is cleared away before it counts. */
const SETTLE_MS = 2_000;
/** So often a writer begins somewhere else instead of typing on. */
const MOVES_EVERY = 20;
/** More than one writer writes in one run. */
const MOST = 1_024;

/** W1: one text, many readers, a few writers. @param {{ readers: number, writers: number, ms: number }} plan */
export async function meeting({ readers, writers, ms }) {
	const meeting = await openMeeting(readers, writers);
	const endWindow = beginWindow(meeting.all);
	await meeting.write(ms);
	await meeting.arrived();
	const window = endWindow();
	const { sent, delivered, latency } = meeting.count();
	return {
		sent,
		delivered,
		missing: sent * (readers + writers - 1) - delivered,
		microsecondsPerDelivery: round((window.serverSeconds * 1e6) / delivered, 2),
		latencyMs: latency,
		converged: await meeting.converged(),
		...window
	};
}

/** @param {number} readers @param {number} writers */
export async function openMeeting(readers, writers) {
	const room = target.room('meeting');
	const counter = createCounter(writers);
	const open = (/** @type {number | null} */ writer, /** @type {boolean} */ whole) =>
		new Client(room, {
			cookie: writer === null ? undefined : target.writer(writer),
			doc: whole ? new Y.Doc() : undefined,
			onChanges: counter.listener(writer)
		});
	const writing = (await openAll(writers, (index) => open(index, true))).clients;
	const reading = (await openAll(readers, (index) => open(null, index < WHOLE_READERS))).clients;
	await pause(SETTLE_MS);
	return {
		all: [...writing, ...reading],
		count: counter.count,
		write: (/** @type {number} */ ms) =>
			Promise.all(writing.map((client, index) => type(client, index, writers, ms, counter))),
		async arrived() {
			const expected = counter.count().sent * (readers + writers - 1);
			for (const end = now() + PATIENCE_MS; counter.count().delivered < expected && now() < end;) await pause(20);
		},
		/** Everybody holds every update; the whole documents, one that joins late included, are equal. */
		async converged() {
			const late = new Client(room, { doc: new Y.Doc() });
			await late.ready();
			await pause(300);
			const texts = [...writing, ...reading.slice(0, WHOLE_READERS), late].map((client) => client.text);
			const { sent, complete } = counter.count();
			return new Set(texts).size === 1 && complete === readers && late.text.length === sent * MARK_LENGTH;
		}
	};
}

/** Counts who has seen which mark. @param {number} writers */
function createCounter(writers) {
	/** @type {number[][]} */
	const sentAt = Array.from({ length: writers }, () => []);
	const latency = new Histogram();
	/** @type {{ writer: number | null, seen: Uint8Array, count: number }[]} */
	const receivers = [];
	let delivered = 0;
	const total = () => sentAt.reduce((sum, times) => sum + times.length, 0);
	return {
		/** @param {number} writer */
		send(writer) {
			sentAt[writer]?.push(now());
			return mark(writer, (sentAt[writer]?.length ?? 1) - 1);
		},
		/** @param {number | null} writer of whom the listener is, whose own marks do not count */
		listener(writer) {
			const receiver = { writer, seen: new Uint8Array(writers * MOST), count: 0 };
			receivers.push(receiver);
			return (/** @type {Buffer} */ buffer, /** @type {number} */ start, /** @type {number} */ end) => {
				const at = now();
				eachMark(buffer, start, end, (sender, number) => {
					const sent = sentAt[sender]?.[number];
					const key = number * writers + sender;
					if (sent === undefined || sender === writer || receiver.seen[key] === 1) return;
					receiver.seen[key] = 1;
					receiver.count++;
					delivered++;
					latency.add(at - sent);
				});
			};
		},
		count: () => ({
			sent: total(),
			delivered,
			latency: latency.summary(),
			complete: receivers.filter(({ writer, count }) => writer === null && count === total()).length
		})
	};
}

/**
 * Types on behind the own last word, and begins somewhere else now and then.
 * @param {Client} client @param {number} index @param {number} writers @param {number} ms
 * @param {ReturnType<typeof createCounter>} counter
 */
async function type(client, index, writers, ms, counter) {
	const doc = client.options.doc ?? new Y.Doc();
	const text = doc.getText(TEXT);
	const step = 1000 / PER_SECOND;
	const began = now();
	/** @type {Y.RelativePosition | null} */
	let last = null;
	for (let number = 0; number < (ms / 1000) * PER_SECOND; number++) {
		const wait = began + (index * step) / writers + number * step - now();
		if (wait > 0) await pause(wait);
		const moves = number % MOVES_EVERY === 0;
		const anywhere = () => Math.floor(Math.random() * (text.length / MARK_LENGTH + 1)) * MARK_LENGTH;
		const behind = last === null ? null : Y.createAbsolutePositionFromRelativePosition(last, doc);
		const at = moves ? anywhere() : (behind?.index ?? 0);
		text.insert(at, counter.send(index));
		last = Y.createRelativePositionFromTypeIndex(text, at + MARK_LENGTH, -1);
	}
}
