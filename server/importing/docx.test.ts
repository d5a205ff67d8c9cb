import { expect, test } from 'vitest';
import type { Block, Inline } from '#lib/document/blocks.ts';
import { documentPlain, plainText } from '#lib/document/plain.ts';
import { lost, outline, read } from './docx-read.fixture.ts';
import { item, p, run, style, styled, table } from './docx.fixture.ts';

const inline = (block: Block | undefined): Inline[] => (block?.type === 'paragraph' ? block.content : []);

test('the title style is the title, and headings keep their order without skips', async () => {
	const imported = await read({
		body:
			styled('Rubrik', 'Jord, skog och vatten') +
			styled('Rubrik1', 'Nuläge') +
			styled('Rubrik3', 'Ett hopp') +
			styled('Rubrik2', 'Styrkor') +
			p('Här finns rent vatten.')
	});
	expect(imported.title).toBe('Jord, skog och vatten');
	expect(outline(imported)).toEqual(['2 Nuläge', '3 Ett hopp', '3 Styrkor', 'paragraph Här finns rent vatten.']);
	expect(imported.report.kept).toMatchObject({ headings: 3, paragraphs: 1 });
	expect(imported.report.lost).toEqual([]);
});

test('a single first-level heading at the top is the title; two of them are not', async () => {
	const one = await read({ body: styled('Rubrik1', 'Titeln') + styled('Rubrik2', 'Nuläge') + p('Text.') });
	expect([one.title, ...outline(one)]).toEqual(['Titeln', '2 Nuläge', 'paragraph Text.']);
	const two = await read({ body: styled('Rubrik1', 'Första') + p('Text.') + styled('Rubrik1', 'Andra') + p('Mer.') });
	expect(two.title).toBe('underlag');
	expect(outline(two)).toEqual(['2 Första', 'paragraph Text.', '2 Andra', 'paragraph Mer.']);
	expect(two.report.warnings.map((warning) => warning.en)).toEqual([expect.stringContaining('the name of the file')]);
});

test('a style of the organisation’s own counts as the heading it is based on', async () => {
	const own = style('paragraph', 'RegionRubrik', 'Region Rubrik', '<w:basedOn w:val="Rubrik2"/>');
	const level = style('paragraph', 'Niva', 'Nivå', '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>');
	const imported = await read({
		styles: own + level,
		body: styled('RegionRubrik', 'Ett') + styled('Niva', 'Två') + p('x')
	});
	expect(outline(imported)).toEqual(['2 Ett', '2 Två', 'paragraph x']);
});

test('headings deeper than three levels end on the lowest and are reported', async () => {
	const imported = await read({
		body: [1, 2, 3, 4].map((level) => styled(`Rubrik${level}`, `Nivå ${level}`)).join('') + styled('Rubrik1', 'Slut')
	});
	expect(outline(imported)).toEqual(['2 Nivå 1', '3 Nivå 2', '4 Nivå 3', '4 Nivå 4', '2 Slut']);
	expect(lost(imported, 'heading_level')).toEqual(['Nivå 4']);
});

test('nested lists keep their levels, and a list that goes on after a paragraph keeps its number', async () => {
	const imported = await read({
		body:
			item(2, 0, 'Mat') +
			item(2, 1, 'Bär') +
			item(2, 2, 'Hjortron') +
			item(2, 0, 'Trä') +
			p('Och dessutom:') +
			item(1, 0, 'Först') +
			item(1, 0, 'Sedan') +
			p('Ett inskott.') +
			item(1, 0, 'Till sist') +
			p('Nytt.') +
			item(3, 0, 'Från början')
	});
	expect(
		imported.content.blocks.map((block) => (block.type === 'list' ? [block.ordered, block.start, plainText(block)] : 0))
	).toEqual([
		[false, undefined, 'Mat\nBär\nHjortron\nTrä'],
		0,
		[true, undefined, 'Först\nSedan'],
		0,
		[true, 3, 'Till sist'],
		0,
		[true, undefined, 'Från början']
	]);
	const [list] = imported.content.blocks;
	expect(list?.type === 'list' && list.items.map((content) => content.map((block) => block.type))).toEqual([
		['paragraph', 'list'],
		['paragraph']
	]);
});

