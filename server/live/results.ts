import type { QuickKind, QuickResult, ResultRow } from '#lib/protocol/live.ts';
import { RANKED, SCALE } from '#lib/protocol/live.ts';
import type { ChoiceCount, TextRow, WordCount } from './quick-queries.ts';

export type Asked = { id: string; kind: string; options: readonly string[] };
export type Answers = {
	choices: readonly ChoiceCount[];
	words: readonly WordCount[];
	texts: readonly TextRow[];
};

/** What came of a question, as everybody may see it: texts and words only where a host has let them through. */
export function resultOf(question: Asked, { choices, words, texts }: Answers): QuickResult {
	const own = choices.filter((row) => row.question_id === question.id);
	return {
		rows: rowsOf(
			question,
			own,
			words.filter((row) => row.question_id === question.id && row.state === 'published')
		),
		mean: question.kind === 'scale' ? meanOf(own) : null,
		texts: texts.filter((row) => row.question_id === question.id && row.state === 'published').map((row) => row.text)
	};
}

function rowsOf(question: Asked, counts: readonly ChoiceCount[], words: readonly WordCount[]): ResultRow[] {
	const kind = question.kind as QuickKind;
	const weigh = (row: ChoiceCount) => row.count * (kind === 'ranking' ? RANKED + 1 - row.place : 1);
	const total = (choice: number) =>
		counts.filter((row) => row.choice === choice).reduce((sum, row) => sum + weigh(row), 0);
	if (kind === 'words') return words.map(({ word, count }) => ({ label: word, count }));
	if (kind === 'scale') return SCALE.map((step) => ({ label: String(step), count: total(step) }));
	return question.options.map((label, index) => ({ label, count: total(index + 1) }));
}

/** With one decimal; null where nobody has answered. */
function meanOf(counts: readonly ChoiceCount[]): number | null {
	const answers = counts.reduce((sum, row) => sum + row.count, 0);
	if (answers === 0) return null;
	const sum = counts.reduce((all, row) => all + row.choice * row.count, 0);
	return Math.round((sum / answers) * 10) / 10;
}
