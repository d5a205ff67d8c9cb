import { setTimeout as pause } from 'node:timers/promises';
import { SectionTeller } from '#lib/protocol/section-teller.ts';
import { Client, eachState, openAll } from './client.mjs';
import { awarenessUpdate, sectionFrame } from './framing.mjs';
import { Histogram } from './histogram.mjs';
import { eachMark, mark } from './markers.mjs';
import { beginWindow, now, round } from './measuring.mjs';
import { target } from './target.mjs';

const EVERY_MS = 2_000;
const SETTLE_MS = 10_000;
/** Everybody has moved twice before it counts: what follows a thousand joins is not what a meeting costs. */
const WARM_MS = 4_000;
const PATIENCE_MS = 3_000;
const SECTIONS = 40;
/** One in so many of ours carries a mark in its section's name, by which arrival is timed. */
const PROBE_EVERY = 50;

/**
 * W2: everybody moves every two seconds. Others relay a state per person; ours counts people per section and tells the
 * counts, so there only a few carry a mark: the counts they arrive with hold everybody.
 * @param {{ people: number, ms: number, stock: boolean }} plan
 */
export async function presence({ people, ms, stock }) {
	const sections = target.countsSections === true && !stock;
	const crowd = createCrowd(people, sections ? PROBE_EVERY : 1);
	const room = target.room('presence');
	const opened = await openAll(people, (index) => join(room, index, crowd, { sections, stock }), 20);
	await crowd.settled();
	const move = (/** @type {Client} */ client, /** @type {number} */ index) => crowd.move(client, index, sections);
	await moveAround(opened.clients, WARM_MS, move);
	crowd.start();
	const endWindow = beginWindow(opened.clients);
	const moves = await moveAround(opened.clients, ms, move);
	const inTime = crowd.count();
	await crowd.arrived(PATIENCE_MS);
	const window = endWindow();
	const { sent, delivered, latencyMs } = crowd.count();
	return {
		moves,
		expected: sent * (people - 1),
		delivered,
		coverage: round(delivered / (sent * (people - 1))),
		inTime: round(inTime.delivered / (sent * (people - 1))),
		latencyMs,
		...window
	};
}

/**
 * @param {string} room
 * @param {number} index
 * @param {ReturnType<typeof createCrowd>} crowd
 * @param {{ sections: boolean, stock: boolean }} kind
 */
function join(room, index, crowd, { sections, stock }) {
	const listen = crowd.listener(index);
	/** @type {Client} */
	const client = new Client(room, {
		stock,
		cookie: stock ? target.writer(index) : undefined,
		presence: sections ? undefined : () => crowd.state(index),
		onPresence: (buffer, start, end) => {
			crowd.teller(client, index).heard();
			listen(buffer, start, end);
		},
		onAwareness: stock ? withEchoes(listen, () => client) : listen
	});
	return client;
}

/**
 * What a stock y-websocket client does: it sends every state that was new to it back to the server.
 * @param {(buffer: Buffer, start: number, end: number) => void} listen
 * @param {() => Client} client
 */
function withEchoes(listen, client) {
	/** @type {Map<number, number>} */
	const clocks = new Map();
	return (/** @type {Buffer} */ buffer, /** @type {number} */ start, /** @type {number} */ end) => {
		listen(buffer, start, end);
		eachState(buffer.subarray(start, end), (id, clock, state) => {
			if ((clocks.get(id) ?? -1) >= clock) return;
			clocks.set(id, clock);
			if (!client().socket.closed) client().awareness(awarenessUpdate(id, clock, state));
		});
	};
}

/** Who has said what, and who has seen it. @param {number} people @param {number} markEvery */
function createCrowd(people, markEvery) {
	const newest = new Int32Array(people * people).fill(-1);
	/** @type {number[][]} */
	const sentAt = Array.from({ length: people }, () => []);
	const clocks = new Int32Array(people);
	/** @type {SectionTeller[]} */
	const tellers = [];
	const latency = new Histogram();
	let began = Infinity;
	let seen = 0;
	let delivered = 0;
	let sent = 0;

	/** @param {number} index */
	function nextMark(index) {
		sentAt[index]?.push(now());
		if (began < Infinity) sent++;
		return mark(index, (sentAt[index]?.length ?? 1) - 1);
	}

	/** @param {number} index */
	function state(index) {
		const id = 1_000 + index * 7_919;
		const place = { type: null, tname: 't', item: { client: id, clock: 100 + (sentAt[index]?.length ?? 0) }, assoc: 0 };
		const user = { name: `Participant ${index}`, color: '#30bced', colorLight: '#30bced33' };
		clocks[index] = (clocks[index] ?? 0) + 1;
		const said = JSON.stringify({ user, cursor: { anchor: place, head: place }, mark: nextMark(index) });
		return awarenessUpdate(id, clocks[index] ?? 1, said);
	}

	return {
		state,
		/** @param {Client} client @param {number} index @param {boolean} sections */
		move(client, index, sections) {
			if (!sections) return client.awareness(state(index));
			const section = index % markEvery === 0 ? nextMark(index) : `section-${Math.floor(Math.random() * SECTIONS)}`;
			this.teller(client, index).moveTo(section);
		},
		/** Where people are is said as the browser says it. @param {Client} client @param {number} index */
		teller: (client, index) =>
			(tellers[index] ??= new SectionTeller((section) => {
				client.socket.send(sectionFrame(section));
				return true;
			})),
		/** @param {number} index of the receiver */
		listener: (index) => (/** @type {Buffer} */ buffer, /** @type {number} */ start, /** @type {number} */ end) => {
			const at = now();
			eachMark(buffer, start, end, (sender, number) => {
				seen++;
				const key = index * people + sender;
				const known = newest[key] ?? -1;
				if (sender >= people || sender === index || number <= known) return;
				newest[key] = number;
				const sentThen = sentAt[sender]?.[number];
				if (sentThen === undefined || sentThen < began) return;
				delivered++;
				latency.add(at - sentThen);
			});
		},
		/** Waits until what everybody hears on joining has been heard. */
		async settled() {
			for (let before = -1, end = now() + SETTLE_MS; before !== seen && now() < end;) {
				before = seen;
				await pause(250);
			}
		},
		start() {
			began = now();
		},
		/** @param {number} ms */
		async arrived(ms) {
			for (const end = now() + ms; delivered < sent * (people - 1) && now() < end;) await pause(20);
		},
		count: () => ({ sent, delivered, latencyMs: latency.summary() })
	};
}

/**
 * @param {readonly Client[]} clients
 * @param {number} ms
 * @param {(client: Client, index: number) => void} move
 */
async function moveAround(clients, ms, move) {
	const start = now();
	const due = clients.map(() => start + Math.random() * EVERY_MS);
	let moves = 0;
	while (now() < start + ms) {
		for (const [index, client] of clients.entries()) {
			if ((due[index] ?? Infinity) > now() || client.socket.closed) continue;
			due[index] = (due[index] ?? 0) + EVERY_MS;
			move(client, index);
			moves++;
		}
		await pause(1);
	}
	return moves;
}