test('letters as list numbers become numbers, and that is said', async () => {
	const imported = await read({ body: item(4, 0, 'Ett') + item(4, 0, 'Två') });
	expect(imported.content.blocks[0]).toMatchObject({ type: 'list', ordered: true });
	expect(lost(imported, 'list_format')).toEqual(['Ett', 'Två']);
});

test('the first row of a table is its header unless the table says that it has none', async () => {
	const rows = [
		[p('Insats'), p('År')],
		[p('Mätning'), p('2027')]
	];
	const imported = await read({
		body: table(rows, '<w:tblLook w:val="04A0" w:firstRow="1"/>') + p('x') + table(rows, '<w:tblLook w:firstRow="0"/>')
	});
	const headers = imported.content.blocks.flatMap((block) =>
		block.type === 'table' ? [block.rows.map((row) => row.map((cell) => cell.header))] : []
	);
	expect(headers).toEqual([
		[
			[true, true],
			[false, false]
		],
		[
			[false, false],
			[false, false]
		]
	]);
});

test('merged cells keep their spans and empty cells their place', async () => {
	const merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p('Skog');
	const going = '<w:tcPr><w:vMerge/></w:tcPr>' + p('');
	const wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p('Hela bredden');
	const imported = await read({ body: table([[wide], [merged, p('1')], [going, p('')]]) });
	const [block] = imported.content.blocks;
	expect(
		block?.type === 'table' && block.rows.map((row) => row.map(({ colspan, rowspan }) => [colspan, rowspan]))
	).toEqual([
		[[2, undefined]],
		[
			[undefined, 2],
			[undefined, undefined]
		],
		[[undefined, undefined]]
	]);
	expect(block?.type === 'table' && block.rows[2]?.[0]?.blocks).toMatchObject([{ type: 'paragraph', content: [] }]);
});

test('bold, italic, quotes and links are kept; links that cannot be followed lose only the link', async () => {
	const link = (id: string, text: string): string =>
		`<w:hyperlink r:id="${id}">${run(text, '<w:u w:val="single"/>')}</w:hyperlink>`;
	const imported = await read({
		links: { ok: 'https://example.se/plan?a=1&amp;b=2', bad: 'javascript:alert(1)', file: 'file:///H:/hemligt.docx' },
		body:
			p(
				run('Fet', '<w:b/>') +
					run(' och ') +
					run('kursiv', '<w:i/>') +
					run(' och ') +
					run('stark', '<w:rStyle w:val="Stark"/>')
			) +
			styled('Citat', 'Så sa de.') +
			p(link('ok', 'planen') + run(', ') + link('bad', 'farlig') + run(', ') + link('file', 'fil'))
	});
	const [marked, quote, links] = imported.content.blocks;
	expect(inline(marked)).toEqual([
		{ type: 'text', text: 'Fet', marks: [{ type: 'bold' }] },
		{ type: 'text', text: ' och ' },
		{ type: 'text', text: 'kursiv', marks: [{ type: 'italic' }] },
		{ type: 'text', text: ' och ' },
		{ type: 'text', text: 'stark', marks: [{ type: 'bold' }] }
	]);
	expect(quote).toMatchObject({ type: 'quote', blocks: [{ type: 'paragraph' }] });
	expect(inline(links)).toEqual([
		{ type: 'text', text: 'planen', marks: [{ type: 'link', href: 'https://example.se/plan?a=1&b=2' }] },
		{ type: 'text', text: ', farlig, fil' }
	]);
	expect(lost(imported, 'unsafe_link')).toEqual(['farlig', 'fil']);
	expect(lost(imported, 'underline')).toBeUndefined();
});

test('passages in another language are marked, whatever language Word’s template is in', async () => {
	const swedish = '<w:lang w:val="sv-FI"/>';
	const sami = '<w:lang w:val="sma-SE"/>';
	const imported = await read({
		styles:
			'<w:style w:type="paragraph" w:styleId="En" w:default="1"><w:name w:val="x"/><w:rPr><w:lang w:val="en-US"/></w:rPr></w:style>',
		body: p(
			run('Området kallas ', swedish) + run('Saepmie', sami) + run(' på sydsamiska, 2027', swedish) + run('.', sami)
		)
	});
	expect(imported.language).toBe('sv');
	expect(inline(imported.content.blocks[0])).toEqual([
		{ type: 'text', text: 'Området kallas ' },
		{ type: 'text', text: 'Saepmie', marks: [{ type: 'language', lang: 'sma-SE' }] },
		{ type: 'text', text: ' på sydsamiska, 2027.' }
	]);
	expect(imported.report.kept.languageMarks).toBe(1);
});

