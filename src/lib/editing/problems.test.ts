import { expect, test } from 'vitest';
import { editorSchema as schema } from '#lib/document/prosemirror.ts';
import { problemsIn } from './problems.ts';

const heading = (level: number) => schema.node('heading', { level, id: `h${level}` }, [schema.text('Rubrik')]);
const image = (alt: string | null) => schema.node('image', { id: 'b', imageId: 'i', alt });
const kindsIn = (...blocks: Parameters<typeof schema.node>[2][]) =>
	problemsIn(schema.node('doc', null, blocks.flat() as never)).map((problem) =>
		problem.kind === 'heading_skipped' ? `${problem.expected} väntades, ${problem.level} kom` : problem.kind
	);

test('headings that go down one level at a time, and up any number, are in order', () => {
	expect(kindsIn(heading(2), heading(3), heading(4), heading(2), heading(3))).toEqual([]);
});

test('a skipped level is told, with the level that was expected', () => {
	expect(kindsIn(heading(2), heading(4))).toEqual(['3 väntades, 4 kom']);
});

test('a text must begin on level 2', () => {
	expect(kindsIn(heading(3))).toEqual(['2 väntades, 3 kom']);
});

test('an image without a decision is told; a decorative one and one with words are not', () => {
	expect(kindsIn(image(null), image(''), image('En å'))).toEqual(['image_undecided']);
});

test('headings in quotes are quoted, and count for nothing', () => {
	expect(kindsIn(heading(2), schema.node('blockquote', null, [heading(4)]))).toEqual([]);
});
