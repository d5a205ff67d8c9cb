/** What stands in the place of hidden words (domain §4, microcopy). */
export const MASKED = '[uppgift borttagen av regionen]';

/** UTF-16 offsets into a point's text; `end` is the first character that is shown again. */
export type TextRange = { start: number; end: number };

/** The text with the ranges hidden. Overlapping and touching ranges become one. */
export function maskText(text: string, ranges: readonly TextRange[]): string {
	let masked = '';
	let at = 0;
	for (const range of joined(ranges)) {
		masked += text.slice(at, range.start) + MASKED;
		at = range.end;
	}
	return masked + text.slice(at);
}

function joined(ranges: readonly TextRange[]): TextRange[] {
	const merged: TextRange[] = [];
	for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
		const last = merged.at(-1);
		if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
		else merged.push({ ...range });
	}
	return merged;
}

export type Markers = readonly [open: string, close: string];

const LAST_RESORT: Markers = ['⸨', '⸩'];
const MARKERS: readonly Markers[] = [['[[', ']]'], ['{{', '}}'], ['<<', '>>'], ['⟦', '⟧'], LAST_RESORT];

/** The brackets that mark words in this text: the first pair that does not stand in it already. */
export function markersFor(text: string): Markers {
	return MARKERS.find(([open, close]) => !text.includes(open) && !text.includes(close)) ?? LAST_RESORT;
}

export type Marked = { ok: true; ranges: TextRange[] } | { ok: false; reason: 'text_changed' | 'unpaired' };

/**
 * Reads which words somebody marked in `text` by putting brackets around them. Anything else that differs is refused:
 * what is hidden must be what was meant. Line breaks, which a form sends as CRLF, count as the text's own.
 */
export function readMarked(text: string, marked: string): Marked {
	const [open, close] = markersFor(text);
	const ranges: TextRange[] = [];
	let plain = '';
	let start: number | null = null;
	for (const part of partsOf(withBreaksOf(text, marked), open, close)) {
		if (part !== open && part !== close) plain += part;
		else if ((part === open) !== (start === null)) return { ok: false, reason: 'unpaired' };
		else if (start === null) start = plain.length;
		else {
			if (plain.length > start) ranges.push({ start, end: plain.length });
			start = null;
		}
	}
	if (start !== null) return { ok: false, reason: 'unpaired' };
	return plain === text ? { ok: true, ranges } : { ok: false, reason: 'text_changed' };
}

const withBreaksOf = (text: string, marked: string): string =>
	marked.replace(/\r?\n/g, text.includes('\r\n') ? '\r\n' : '\n');

/** The words between the brackets, and the brackets as parts of their own. */
function partsOf(marked: string, open: string, close: string): string[] {
	const [opening, closing] = [open, close].map((mark) => mark.replace(/[[\]{}]/g, '\\$&'));
	return marked.split(new RegExp(`(${opening}|${closing})`));
}

/** The text with brackets around the ranges; the other way round of `readMarked`. */
export function writeMarked(text: string, ranges: readonly TextRange[]): string {
	const [open, close] = markersFor(text);
	return joined(ranges).reduceRight(
		(out, { start, end }) => out.slice(0, start) + open + out.slice(start, end) + close + out.slice(end),
		text
	);
}
