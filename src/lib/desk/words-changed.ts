import { diffWords } from 'diff';

/** A stretch of words that stayed, came or went. */
export type Stretch = { text: string; change: 'none' | 'added' | 'removed' };

/** What an author changed between two versions of a point, word by word. */
export const wordsChanged = (before: string, after: string): Stretch[] =>
	diffWords(before, after).map(({ value, added, removed }) => ({
		text: value,
		change: added ? 'added' : removed ? 'removed' : 'none'
	}));
