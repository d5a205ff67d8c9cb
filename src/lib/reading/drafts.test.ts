import { describe, expect, it } from 'vitest';
import { memoryStore } from './test-store.ts';
import { Drafts } from './drafts.svelte.ts';

const draft = (text: string) => ({ text, kind: 'change', words: '', idempotencyKey: 'k1' });

describe('drafts on this device', () => {
	it('are there again when the page is opened anew, each at its own place', () => {
		const store = memoryStore();
		const first = new Drafts('d1', store);
		first.write('p1', draft('Om ettan'));
		first.write('p2', draft('Om tvåan'));
		const again = new Drafts('d1', store);
		expect([again.read('p1')?.text, again.read('p2')?.text]).toEqual(['Om ettan', 'Om tvåan']);
	});

	it('of another text are not mixed in', () => {
		const store = memoryStore();
		new Drafts('d1', store).write('p1', draft('Hemligt'));
		expect(new Drafts('d2', store).read('p1')).toBeNull();
	});

	it('are none when nothing is written', () => {
		const drafts = new Drafts('d1', memoryStore());
		drafts.write('p1', draft('   '));
		expect([drafts.read('p1'), drafts.count]).toEqual([null, 0]);
	});

	it('all go when a shared tablet is cleared, and nothing else does', () => {
		const store = memoryStore();
		store.setItem('other', 'kept');
		new Drafts('d1', store).write('p1', draft('Ett'));
		const drafts = new Drafts('d2', store);
		drafts.write('p2', draft('Två'));
		drafts.clearDevice();
		expect([drafts.count, new Drafts('d1', store).read('p1'), store.getItem('other')]).toEqual([0, null, 'kept']);
	});

	it('live as long as the page where the browser keeps nothing', () => {
		const drafts = new Drafts('d1', memoryStore({ full: true }));
		drafts.write('p1', draft('Ett'));
		expect(drafts.read('p1')?.text).toBe('Ett');
	});

	it('that somebody else has written over count as none', () => {
		const store = memoryStore();
		store.setItem('medskick:draft:d1:p1', '{"text":5}');
		expect(new Drafts('d1', store).read('p1')).toBeNull();
	});
});
