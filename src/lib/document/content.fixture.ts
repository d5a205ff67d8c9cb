import fc from 'fast-check';
import type { Block, Heading, Inline, Mark, Paragraph, TextContent } from './blocks.ts';
import { normalizeInline } from './inline.ts';

export function text(...blocks: Block[]): TextContent {
	return { blocks };
}

export function paragraph(id: string, words: string): Paragraph {
	return { type: 'paragraph', id, content: words === '' ? [] : [{ type: 'text', text: words }] };
}

export function heading(id: string, words: string, level: 2 | 3 | 4 = 2): Heading {
	return { type: 'heading', id, level, content: [{ type: 'text', text: words }] };
}

const words = fc.constantFrom('Regionen', 'ska ', 'å', 'ä ', 'vatten', ' 😀', '<b>&"', 'a\u030A', 'Ja.', '*_#', ' ');
const mark: fc.Arbitrary<Mark> = fc.oneof(
	fc.constant<Mark>({ type: 'bold' }),
	fc.constant<Mark>({ type: 'italic' }),
	fc.constant<Mark>({ type: 'link', href: 'https://exempel.se/?a=1&b=2' }),
	fc.constantFrom<Mark>({ type: 'language', lang: 'fi' }, { type: 'language', lang: 'sma' })
);
const part: fc.Arbitrary<Inline> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({ type: fc.constant('text' as const), text: words, marks: fc.array(mark, { maxLength: 3 }) })
	},
	{ weight: 1, arbitrary: fc.constant<Inline>({ type: 'break' }) }
);
const inline = fc.array(part, { maxLength: 5 }).map(normalizeInline);

/** Any text that the editor can hold: list items begin with a paragraph and nothing is empty of blocks. */
export const anyContent: fc.Arbitrary<TextContent> = fc
	.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
		blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
		block: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			fc.record({ type: fc.constant('paragraph' as const), id: fc.constant(''), content: inline }),
			fc.record({
				type: fc.constant('heading' as const),
				id: fc.constant(''),
				level: fc.constantFrom(2, 3, 4),
				content: inline
			}),
			fc.record(
				{
					type: fc.constant('image' as const),
					id: fc.constant(''),
					imageId: fc.constant('bild-1'),
					alt: fc.constantFrom(null, '', 'En å'),
					width: fc.constantFrom(10, 200)
				},
				{ requiredKeys: ['type', 'id', 'imageId', 'alt'] }
			),
			fc.record({ type: fc.constant('quote' as const), blocks: tie('blocks') }),
			fc.record(
				{
					type: fc.constant('list' as const),
					ordered: fc.constant(true),
					start: fc.constantFrom(2, 7),
					items: fc.array(item(tie('blocks')), { minLength: 1, maxLength: 3 })
				},
				{ requiredKeys: ['type', 'ordered', 'items'] }
			),
			fc.record({
				type: fc.constant('table' as const),
				id: fc.constant(''),
				rows: fc.array(
					fc.array(
						fc.record(
							{ header: fc.boolean(), colspan: fc.constant(2), blocks: tie('blocks') },
							{ requiredKeys: ['header', 'blocks'] }
						),
						{ minLength: 1, maxLength: 2 }
					),
					{ minLength: 1, maxLength: 2 }
				)
			})
		)
	}))
	.blocks.map((blocks) => ({ blocks }));

function item(blocks: fc.Arbitrary<Block[]>): fc.Arbitrary<Block[]> {
	const first: fc.Arbitrary<Paragraph> = fc.record({
		type: fc.constant('paragraph'),
		id: fc.constant(''),
		content: inline
	});
	return fc.tuple(first, fc.oneof(fc.constant<Block[]>([]), blocks)).map(([head, rest]) => [head, ...rest]);
}
