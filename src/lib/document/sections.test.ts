import { describe, expect, it } from 'vitest';
import type { Block, TextContent } from './blocks.ts';
import { sectionBlocks, sectionLines, sectionsAround } from './sections.ts';

const heading = (id: string, level: 2 | 3 | 4): Block => ({
	type: 'heading',
	id,
	level,
	content: [{ type: 'text', text: `Om ${id}` }]
});
const paragraph = (id: string): Block => ({ type: 'paragraph', id, content: [{ type: 'text', text: id }] });
const content: TextContent = {
	blocks: [
		paragraph('before'),
		heading('a', 2),
		paragraph('a1'),
		heading('aa', 3),
		{ type: 'list', ordered: false, items: [[paragraph('aa1')]] },
		heading('b', 2),
		paragraph('b1')
	]
};
const ids = (blocks: Block[]) => blocks.map((block) => ('id' in block ? block.id : block.type));

describe('a section', () => {
	it('goes from its heading to the next of its level or higher', () => {
		expect(ids(sectionBlocks(content, 'a'))).toEqual(['a', 'a1', 'aa', 'list']);
		expect(ids(sectionBlocks(content, 'aa'))).toEqual(['aa', 'list']);
		expect(ids(sectionBlocks(content, 'b'))).toEqual(['b', 'b1']);
	});

	it('is empty where its heading is gone or is no heading', () => {
		expect(sectionBlocks(content, 'gone')).toEqual([]);
		expect(sectionBlocks(content, 'a1')).toEqual([]);
	});

	it('is listed in reading order with what it is called', () => {
		expect(sectionLines(content).map(({ id, text }) => [id, text])).toEqual([
			['a', 'Om a'],
			['aa', 'Om aa'],
			['b', 'Om b']
		]);
	});
});

describe('what stands around a block', () => {
	it('is its own section and those above, innermost first', () => {
		expect(sectionsAround(content, 'aa1')).toEqual(['aa', 'a']);
		expect(sectionsAround(content, 'aa')).toEqual(['aa', 'a']);
		expect(sectionsAround(content, 'b1')).toEqual(['b']);
	});

	it('is nothing before the first heading', () => {
		expect(sectionsAround(content, 'before')).toEqual([]);
		expect(sectionsAround(content, 'gone')).toEqual([]);
	});
});
