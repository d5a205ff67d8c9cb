import { describe, expect, it } from 'vitest';
import type { Attempt } from './deliver.ts';
import { deliver } from './deliver.ts';
import { Outbox, type OutboxItem, type Result } from './outbox.svelte.ts';
import { memoryStore } from './test-store.ts';

const item = (id: string): OutboxItem => ({ id, place: `place ${id}`, url: '/punkter', body: { idempotencyKey: id } });
const sent = (): Attempt => ({
	kind: 'sent',
	sent: {
		receipt: { reference: 'MS-1', receivedAt: '', late: false, repeated: false, points: [] },
		returnLink: null,
		writer: ''
	}
});

/** A server that can be cut off; `pause` holds what waits for its time. */
function world(store = memoryStore()) {
	const arrived: string[] = [];
	const results: Result[] = [];
	const state = { online: true, pause: null as (() => void) | null, answer: sent as (item: OutboxItem) => Attempt };
	const open = () =>
		new Outbox({
			store,
			onResult: (result) => results.push(result),
			later: (run) => {
				state.pause = run;
				return () => (state.pause = null);
			},
			deliver: async (one) => {
				if (!state.online) return { kind: 'later' };
				arrived.push(one.id);
				return state.answer(one);
			}
		});
	return { arrived, results, state, open, store };
}

describe('the outbox', () => {
	it('sends at once when there is a connection, and forgets', async () => {
		const { arrived, open, store } = world();
		const outbox = open();
		await outbox.add(item('a'));
		expect([arrived, outbox.items, store.length]).toEqual([['a'], [], 0]);
	});

	it('keeps what is written without a connection, and sends it later in the order it was written', async () => {
		const { arrived, state, open } = world();
		const outbox = open();
		state.online = false;
		await outbox.add(item('a'));
		await outbox.add(item('b'));
		expect([arrived, outbox.waiting, outbox.items.length]).toEqual([[], true, 2]);
		state.online = true;
		await outbox.send();
		expect([arrived, outbox.waiting, outbox.items]).toEqual([['a', 'b'], false, []]);
	});

	it('sends what was written last for a place, where that is what counts', async () => {
		const { arrived, state, open } = world();
		const outbox = open();
		state.online = false;
		await outbox.add({ ...item('a'), place: 'answer' }, { instead: true });
		await outbox.add(item('b'), { instead: true });
		await outbox.add({ ...item('c'), place: 'answer' }, { instead: true });
		state.online = true;
		await outbox.send();
		expect(arrived).toEqual(['b', 'c']);
	});

	it('leaves alone what waits for something else on the same device', async () => {
		const { open, store } = world();
		const later = { kind: 'later' } as const;
		const other = new Outbox({ store, key: 'meeting', deliver: async () => later, later: () => () => {} });
		await other.add(item('a'));
		expect([open().items, other.items.length]).toEqual([[], 1]);
	});

	it('tries again by itself after a pause', async () => {
		const { arrived, state, open } = world();
		const outbox = open();
		state.online = false;
		await outbox.add(item('a'));
		state.online = true;
		state.pause?.();
		await Promise.resolve();
		expect(arrived).toEqual(['a']);
	});

	it('survives that the page is closed, and sends once although two tabs have it', async () => {
		const { arrived, state, open, store } = world();
		state.online = false;
		await open().add(item('a'));
		state.online = true;
		const [one, other] = [open(), open()];
		expect(other.items.map((kept) => kept.id)).toEqual(['a']);
		await one.send();
		await other.send();
		expect([arrived, store.length]).toEqual([['a'], 0]);
	});

	it('does not send the same item twice when it is asked to hurry', async () => {
		const { arrived, open } = world();
		const outbox = open();
		await Promise.all([outbox.add(item('a')), outbox.send(), outbox.send()]);
		expect(arrived).toEqual(['a']);
	});

	it('goes on with the next when one is refused, and says why', async () => {
		const { arrived, state, open, results } = world();
		state.answer = (one) => (one.id === 'a' ? { kind: 'refused', issues: [{ sv: 'Nej', en: 'No' }] } : sent());
		const outbox = open();
		state.online = false;
		await outbox.add(item('a'));
		await outbox.add(item('b'));
		state.online = true;
		await outbox.send();
		expect(arrived).toEqual(['a', 'b']);
		expect(results[0]).toEqual({ place: 'place a', issues: [{ sv: 'Nej', en: 'No' }] });
		expect(outbox.results.b).toHaveProperty('sent');
	});

	it('keeps what somebody else wrote on the device until they are back, and sends what is one’s own past it', async () => {
		const { arrived, state, open, store } = world();
		state.online = false;
		const [ann, bo] = [open(), open()];
		await ann.add({ ...item('a'), writer: 'ann', name: 'Ann' });
		await bo.add({ ...item('b'), writer: 'bo' });
		state.online = true;
		state.answer = (one) => (one.writer === 'bo' ? sent() : { kind: 'others', issues: [] });
		await bo.send();
		expect([bo.others, bo.items.map(({ id }) => id), bo.results.b]).toEqual([['a'], ['a'], expect.anything()]);
		state.answer = sent;
		const again = open();
		await again.send();
		expect([arrived, again.others, store.length]).toEqual([['a', 'b', 'a'], [], 0]);
	});

	it('gives up what somebody else wrote when it is told to', async () => {
		const { state, open, store } = world();
		state.online = false;
		await open().add({ ...item('a'), writer: 'ann' });
		[state.online, state.answer] = [true, () => ({ kind: 'others', issues: [] })];
		const outbox = open();
		await outbox.send();
		outbox.discard('a');
		expect([outbox.items, outbox.others, store.length]).toEqual([[], [], 0]);
	});

	it('hands back what was written just now when somebody else has signed in meanwhile', async () => {
		const { state, open, results } = world();
		const issues = [{ field: 'writer', sv: 'Någon annan', en: 'Somebody else' }];
		state.answer = () => ({ kind: 'others', issues });
		const outbox = open();
		await outbox.add({ ...item('a'), writer: 'ann' });
		expect([outbox.items, outbox.others, results]).toEqual([[], [], [{ place: 'place a', issues }]]);
	});

	it('knows that a visitor’s next inputs are those of the guest whom the first one made', async () => {
		const { state, open } = world();
		const writers: (string | undefined)[] = [];
		state.online = false;
		const outbox = open();
		for (const id of ['a', 'b']) await outbox.add({ ...item(id), writer: '' });
		state.online = true;
		state.answer = ({ writer }) => (writers.push(writer), { ...sent(), writer: 'guest' });
		await outbox.send();
		expect(writers).toEqual(['', 'guest']);
	});

	it('lets an answer of one’s own take the place of none but one’s own', async () => {
		const { state, open } = world();
		state.online = false;
		const outbox = open();
		for (const writer of ['ann', 'bo', 'bo'])
			await outbox.add({ ...item(writer), place: 'answer', writer }, { instead: true });
		expect(outbox.items.map(({ id }) => id)).toEqual(['ann', 'bo']);
	});

	it('reads nothing into what somebody else left in its place', () => {
		const store = memoryStore();
		store.setItem('medskick:outbox', '{"no":"list"}');
		expect(world(store).open().items).toEqual([]);
	});
});

