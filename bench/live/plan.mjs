/**
 * What is measured, and against whom.
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {string} work of the generator (generator/main.mjs)
 * @property {(size: number, ms: number) => Record<string, unknown>} plan
 * @property {number} size how many clients, rooms or sockets
 * @property {number} [ms] window, where there is one
 * @property {readonly string[]} targets
 * @property {readonly string[]} [once] of these, those that are measured in the first repetition only, as limits are
 * @property {'seedText' | 'typeHistory'} [seed] done before; a server that keeps its texts is then started anew
 */

const ON_POSTGRES = ['hp-pg', 'hp-pg1', 'ywss-pg'];

/** @type {readonly Workload[]} */
export const WORKLOADS = [
	{
		name: 'W1',
		title: 'W1: one text, 1,000 readers, 5 writers × 4 updates/s',
		work: 'meeting',
		size: 1_000,
		ms: 10_000,
		plan: (readers, ms) => ({ readers, writers: 5, ms }),
		targets: ['ours', 'hp', 'hp-f16', 'yjsserver', 'ycrossws', 'ywss', 'merge16'],
		once: ['hp', 'ywss']
	},
	{
		name: 'W1busy',
		title: 'W1 busy: the same with 50 writers',
		work: 'meeting',
		size: 1_000,
		ms: 6_000,
		plan: (readers, ms) => ({ readers, writers: 50, ms }),
		targets: ['ours', 'hp', 'hp-f16', 'ywss', 'merge16'],
		once: ['ywss']
	},
	{
		name: 'W2',
		title: 'W2: presence, 1,000 people moving every 2 s',
		work: 'presence',
		size: 1_000,
		ms: 16_000,
		plan: (people, ms) => ({ people, ms, stock: false }),
		targets: ['ours', 'hp', 'hp-f16', 'merge100']
	},
	{
		name: 'W2stock',
		title: 'W2 stock: 300 y-websocket clients with their echoes, moving every 2 s',
		work: 'presence',
		size: 300,
		ms: 6_000,
		plan: (people, ms) => ({ people, ms, stock: true }),
		targets: ['ours', 'yjsserver', 'ycrossws', 'ywss'],
		once: ['ywss']
	},
	{
		name: 'W3',
		title: 'W3: 1,000 join a text with 140,000 edits behind it within a second',
		work: 'joining',
		size: 1_000,
		plan: (people) => ({ people, sessions: false }),
		targets: ['ours', 'hp', 'hp-pg', 'ywss', 'ywss-ldb', 'yjsserver', 'relay'],
		once: ['ywss', 'ywss-ldb'],
		seed: 'seedText'
	},
	{
		name: 'W3sessions',
		title: 'W3 with sessions: the same, everybody signed in',
		work: 'joining',
		size: 1_000,
		plan: (people) => ({ people, sessions: true }),
		targets: ['ours'],
		seed: 'seedText'
	},
	{
		name: 'W4',
		title: 'W4: 50 texts × 4 writers as fast as it goes, then kill -9',
		work: 'durable',
		size: 50,
		ms: 8_000,
		plan: (_texts, ms) => ({ ms }),
		targets: ['ours', 'hp', 'ywss', ...ON_POSTGRES, 'merge16'],
		once: ['hp', 'ywss', 'ywss-pg']
	},
	{
		name: 'W5',
		title: 'W5: 2,000 texts, one idle client each',
		work: 'manyRooms',
		size: 2_000,
		plan: (rooms) => ({ rooms }),
		targets: ['ours', 'hp', 'ywss', 'yjsserver', 'relay'],
		once: ['hp']
	},
	{
		name: 'W5idle',
		title: 'W5 idle: 19,500 idle readers on one process',
		work: 'idleSockets',
		size: 19_500,
		plan: (sockets) => ({ sockets }),
		targets: ['ours']
	},
	{
		name: 'W6',
		title: 'W6: cold open of a text with 140,000 edits behind it',
		work: 'opening',
		size: 1,
		plan: () => ({ room: 'opening' }),
		targets: ['ours', 'hp-pg', 'ywss-ldb', 'ywss-pg'],
		once: ['ywss-ldb', 'ywss-pg'],
		seed: 'typeHistory'
	},
	{
		name: 'W6tail',
		title: 'W6 tail: the same, 10,000 updates not yet compacted',
		work: 'opening',
		size: 1,
		plan: () => ({ room: 'tail' }),
		targets: ['ours']
	},
	{
		name: 'W7',
		title: 'W7: a comment through the form until 1,000 readers have it, while W1 runs',
		work: 'commenting',
		size: 1_000,
		plan: (readers) => ({ readers, writers: 5, comments: 30, perSecond: 3 }),
		targets: ['ours']
	}
];

/**
 * A workload as it was asked for, for instance `W1:300`.
 * @param {string} asked
 * @param {{ ms: number | null, share: number }} window a window for all, or a share of the usual ones
 */
export function findWorkload(asked, { ms, share }) {
	const [name = '', size] = asked.split(':');
	const workload = WORKLOADS.find((known) => known.name === name);
	if (workload === undefined) {
		throw new Error(`There is no workload "${name}". There are: ${WORKLOADS.map((known) => known.name).join(', ')}`);
	}
	const clients = size === undefined ? workload.size : Number(size);
	return { ...workload, key: asked, given: workload.plan(clients, ms ?? Math.round((workload.ms ?? 0) * share)) };
}
