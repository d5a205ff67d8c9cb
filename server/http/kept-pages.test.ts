import { expect, test } from 'vitest';
import { createKeptPages } from './kept-pages.ts';

function pages() {
	let time = 0;
	let made = 0;
	const kept = createKeptPages(() => time);
	const ask = async (key = 'page', status = 200) => {
		const answer = await kept.answer(key, async () => {
			const number = ++made;
			await Promise.resolve();
			return new Response(`made ${number}`, { status, headers: { etag: `"${number}"` } });
		});
		return `${await answer.text()} ${answer.headers.get('etag')}`;
	};
	return { kept, ask, wait: (ms: number) => void (time += ms) };
}

test('a thousand who ask at once get one page, and so does who comes within a second', async () => {
	const { ask, wait } = pages();
	const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask()));
	expect(new Set(answers)).toEqual(new Set(['made 1 "1"']));
	wait(999);
	expect(await ask()).toBe('made 1 "1"');
	wait(1);
	expect(await ask()).toBe('made 2 "2"');
});

test('other addresses are other pages', async () => {
	const { ask } = pages();
	expect(await ask('a')).not.toBe(await ask('b'));
});

test('after a commit nobody gets what was made before it, nor what was being made', async () => {
	const { ask, kept } = pages();
	await ask();
	kept.forget();
	const begun = ask();
	kept.forget();
	expect(await ask()).toBe('made 3 "3"');
	expect(await begun).toBe('made 2 "2"');
	expect(await ask()).toBe('made 3 "3"');
});

test('a refusal and a failure are not kept', async () => {
	const { ask, kept } = pages();
	await ask('gone', 404);
	expect(await ask('gone', 404)).toBe('made 2 "2"');
	await expect(kept.answer('broken', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
	expect(await ask('broken')).toBe('made 3 "3"');
});
