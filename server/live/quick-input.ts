import { isFreeText, MOST_WORDS, QUICK_KINDS, type QuickKind, RANKED, SCALE } from '#lib/protocol/live.ts';
import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import { createChecks, type Checks } from '#server/checks.ts';

export type QuickInput = { kind: string; question: string; options: string[]; lowLabel: string; highLabel: string };
/** `writtenAt`: when it was written, if that was without a connection. */
export type AnswerInput = { choices: number[]; text: string; words: string[]; writtenAt?: Date | null };

const MOST_OPTIONS = 12;
const LONGEST_TEXT = 300;
const LONGEST_WORD = 40;
const LEAST_OPTIONS: Record<QuickKind, number> = { one: 2, several: 2, ranking: RANKED, scale: 0, text: 0, words: 0 };

/** Columns of a question; options of kinds that have none are left out. */
export function checkQuestion(input: QuickInput) {
	const checks = createChecks();
	const kind = checks.oneOf('kind', input.kind, QUICK_KINDS, {
		sv: 'Välj vilken sorts fråga det är.',
		en: 'Choose what kind of question it is.'
	});
	const question = checks.text('question', said(input.question), {
		max: 300,
		required: { sv: 'Skriv frågan.', en: 'Write the question.' }
	});
	const options = LEAST_OPTIONS[kind] === 0 ? [] : optionsOf(checks, kind, input.options);
	const label = (field: 'lowLabel' | 'highLabel') =>
		kind === 'scale' ? checks.text(field, input[field], { max: 60 }) : '';
	const columns = { kind, question, options, low_label: label('lowLabel'), high_label: label('highLabel') };
	checks.done();
	return columns;
}

function optionsOf(checks: Checks, kind: QuickKind, given: readonly string[]): string[] {
	const options = checks.lines('options', given, MOST_OPTIONS);
	const least = LEAST_OPTIONS[kind];
	if (options.length < least || new Set(options).size < options.length)
		checks.wrong('options', {
			sv: `Skriv minst ${least} olika svar, ett på varje rad.`,
			en: `Write at least ${least} different answers, one on each line.`
		});
	return options;
}

/** What is kept of an answer to a question of this kind; throws `bad_input` for what is no answer to it. */
export function checkAnswer(question: { kind: string; options: readonly string[] }, input: AnswerInput) {
	const checks = createChecks();
	const kind = QUICK_KINDS.find((one) => one === question.kind) ?? 'one';
	const columns = {
		choices: isFreeText(kind) ? [] : choicesOf(checks, kind, question.options.length, input.choices),
		text: kind === 'text' ? textOf(checks, input.text) : '',
		words: kind === 'words' ? wordsOf(checks, input.words) : []
	};
	checks.done();
	return { ...columns, state: kind === 'text' ? ('held' as const) : ('given' as const) };
}

function choicesOf(checks: Checks, kind: QuickKind, options: number, given: readonly number[]): number[] {
	const highest = kind === 'scale' ? SCALE.length : options;
	const choices = [...new Set(given)].filter((choice) => Number.isInteger(choice) && choice >= 1 && choice <= highest);
	const wanted = { one: 1, scale: 1, ranking: RANKED, several: Math.max(1, choices.length), text: 0, words: 0 }[kind];
	if (choices.length !== given.length || choices.length !== wanted) checks.wrong('choices', ADVICE[kind]);
	return kind === 'several' ? choices.toSorted((a, b) => a - b) : choices;
}

const ADVICE: Record<QuickKind, { sv: string; en: string }> = {
	one: { sv: 'Välj ett svar.', en: 'Choose one answer.' },
	several: { sv: 'Välj minst ett svar.', en: 'Choose at least one answer.' },
	scale: { sv: 'Välj en siffra.', en: 'Choose a number.' },
	ranking: { sv: 'Välj tre olika svar i ordning.', en: 'Choose three different answers in order.' },
	text: { sv: 'Skriv ditt svar.', en: 'Write your answer.' },
	words: { sv: `Skriv ett till ${MOST_WORDS} ord.`, en: `Write one to ${MOST_WORDS} words.` }
};

function textOf(checks: Checks, given: string): string {
	const text = checks.text('text', said(given), { max: LONGEST_TEXT, required: ADVICE.text });
	refuseIdentityNumbers(checks, text);
	return text;
}

/** In small letters, so that the same word is the same for all who write it; twice is once. */
function wordsOf(checks: Checks, given: readonly string[]): string[] {
	const words = given
		.map(said)
		.map((word) => checks.text('words', word, { max: LONGEST_WORD }).toLocaleLowerCase('sv'));
	const different = [...new Set(words.filter((word) => word !== ''))];
	if (different.length === 0 || different.length > MOST_WORDS) checks.wrong('words', ADVICE.words);
	refuseIdentityNumbers(checks, words.join(' '));
	return different;
}

/** What holds neither letter nor digit says nothing, and counts as left out. */
export const said = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text : '');

/** Nobody's number belongs in an answer that is shown on a wall. */
export function refuseIdentityNumbers(checks: Checks, text: string, field = 'text'): void {
	const [found] = findIdentityNumbers(text);
	if (found !== undefined)
		checks.wrong(field, {
			sv: `Texten ser ut att innehålla ett personnummer (${found.text}). Ta bort det.`,
			en: `The text seems to hold a personal identity number (${found.text}). Remove it.`
		});
}
