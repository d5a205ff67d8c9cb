import { describe, expect, it } from 'vitest';
import type { TextContent } from '#lib/document/blocks.ts';
import { draftKey, panelFromAddress, panelQuery, wordsFromText } from './place-key.ts';
import { namePlaces } from './places.ts';

const text = (value: string) => [{ type: 'text' as const, text: value }];
const CONTENT: TextContent = {
	blocks: [
		{ type: 'paragraph', id: 'p0', content: text('Ingress') },
		{ type: 'heading', id: 'h1', level: 2, content: text('Mål') },
		{ type: 'paragraph', id: 'p1', content: text('Ett') },
		{ type: 'list', ordered: false, items: [[{ type: 'paragraph', id: 'p2', content: text('Två') }]] },
		{
			type: 'table',
			id: 't1',
			rows: [[{ header: false, blocks: [{ type: 'paragraph', id: 'c1', content: text('Cell') }] }]]
		},
		{ type: 'heading', id: 'h2', level: 2, content: text('Mål') },
		{ type: 'paragraph', id: 'p3', content: text('Tre') }
	]
};

describe('names of places', () => {
	it('are different for every place, also under headings with the same words (domain A-14)', () => {
		const names = [...namePlaces(CONTENT).values()].map(({ what, section, twin, ordinal, tableId }) =>
			[what, section, twin, ordinal, tableId].join('|')
		);
		expect(new Set(names).size).toBe(names.length);
	});

	it('count paragraphs anew in each section, and know a table’s cells', () => {
		const names = namePlaces(CONTENT);
		expect([names.get('p2')?.ordinal, names.get('p3')?.ordinal, names.get('h2')?.twin]).toEqual([2, 1, 2]);
		expect([names.get('c1')?.tableId, names.get('t1')?.tableId, names.get('p3')?.tableId]).toEqual(['t1', null, null]);
	});
});

describe('addresses of forms', () => {
	const POINT = '01900000-0000-7000-8000-000000000001';

	it('lead to the form they were made from', () => {
		for (const panel of [
			{ kind: 'comment', place: 'whole', words: undefined } as const,
			{ kind: 'reply', pointId: POINT } as const,
			{ kind: 'withdraw', pointId: POINT } as const
		]) {
			expect(panelFromAddress(new URLSearchParams(panelQuery(panel, 3)))).toEqual(panel);
		}
	});

	it('with junk in them open nothing', () => {
		for (const query of ['tyckTill=', 'tyckTill=%00', 'svara=abc', "ratta=' or 1=1", 'ord=5-2']) {
			expect(panelFromAddress(new URLSearchParams(query)), query).toBeNull();
		}
		expect([wordsFromText('5-2'), wordsFromText('1-2-3'), wordsFromText('2-5')]).toEqual([
			undefined,
			undefined,
			{ start: 2, end: 5 }
		]);
	});

	it('keep drafts of a place and of a reply apart', () => {
		expect(draftKey({ kind: 'comment', place: 'p1' })).not.toBe(draftKey({ kind: 'reply', pointId: POINT }));
	});
});
