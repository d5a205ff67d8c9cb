import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyContent, paragraph, text } from './content.fixture.ts';
import { canonicalJson, contentHash } from './hash.ts';
import { ensureUniqueIds } from './ids.ts';
import { emptyContent, LIMITS, parseContent } from './schema.ts';

const problems = (value: unknown): string => {
	const parsed = parseContent(value);
	return parsed.ok ? '' : parsed.problems.join('; ');
};
const linked = (href: string) => ({
	blocks: [{ type: 'paragraph', id: 'a', content: [{ type: 'text', text: 'x', marks: [{ type: 'link', href }] }] }]
});

test('every text of ours is read as it is', () => {
	fc.assert(
		fc.property(anyContent, (content) => {
			const own = ensureUniqueIds(content);
			expect(parseContent(JSON.parse(JSON.stringify(own)))).toEqual({ ok: true, content: own });
		}),
		{ seed: 1, numRuns: 100 }
	);
});

test('unknown members are left out and words are put in one form', () => {
	const parsed = parseContent({ blocks: [{ ...paragraph('a', 'a\u030A'), onclick: 'x' }], other: 1 });
	expect(parsed).toEqual({ ok: true, content: text(paragraph('a', 'å')) });
});

test('what it refuses it names', () => {
	expect(problems(null)).toContain('Expected Object');
	expect(problems({ blocks: [{ type: 'script', id: 'a' }] })).toContain('blocks.0.type');
	expect(problems({ blocks: [{ type: 'heading', id: 'a', level: 1, content: [] }] })).toContain('level 2, 3 or 4');
	expect(problems({ blocks: [paragraph('a b', 'x')] })).toContain('An id is');
	expect(problems(linked('javascript:alert(1)'))).toContain('A link goes to');
	expect(problems(linked('https://exempel.se'))).toBe('');
	expect(problems(text(paragraph('a', '1'), paragraph('a', '2')))).toBe('Two blocks have the id "a"');
});

test('depth and size are judged before anything descends into them', () => {
	let deep: unknown = paragraph('a', 'x');
	for (let level = 0; level < 50_000; level++) deep = { type: 'quote', blocks: [deep] };
	expect(problems({ blocks: [deep] })).toBe('The text is nested too deeply');
	expect(problems({ blocks: Array.from({ length: LIMITS.nodes }, () => 0) })).toBe('The text has too many parts');
	expect(problems({ blocks: [paragraph('a', 'x'.repeat(LIMITS.characters + 1))] })).toBe('The text is too long');
	expect(problems({ blocks: [paragraph('a', 'x'.repeat(LIMITS.blockCharacters + 1))] })).toContain(
		'A block is too long'
	);
});

test('an empty text has a paragraph to write in', () => {
	expect(parseContent(emptyContent()).ok).toBe(true);
});

test('a hash depends on title and content and on nothing else', () => {
	const content = text(paragraph('a', 'Vatten'));
	const shuffled = {
		blocks: [
			{ content: [{ text: 'Vatten', type: 'text' as const, marks: undefined }], id: 'a', type: 'paragraph' as const }
		]
	};
	expect(contentHash('T', shuffled)).toBe(contentHash('T', content));
	expect(contentHash('T', content)).toMatch(/^[0-9a-f]{64}$/);
	expect(contentHash('U', content)).not.toBe(contentHash('T', content));
	expect(contentHash('T', text(paragraph('a', 'vatten')))).not.toBe(contentHash('T', content));
	expect(canonicalJson({ b: [1, { d: null, c: 'å' }], a: undefined })).toBe('{"b":[1,{"c":"å","d":null}]}');
});

test('the hash is SHA-256, as anyone can recompute it', async () => {
	const bytes = new TextEncoder().encode(canonicalJson({ title: 'Å', content: text() }));
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	expect(contentHash('Å', text())).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
});
