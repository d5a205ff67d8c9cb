import type { Block, Paragraph } from '#lib/document/blocks.ts';
import { tidy } from './inline.ts';

const BULLET = /^\s*[•●▪◦‣·*–-]\s+(?=\S)/;
const NUMBER = /^\s*(\d{1,4})[.)]\s+(?=\S)/;
/** Lines at least this long were most likely broken by the program they come from, not by the writer. */
const WRAPPED_LENGTH = 50;

/**
 * Blocks of text without markup. Blank lines part paragraphs (without any, every line is one); lines that
 * begin as list items do become lists; a line broken only because it was full is joined again.
 */
export function readPlainText(text: string, newId: () => string): Block[] {
	const lines = text.replace(/\r\n?|[\u2028\u2029\u0085\f\v]/g, '\n').trim();
	const groups = /\n[^\S\n]*\n/.test(lines) ? lines.split(/\n(?:[^\S\n]*\n)+/) : [lines];
	const oneLineEach = groups.length === 1;
	return groups.flatMap((group) => readGroup(group.split('\n'), oneLineEach, newId));
}

type Run = { kind: 'text' | 'bullet' | 'number'; lines: string[] };

function readGroup(lines: readonly string[], oneLineEach: boolean, newId: () => string): Block[] {
	return runsOf(lines).flatMap((run): Block[] => {
		if (run.kind === 'text') {
			const paragraphs = oneLineEach ? run.lines.map((line) => [line]) : [joinWrapped(run.lines)];
			return paragraphs.map((paragraph) => toParagraph(paragraph, newId)).filter((block) => block.content.length > 0);
		}
		const marker = run.kind === 'bullet' ? BULLET : NUMBER;
		const items = run.lines.map((line): Block[] => [toParagraph([line.replace(marker, '')], newId)]);
		const start = Number(NUMBER.exec(run.lines[0] ?? '')?.[1] ?? 1);
		const ordered = run.kind === 'number';
		return [{ type: 'list', ordered, ...(ordered && start !== 1 ? { start } : {}), items }];
	});
}

function runsOf(lines: readonly string[]): Run[] {
	const runs: Run[] = [];
	let expected = 0;
	for (const line of lines) {
		const number = NUMBER.exec(line)?.[1];
		const kind = BULLET.test(line) ? 'bullet' : number === undefined ? 'text' : 'number';
		const last = runs.at(-1);
		const goesOn = last?.kind === kind && (kind !== 'number' || Number(number) === expected);
		if (last && goesOn) last.lines.push(line);
		else runs.push({ kind, lines: [line] });
		expected = Number(number ?? 0) + 1;
	}
	return runs;
}

function joinWrapped(lines: readonly string[]): string[] {
	const full = lines.slice(0, -1).filter((line) => line.trim().length >= WRAPPED_LENGTH);
	return lines.length > 1 && full.length === lines.length - 1 ? [lines.join(' ')] : [...lines];
}

function toParagraph(lines: readonly string[], newId: () => string): Paragraph {
	const content = lines.flatMap((text, index) => [
		...(index > 0 ? [{ type: 'break' as const }] : []),
		{ type: 'text' as const, text }
	]);
	return { type: 'paragraph', id: newId(), content: tidy(content) };
}
