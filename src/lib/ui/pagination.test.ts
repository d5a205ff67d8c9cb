import { expect, it } from 'vitest';
import { pagesToShow } from './pagination.ts';

it('shows every page of a few', () => expect(pagesToShow(2, 3)).toEqual([1, 2, 3]));

it('leaves a gap on both sides in the middle of many', () => {
	expect(pagesToShow(10, 20)).toEqual([1, 'gap before', 9, 10, 11, 'gap after', 20]);
});

it('never hides a single page behind a gap', () => {
	expect(pagesToShow(4, 20)).toEqual([1, 2, 3, 4, 5, 'gap after', 20]);
	expect(pagesToShow(17, 20)).toEqual([1, 'gap before', 16, 17, 18, 19, 20]);
});

it('stays within the pages there are', () => expect(pagesToShow(1, 1)).toEqual([1]));
