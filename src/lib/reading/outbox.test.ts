import { describe, expect, it } from 'vitest';
import type { Attempt } from './deliver.ts';
import { deliver } from './deliver.ts';
import { Outbox, type OutboxItem, type Result } from './outbox.svelte.ts';
import { memoryStore } from './test-store.ts';

const item = (id: string): OutboxItem => ({ id, place: `place ${id}`, url: '/punkter', body: { idempotencyKey: id } });
const sent = (): Attempt => ({
	kind: 'sent',
	sent: { receipt: { reference: 'MS-1', receivedAt: '', late: false, repeated: false, points: [] }, returnLink: null }
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

	it('hands back what has to be mended', async () => {
		const issues = [{ field: 'text', sv: 'Skriv', en: 'Write' }];
		expect(await deliver(input, answering(400, { issues }))).toEqual({ kind: 'refused', issues });
	});

	it('never takes an answer it does not know for a receipt', async () => {
		const answer = await deliver(input, answering(200, 'en inloggningssida för nätet'));
		expect(answer).toEqual({ kind: 'later' });
	});
});