describe('delivering', () => {
	const answering = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status });
	const input = { url: '/punkter', body: {} };

	it.each([500, 503, 429, 408])('takes %i for something that passes', async (status) => {
		expect(await deliver(input, answering(status, {}))).toEqual({ kind: 'later' });
	});

	it('takes a lost connection for something that passes', async () => {
		const offline = () => Promise.reject(new TypeError('Failed to fetch'));
		expect(await deliver(input, offline)).toEqual({ kind: 'later' });
	});

	it('says of what it sends who wrote it and what the clock of the device is', async () => {
		const bodies: unknown[] = [];
		await deliver({ ...input, writer: 'ann' }, async (_url, init) => {
			bodies.push(JSON.parse(String(init?.body)));
			return new Response('{}');
		});
		expect(bodies).toEqual([{ writtenBy: 'ann', sentAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
	});

	it('leaves to somebody else what they wrote', async () => {
		const issues = [{ field: 'writer', sv: 'Någon annan', en: 'Somebody else' }];
		expect(await deliver(input, answering(409, { issues }))).toEqual({ kind: 'others', issues });
	});

	it('hands back what has to be mended', async () => {
		const issues = [{ field: 'text', sv: 'Skriv', en: 'Write' }];
		expect(await deliver(input, answering(400, { issues }))).toEqual({ kind: 'refused', issues });
	});

	it('never takes an answer it does not know for a receipt', async () => {
		const answer = await deliver(input, answering(200, 'en inloggningssida för nätet'));
		expect(answer).toEqual({ kind: 'later' });
	});
});
