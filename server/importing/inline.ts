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
	return normalizeInline(
		parts.flatMap((part): Inline[] => {
			const from = at;
			at += part.type === 'break' ? 1 : part.text.length;
			if (part.type === 'break') return kept[from] ? [part] : [];
			return [
				textRun(
					part.text
						.split('')
						.filter((_, index) => kept[from + index])
						.join(''),
					part.marks ?? []
				)
			];
		})
	);
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
		const from = at + line.length - line.trimStart().length;
		for (let index = from; index < at + line.trimEnd().length; index++) {
			kept[index] = whole[index] === ' ' && whole[index - 1] === ' ' ? 0 : 1;
		}
		at += line.length + 1;
		if (at - 1 >= first && at - 1 < end) kept[at - 1] = 1;
	}
	return kept;
}