test('footnotes become a list last in the text, and deleted ones go with their words', async () => {
	const note = (id: number, text: string, type = ''): string =>
		`<w:footnote w:id="${id}"${type}>${p(text)}</w:footnote>`;
	const reference = (id: number): string => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
	const imported = await read({
		footnotes: note(-1, '', ' w:type="separator"') + note(1, 'Källa: länsstyrelsen.') + note(2, 'Bara i struket.'),
		body:
			p(run('Vattnet är rent') + reference(1) + run('.')) +
			p(run('Kvar.') + `<w:del w:author="P">${reference(2)}</w:del>`)
	});
	expect(outline(imported)).toEqual([
		'paragraph Vattnet är rent[1].',
		'paragraph Kvar.',
		'2 Noter',
		'list Källa: länsstyrelsen.'
	]);
	expect(lost(imported, 'notes')).toEqual(['Källa: länsstyrelsen.']);
	expect(lost(imported, 'raised_or_lowered')).toBeUndefined();
});

test('whatever has no place in a text is named in the report', async () => {
	const box = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1"/><wps:wsp><w:txbxContent>${p('I rutan')}</w:txbxContent></wps:wsp></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>${p('I rutan')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
	const chart =
		'<w:r><w:drawing><wp:inline><wp:docPr id="2" descr="Elpriser"/><a:graphic><a:graphicData/></a:graphic></wp:inline></w:drawing></w:r>';
	const imported = await read({
		header: p('Utkast, inte beslutat'),
		body:
			styled('Innehll1', 'Nuläge 3') +
			p(
				run('Text ') +
					run('hemlig', '<w:vanish/>') +
					run('röd', '<w:color w:val="FF0000"/>') +
					run(' under', '<w:u w:val="single"/>') +
					run(' struken', '<w:strike/>') +
					run('2', '<w:vertAlign w:val="superscript"/>')
			) +
			p(
				box +
					chart +
					'<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
			) +
			p(
				'<w:hyperlink w:anchor="_Toc1">' + run('se nedan') + '</w:hyperlink><w:mystery>' + run('gåta') + '</w:mystery>'
			) +
			p('1.1 rubrik', '<w:pStyle w:val="Rubrik2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') +
			table([[styled('Rubrik1', 'I cell'), table([[p('inre'), p('tabell')]])]])
	});
	const kinds = Object.fromEntries(imported.report.lost.map((loss) => [loss.kind, loss.where]));
	expect(kinds).toEqual({
		header_footer: ['Utkast, inte beslutat'],
		table_of_contents: ['Nuläge 3'],
		hidden_text: ['hemlig'],
		colour: ['röd'],
		underline: ['under'],
		strikethrough: ['struken'],
		raised_or_lowered: ['2'],
		text_box: ['I rutan'],
		drawing: ['Elpriser'],
		equation: ['E=mc'],
		embedded_object: ['Excel.Sheet.12'],
		internal_link: ['se nedan'],
		other: ['gåta'],
		heading_number: ['1.1 rubrik'],
		heading_inside: ['I cell'],
		nested_table: ['inre tabell']
	});
	expect(documentPlain(imported.content)).toBe(
		'Text röd under struken2\nI rutan\nse nedan\n1.1 rubrik\nI cell\tinre tabell'
	);
	expect(imported.report.lost.every((loss) => loss.sv !== '' && loss.en !== '')).toBe(true);
});

test('the same file gives the same text every time but for its ids, which are unique', async () => {
	const file = { body: p('A') + item(1, 0, 'B') + table([[p('C'), p('D')]]) };
	const ids = (await Promise.all([read(file), read(file)])).map(({ content }) =>
		[...JSON.stringify(content).matchAll(/"id":"(\w+)"/g)].map(([, id]) => id)
	);
	expect(new Set(ids.flat()).size).toBe(10);
});
