import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { documentPlain } from '#lib/document/plain.ts';
import { importFile } from './service.ts';

const read = (markdown: string) => importFile('text.md', strToU8(markdown));

test('a comment line with a code above a heading names its section', async () => {
	const { title, content, sections, report } = await read(
		'# Vatten\n\n<!-- JSV-1 -->\n\n## Nuläge\n\nText.\n<!-- JSV-2 -->\n## Styrkor\n\nMer.\n\n<!-- att göra: fyll på -->\n\nSlut. <!-- i text --> kvar\n'
	);
	expect(title).toBe('Vatten');
	const [first, , second] = content.blocks.map((block) => ('id' in block ? block.id : ''));
	expect(sections).toEqual([
		{ code: 'JSV-1', blockId: first },
		{ code: 'JSV-2', blockId: second }
	]);
	expect(documentPlain(content)).toBe('Nuläge\nText.\nStyrkor\nMer.\nSlut. <!-- i text --> kvar');
	expect(report.lost).toMatchObject([{ kind: 'comment_line', count: 1, where: ['att göra: fyll på'] }]);
});

test('a passage in braces is marked with its language; an impossible language is left as written', async () => {
	const { content } = await read('Området *kallas* [**Saepmie** nu]{lang=sma}, [Staare]{lang=1} och [en]{lang=sv}.');
	expect(content.blocks).toMatchObject([
		{
			content: [
				{ text: 'Området ' },
				{ text: 'kallas', marks: [{ type: 'italic' }] },
				{ text: ' ' },
				{ text: 'Saepmie', marks: [{ type: 'bold' }, { type: 'language', lang: 'sma' }] },
				{ text: ' nu', marks: [{ type: 'language', lang: 'sma' }] },
				{ text: ', [Staare]{lang=1} och en.' }
			]
		}
	]);
});

test('tables, nested and numbered lists, quotes and links are kept', async () => {
	const { content, report } = await read(
		'| År | Vad |\n|---|---|\n| 2027 | Mäta |\n\n3. tre\n   - under\n4. fyra\n\n> Så sa de.\n\n[plan](https://example.se) [fel](javascript:x)\n'
	);
	expect(content.blocks).toMatchObject([
		{
			type: 'table',
			rows: [
				[{ header: true }, { header: true }],
				[{ header: false }, { header: false }]
			]
		},
		{ type: 'list', ordered: true, start: 3, items: [[{ type: 'paragraph' }, { type: 'list', ordered: false }], [{}]] },
		{ type: 'quote' },
		{ type: 'paragraph', content: [{ text: 'plan', marks: [{ type: 'link' }] }, { text: ' fel' }] }
	]);
	expect(report.lost.map((loss) => loss.kind)).toEqual(['unsafe_link']);
});

test('HTML in Markdown is words, never markup', async () => {
	const { content } = await read('<script>alert(1)</script>\n\n<b>fet</b> <section id="section-X">');
	expect(documentPlain(content)).toBe('<script>alert(1)</script>\n<b>fet</b> <section id="section-X">');
});

test('a file named .txt is text as it stands', async () => {
	const { title, content } = await importFile(
		'C:\\Dokument\\mitt_underlag.txt',
		strToU8('# Inte en rubrik\n\n*stjärnor* kvar')
	);
	expect(title).toBe('mitt underlag');
	expect(documentPlain(content)).toBe('# Inte en rubrik\n*stjärnor* kvar');
});

test('brackets and comments without end are words, read in moderate time', { timeout: 20_000 }, async () => {
	expect(documentPlain((await read('['.repeat(20_000) + 'x')).content)).toHaveLength(20_001);
	expect(documentPlain((await read('<!--\n'.repeat(8000) + '--> x')).content)).toContain('--> x');
});
