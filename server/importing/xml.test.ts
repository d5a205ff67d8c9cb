import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { element, parseXml, words, writeXml } from './xml.ts';
import type { XmlElement, XmlNode } from './xml.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const parse = (source: string): XmlElement => parseXml(strToU8(source));

test('names are read by their vocabulary, whatever prefix the file uses', () => {
	const root = parse(
		`<x:p xmlns:x="${W}" x:val="1" id="2"><t xmlns="${W}">ett &amp; två &#229;<![CDATA[<3]]></t></x:p>`
	);
	expect(root).toMatchObject({ name: 'w:p', attributes: { 'w:val': '1', id: '2' } });
	expect(words(root)).toBe('ett & två å<3');
	expect(parse('<w:p xmlns:w="urn:not-word"/>').name).toBe('other-w:p');
});

test.each([
	['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
	['an entity of its own', '<a>&b;</a>'],
	['an object’s own property as entity', '<a>&constructor;</a>'],
	['tags that cross', '<a><b></a></b>'],
	['an open end', '<a><b/>'],
	['two roots', '<a/><b/>'],
	['text outside the root', '<a/>x'],
	['an attribute twice', '<a b="1" b="2"/>'],
	['a bare ampersand', '<a>& b</a>'],
	['half a character', '<a>&#xD800;</a>'],
	['nothing', '']
])('%s is refused as damaged', (_, source) => {
	expect(() => parse(source)).toThrow('file_refused');
});

test('depth and number of nodes are bounded, and cost no stack', () => {
	expect(() => parse('<a>'.repeat(100_000) + '</a>'.repeat(100_000))).toThrow('file_refused');
	expect(() => parse(`<a>${'<b/>'.repeat(1_000_001)}</a>`)).toThrow('file_refused');
});

const name = fc.constantFrom('w:p', 'w:r', 'w:t', 'm:oMath');
const text = fc
	.string({ unit: 'grapheme', minLength: 1 })
	.filter((value) => /^[\t\u0020-\ud7ff\ue000-\ufffd]+$/.test(value));
const tree = fc.letrec<{ node: XmlElement }>((tie) => ({
	node: fc.record({
		name,
		attributes: fc.dictionary(fc.constantFrom('w:val', 'w:id'), text, { noNullPrototype: true }),
		children: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('node')), { maxLength: 4 })
	})
})).node;

/** Texts that stand side by side are one when read. */
function joined(node: XmlElement): XmlElement {
	const children: XmlNode[] = [];
	for (const child of node.children) {
		const last = children.at(-1);
		if (typeof child === 'string' && typeof last === 'string') children[children.length - 1] = last + child;
		else children.push(typeof child === 'string' ? child : joined(child));
	}
	return element(node.name, node.attributes, children);
}

test('what is written reads back the same', () => {
	fc.assert(
		fc.property(tree, (node) => {
			expect(parse(writeXml(node))).toEqual(joined(node));
		})
	);
});

test('any string is read or refused, nothing else', () => {
	const piece = fc.constantFrom(
		'<',
		'>',
		'/',
		'a',
		' ',
		'=',
		'"',
		'&',
		';',
		'<!--',
		'-->',
		'<![CDATA[',
		']]>',
		'<?',
		'?>',
		'</a>',
		'<a>',
		'b="c"'
	);
	fc.assert(
		fc.property(
			fc.array(piece).map((pieces) => pieces.join('')),
			(source) => {
				try {
					parse(source);
				} catch (error) {
					expect(error).toMatchObject({ code: 'file_refused' });
				}
			}
		)
	);
});
