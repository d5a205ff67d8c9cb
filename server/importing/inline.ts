import type { Inline, Mark } from '#lib/document/blocks.ts';
import { normalizeInline } from '#lib/document/inline.ts';
import { inlineText } from '#lib/document/plain.ts';

/** The marks with one more, which takes the place of one of the same type. */
export function withMark(marks: readonly Mark[], mark: Mark): Mark[] {
	return [...withoutMark(marks, mark.type), mark];
}

export function withoutMark(marks: readonly Mark[], type: Mark['type']): Mark[] {
	return marks.filter((mark) => mark.type !== type);
}

export function textRun(text: string, marks: readonly Mark[]): Inline {
	return marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: [...marks] };
}

/**
 * Inline content as a text holds it: white space collapsed across runs (no-break spaces are kept), none at
 * either end or beside a line break, no line breaks at the ends, normalised.
 */
export function tidy(content: readonly Inline[]): Inline[] {
	const parts = content.map(collapse);
	const kept = keptCharacters(inlineText(parts));
	let at = 0;
	const tidied = parts.flatMap((part): Inline[] => {
		const from = at;
		at += part.type === 'break' ? 1 : part.text.length;
		if (part.type === 'break') return kept[from] === 1 ? [part] : [];
		return [textRun(keptPart(part.text, kept.subarray(from, at)), part.marks ?? [])];
	});
	return normalizeInline(tidied);
}

function keptPart(text: string, kept: Uint8Array): string {
	if (!kept.includes(0)) return text;
	let result = '';
	for (let from = kept.indexOf(1); from >= 0;) {
		const end = kept.indexOf(0, from);
		result += text.slice(from, end < 0 ? text.length : end);
		from = end < 0 ? -1 : kept.indexOf(1, end);
	}
	return result;
}

/** Symbol fonts write their characters in the private use area, where they mean nothing to anyone else. */
function collapse(inline: Inline): Inline {
	if (inline.type === 'break') return inline;
	return textRun(inline.text.replace(/[\p{Co}\ufeff]/gu, '').replace(/[ \t\n\r\f]+/g, ' '), inline.marks ?? []);
}

/** Which characters stay: 1 for each that does. Linear, since pasted text may be anything. */
function keptCharacters(whole: string): Uint8Array {
	const kept = new Uint8Array(whole.length);
	const first = whole.length - whole.trimStart().length;
	const end = whole.trimEnd().length;
	let at = 0;
	for (const line of whole.split('\n')) {
		kept.fill(1, at + line.length - line.trimStart().length, at + line.trimEnd().length);
		at += line.length + 1;
		if (at - 1 >= first && at - 1 < end) kept[at - 1] = 1;
	}
	for (let double = whole.indexOf('  '); double >= 0; double = whole.indexOf('  ', double + 1)) kept[double + 1] = 0;
	return kept;
}
