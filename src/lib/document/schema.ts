import * as v from 'valibot';
import type { Block, Inline, TextContent } from './blocks.ts';
import { isBlockId, newBlockId } from './ids.ts';
import { isLanguageTag, isSafeHref, normalizeInline } from './inline.ts';
import { cleanText } from './plain.ts';

/** What a text may hold at most. Counted before anything is parsed, so that hostile input costs little. */
export const LIMITS = { depth: 60, nodes: 400_000, characters: 4_000_000, blockCharacters: 100_000, image: 20_000 };

const Id = v.custom<string>(isBlockId, 'An id is 1 to 64 letters, digits, hyphens or underscores');
const Mark = v.variant('type', [
	v.object({ type: v.literal('bold') }),
	v.object({ type: v.literal('italic') }),
	v.object({
		type: v.literal('link'),
		href: v.custom<string>(isSafeHref, 'A link goes to http, https, mailto, tel or a place in the same page')
	}),
	v.object({ type: v.literal('language'), lang: v.custom<string>(isLanguageTag, 'A language is a BCP 47 tag') })
]);
const InlinePart = v.variant('type', [
	v.object({
		type: v.literal('text'),
		text: v.pipe(v.string(), v.maxLength(LIMITS.blockCharacters, 'A block is too long')),
		marks: v.optional(v.array(Mark))
	}),
	v.object({ type: v.literal('break') })
]);
const InlineContent = v.pipe(
	v.array(InlinePart),
	v.transform((content: Inline[]) => normalizeInline(content))
);
const Span = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)));
const Pixels = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.image)));

const Heading = v.object({
	type: v.literal('heading'),
	id: Id,
	level: v.picklist([2, 3, 4], 'A heading has level 2, 3 or 4'),
	content: InlineContent
});
const Paragraph = v.object({ type: v.literal('paragraph'), id: Id, content: InlineContent });
const Image = v.object({
	type: v.literal('image'),
	id: Id,
	imageId: Id,
	alt: v.nullable(v.pipe(v.string(), v.maxLength(2000, 'An alternative text is too long'), v.transform(cleanText))),
	width: Pixels,
	height: Pixels
});

const AnyBlock: v.GenericSchema<unknown, Block> = v.lazy(() =>
	v.variant('type', [Heading, Paragraph, Image, Quote, List, Table], 'This is not a block that a text can hold')
);
const Blocks = v.array(AnyBlock);
const Quote = v.object({ type: v.literal('quote'), blocks: Blocks });
const List = v.object({
	type: v.literal('list'),
	ordered: v.boolean(),
	start: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000))),
	items: v.array(Blocks)
});
const Table = v.object({
	type: v.literal('table'),
	id: Id,
	rows: v.array(v.array(v.object({ header: v.boolean(), colspan: Span, rowspan: Span, blocks: Blocks })))
});

/** A whole text. Use `parseContent` for input from outside: it counts before it descends. */
export const ContentSchema: v.GenericSchema<unknown, TextContent> = v.object({ blocks: Blocks });

export type Parsed = { ok: true; content: TextContent } | { ok: false; problems: string[] };

/** Walks without recursion: a value too deep for the parser would otherwise end in a stack overflow. */
function overLimit(value: unknown): string | null {
	let nodes = 0;
	let characters = 0;
	const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (next.depth > LIMITS.depth) return 'The text is nested too deeply';
		if (++nodes > LIMITS.nodes) return 'The text has too many parts';
		if (typeof next.value === 'string') characters += next.value.length;
		if (characters > LIMITS.characters) return 'The text is too long';
		if (typeof next.value !== 'object' || next.value === null) continue;
		for (const member of Object.values(next.value)) waiting.push({ value: member, depth: next.depth + 1 });
	}
	return null;
}

function firstDuplicate(content: TextContent): string | null {
	const seen = new Set<string>();
	const waiting: unknown[] = [content];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		if ('id' in next && typeof next.id === 'string') {
			if (seen.has(next.id)) return next.id;
			seen.add(next.id);
		}
		waiting.push(...Object.values(next));
	}
	return null;
}

/**
 * Reads a text from unknown JSON: normalised (see `normalizeInline`), unknown members left out, within `LIMITS`.
 * Refuses what it cannot read and says where, in English, as a path and a sentence.
 */
export function parseContent(value: unknown): Parsed {
	const excess = overLimit(value);
	if (excess !== null) return { ok: false, problems: [excess] };
	const result = v.safeParse(ContentSchema, value);
	if (!result.success) {
		return { ok: false, problems: result.issues.map((issue) => `${v.getDotPath(issue) ?? 'text'}: ${issue.message}`) };
	}
	const duplicate = firstDuplicate(result.output);
	if (duplicate !== null) return { ok: false, problems: [`Two blocks have the id "${duplicate}"`] };
	return { ok: true, content: result.output };
}

/** A text with nothing in it yet: one empty paragraph to write in. */
export function emptyContent(): TextContent {
	return { blocks: [{ type: 'paragraph', id: newBlockId(), content: [] }] };
}

/** A text that we stored ourselves after parsing it. One that does not parse is a broken database, not bad input. */
export function storedContent(value: unknown): TextContent {
	const parsed = parseContent(value);
	if (parsed.ok) return parsed.content;
	throw new Error(`A stored text cannot be read: ${parsed.problems.slice(0, 3).join('; ')}`);
}
