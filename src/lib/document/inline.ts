import type { Inline, Mark } from './blocks.ts';
import { cleanText } from './plain.ts';

/** The order in which marks stand, innermost last; the editor's schema lists them in the same order. */
const ORDER: readonly Mark['type'][] = ['link', 'bold', 'italic', 'language'];

const SCHEMES = /^(?:https?:\/\/[^\s/]|mailto:[^\s]|tel:[+\d]|#[^\s])/i;
/** BCP 47 as far as a page needs it: a language, then script, region or variant subtags. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** Web, mail and telephone addresses and places in the same page; nothing that runs or reads local files. */
export function isSafeHref(href: unknown): href is string {
	// eslint-disable-next-line no-control-regex -- browsers drop control characters before reading the scheme
	return typeof href === 'string' && href.length <= 2000 && SCHEMES.test(href) && !/[\u0000-\u0020]/.test(href);
}

export function isLanguageTag(tag: unknown): tag is string {
	return typeof tag === 'string' && tag.length <= 35 && LANGUAGE.test(tag);
}

function orderedMarks(marks: readonly Mark[]): Mark[] {
	return ORDER.flatMap((type) => marks.find((mark) => mark.type === type) ?? []);
}

function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * One way of writing the same inline content: clean text, marks in one order and at most one of each kind,
 * neighbours with equal marks joined, nothing empty. Without it equal texts could have unequal hashes.
 */
export function normalizeInline(content: readonly Inline[]): Inline[] {
	const result: Inline[] = [];
	for (const part of content) {
		if (part.type === 'break') {
			result.push({ type: 'break' });
			continue;
		}
		const text = cleanText(part.text);
		if (text === '') continue;
		const marks = orderedMarks(part.marks ?? []);
		const last = result.at(-1);
		if (last?.type === 'text' && sameMarks(last.marks ?? [], marks)) last.text += text;
		else result.push(marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text });
	}
	return result;
}
