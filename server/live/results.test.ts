import { expect, it } from 'vitest';
import { type Answers, resultOf } from './results.ts';

const answers = (more: Partial<Answers>): Answers => ({ choices: [], words: [], texts: [], ...more });
const chosen = (choice: number, count: number, place = 1) => ({ question_id: 'q', choice, place, count });

it('counts each choice, also those that nobody made, and no other question’s', () => {
	const choices = [chosen(1, 4), chosen(3, 2), { ...chosen(2, 9), question_id: 'another' }];
	expect(resultOf({ id: 'q', kind: 'one', options: ['Ja', 'Nej', 'Vet inte'] }, answers({ choices })).rows).toEqual([
		{ label: 'Ja', count: 4 },
		{ label: 'Nej', count: 0 },
		{ label: 'Vet inte', count: 2 }
	]);
});

it('gives three points to a first place, two to a second and one to a third', () => {
	const choices = [chosen(1, 2, 1), chosen(2, 2, 2), chosen(1, 1, 3), chosen(3, 1, 1)];
	const { rows } = resultOf({ id: 'q', kind: 'ranking', options: ['A', 'B', 'C'] }, answers({ choices }));
	expect(rows.map((row) => row.count)).toEqual([7, 4, 3]);
});

it('says the mean of a scale with one decimal, and none without answers', () => {
	const scale = { id: 'q', kind: 'scale', options: [] };
	const { mean, rows } = resultOf(scale, answers({ choices: [chosen(5, 2), chosen(2, 1)] }));
	expect(mean).toBe(4);
	expect(rows.map((row) => row.count)).toEqual([0, 1, 0, 0, 2]);
	expect(resultOf(scale, answers({ choices: [chosen(1, 1), chosen(2, 2)] })).mean).toBe(1.7);
	expect(resultOf(scale, answers({})).mean).toBeNull();
});

it('shows only texts and words that have been let through', () => {
	const text = (words: string, state: string) => ({ question_id: 'q', account_id: words, text: words, state });
	const word = (one: string, state: string | null) => ({ question_id: 'q', word: one, count: 3, state });
	const result = resultOf(
		{ id: 'q', kind: 'words', options: [] },
		answers({
			texts: [text('visas', 'published'), text('väntar', 'held'), text('avböjd', 'declined')],
			words: [word('hopp', 'published'), word('oro', null), word('fult', 'declined')]
		})
	);
	expect(result).toEqual({ rows: [{ label: 'hopp', count: 3 }], mean: null, texts: ['visas'] });
});
