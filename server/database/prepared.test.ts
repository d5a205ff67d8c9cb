import { expect, test } from 'vitest';
import { createNames } from './prepared.ts';

test('a statement gets its name the third time, and keeps it', () => {
	const nameOf = createNames();
	expect([nameOf('select 1'), nameOf('select 1')]).toEqual([undefined, undefined]);
	const name = nameOf('select 1');
	expect(name).toMatch(/^s_[0-9a-f]{32}$/);
	expect(nameOf('select 1')).toBe(name);
});

test('two statements never share a name', () => {
	const nameOf = createNames();
	const named = (text: string) => [nameOf(text), nameOf(text), nameOf(text)].at(-1);
	expect(named('select 1')).not.toBe(named('select 2'));
});

test('statements that differ each time get no names, and do not keep others from theirs', () => {
	const nameOf = createNames();
	for (let index = 0; index < 10_000; index++) expect(nameOf(`select ${index}`)).toBeUndefined();
	for (let times = 1; times < 3; times++) nameOf('select now()');
	expect(nameOf('select now()')).toBeDefined();
});

test('only so many get names: each takes memory in every connection', () => {
	const nameOf = createNames();
	const named = (text: string) => [nameOf(text), nameOf(text), nameOf(text)].at(-1);
	for (let index = 0; index < 300; index++) expect(named(`select ${index}`)).toBeDefined();
	expect(named('select one too many')).toBeUndefined();
	expect(nameOf('select 0')).toBeDefined();
});
