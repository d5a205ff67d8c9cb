import { describe, expect, it } from 'vitest';
import { offsetAt, positionAt, textLength, trimmed, type Walked } from './words-in-page.ts';

type Fake = Walked & { childNodes: Fake[] };
const text = (value: string): Fake => ({ nodeType: 3, nodeName: '#text', nodeValue: value, childNodes: [] });
const comment = (): Fake => ({ nodeType: 8, nodeName: '#comment', nodeValue: '[', childNodes: [] });
const element = (name: string, ...children: Fake[]): Fake => ({
	nodeType: 1,
	nodeName: name,
	nodeValue: null,
	childNodes: children
});

/** `Mer **rent** vatten\nnu`, with the comment nodes that a rendered component leaves behind. */
function paragraph() {
	const [more, clean, water, now] = [text('Mer '), text('rent'), text(' vatten'), text('nu')];
	const strong = element('STRONG', comment(), clean);
	const block = element('P', comment(), more, strong, water, element('BR'), now, comment());
	return { block, more, clean, water, now, strong };
}

describe('words on the page and offsets into plain text', () => {
	it('count a line break as one character and comments as none', () => {
		expect(textLength(paragraph().block)).toBe('Mer rent vatten\nnu'.length);
	});

	it('know how far into the block a position in a nested element is', () => {
		const { block, clean, now } = paragraph();
		expect(offsetAt(block, clean, 2)).toBe('Mer re'.length);
		expect(offsetAt(block, now, 1)).toBe('Mer rent vatten\nn'.length);
	});

	it('understand positions that count children, as a triple click gives', () => {
		const { block, strong } = paragraph();
		expect(offsetAt(block, block, 0)).toBe(0);
		expect(offsetAt(block, block, block.childNodes.length)).toBe('Mer rent vatten\nnu'.length);
		expect(offsetAt(block, strong, 2)).toBe('Mer rent'.length);
	});

	it('say that a position elsewhere is not in the block', () => {
		expect(offsetAt(paragraph().block, text('annat'), 0)).toBeNull();
	});

	it('lead back to the same place for every character', () => {
		const { block } = paragraph();
		for (let at = 0; at <= textLength(block); at++) {
			const position = positionAt(block, at);
			expect(position && offsetAt(block, position.node, position.offset), String(at)).toBe(at);
		}
	});

	it('find nothing beyond the end', () => expect(positionAt(paragraph().block, 99)).toBeNull());

	it('leave out white space at the ends of what is marked, and nothing but white space is nothing', () => {
		expect(trimmed('b', 'Mer rent vatten', 3, 9)).toEqual({ blockId: 'b', start: 4, end: 8, exact: 'rent' });
		expect(trimmed('b', 'a  b', 1, 3)).toBeNull();
	});
});
