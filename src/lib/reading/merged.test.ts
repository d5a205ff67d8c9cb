import { expect, it } from 'vitest';
import { mergeSpans } from './merged.ts';

it('merges spans that overlap or touch, whatever order they come in, and leaves others and its input alone', () => {
	const spans = [
		{ start: 10, end: 20 },
		{ start: 0, end: 4 },
		{ start: 15, end: 17 },
		{ start: 20, end: 25 }
	];
	expect(mergeSpans(spans)).toEqual([
		{ start: 0, end: 4 },
		{ start: 10, end: 25 }
	]);
	expect(spans[0]).toEqual({ start: 10, end: 20 });
});
