/** Part of a block's plain text; offsets count UTF-16 units. */
export type Part = { start: number; end: number; text: string };

/** Abbreviations after which a sentence goes on (domain 2.13). */
const GOES_ON = /(?:^|[\s(])(?:t\.ex|bl\.a|m\.m|m\.fl|d\.v\.s|dvs|kl|ca|nr|s\.k|p\.g\.a|e\.g|i\.e|etc|jfr|resp)\.$/i;
const END = /[.?…][”")\]]*(?=\s+[\p{Lu}\p{N}”"(–-])|\n/gu;

/**
 * The sentences of a block, for choosing one without a mouse: assistive technology does not hand its reading cursor's
 * selection to the page. White space between sentences belongs to none. A block of one sentence gives none.
 */
export function sentences(plain: string): Part[] {
	const ends = [...plain.matchAll(END)]
		.map((match) => match.index + match[0].length)
		.filter((end) => !GOES_ON.test(plain.slice(0, end)));
	const parts: Part[] = [];
	let from = 0;
	for (const end of [...ends, plain.length]) {
		const raw = plain.slice(from, end);
		const start = from + raw.length - raw.trimStart().length;
		const text = raw.trim();
		if (text !== '') parts.push({ start, end: start + text.length, text });
		from = end;
	}
	return parts.length > 1 ? parts : [];
}
