import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentPlain, plainText } from '#lib/document/plain.ts';
import { importPasted } from './service.ts';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

async function paste(html: string) {
	const imported = await importPasted(html, '');
	const lost = Object.fromEntries(imported.report.lost.map((loss) => [loss.kind, loss.where]));
	return { ...imported, blocks: imported.content.blocks, plain: documentPlain(imported.content), lost };
}

test('what Word pastes becomes headings, paragraphs and real lists', async () => {
	const bullet = (level: number, text: string): string =>
		`<p class=MsoListParagraphCxSpMiddle style='margin-left:36pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>${text}<o:p></o:p></p>\r\n`;
	const number = (marker: string, text: string): string => bullet(1, text).replace('·', marker);
	const { blocks, plain, lost } = await paste(
		`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color:red}</style><xml><o:x>1</o:x></xml></head><body lang=SV>
		<!--StartFragment--><h1>Nuläge<o:p></o:p></h1><p class=MsoNormal>Text med <b style='mso-bidi-font-weight:normal'>fet</b>&nbsp;del<o:p>&nbsp;</o:p></p>
		${bullet(1, 'Mat')}${bullet(2, 'Bär')}${bullet(1, 'Trä')}<p class=MsoNormal><o:p>&nbsp;</o:p></p>${number('3.', 'Tredje')}${number('4.', 'Fjärde')}<!--EndFragment--></body></html>`
	);
	expect(blocks.slice(1)).toMatchObject([
		{ type: 'list', ordered: false, items: [[{ type: 'paragraph' }, { type: 'list' }], [{ type: 'paragraph' }]] },
		{ type: 'list', ordered: true, start: 3, items: [[{}], [{}]] }
	]);
	expect(plain).toBe('Text med fet\u00a0del\nMat\nBär\nTrä\nTredje\nFjärde');
	expect(lost).toEqual({});
});

test('what Google Docs pastes keeps its weights, though all of it stands in a bold element', async () => {
	const { blocks } = await paste(
		`<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:400">Vanlig </span><span style="font-weight:700;font-style:italic">stark</span></p><ul><li><p>Ett</p></li><ul><li><p>Under</p></li></ul></ul></b>`
	);
	expect(blocks).toMatchObject([
		{ content: [{ text: 'Vanlig ' }, { text: 'stark', marks: [{ type: 'bold' }, { type: 'italic' }] }] },
		{ type: 'list', items: [[{ type: 'paragraph' }, { type: 'list' }]] }
	]);
	expect(blocks[0]).not.toHaveProperty('content.0.marks');
});

test('scripts, handlers, hidden words and links that run are gone, and said to be', async () => {
	const { content, plain, lost } = await paste(
		`<p onclick="alert(1)">Läs <a href="javascript:alert(2)">här</a>, <a href=" JaVaScRiPt:alert(3)">där</a>, <a href="data:text/html,x">x</a>, <a href="//evil.example">y</a> och <a href="https://user:pw@example.se">z</a></p>
		<script>alert(4)</script><style>p{}</style><iframe src="https://evil.example" title="Karta"></iframe><svg><script>alert(5)</script></svg>
		<p style="display:none">dolt</p><object data="x"></object><form><input value="alert(6)"><button>Skicka</button></form><template>alert(7)</template>`
	);
	expect(plain).toBe('Läs här, där, x, y och z');
	expect(JSON.stringify(content)).not.toMatch(/alert|script|evil|data:|pw/i);
	expect(lost).toEqual({
		unsafe_link: ['här', 'där', 'x', 'y', 'z'],
		script: [],
		embed: ['Karta'],
		drawing: [],
		hidden_text: ['dolt'],
		form_field: []
	});
});

test('good links stay, also round words of different weight', async () => {
	const { blocks, report } = await paste(
		'<p><a href="https://example.se/å">ett <b>två</b></a> <a href="mailto:a@example.se">post</a></p>'
	);
	expect(report.kept.links).toBe(2);
	expect(blocks[0]).toMatchObject({
		content: [
			{ marks: [{ type: 'link', href: 'https://example.se/%C3%A5' }] },
			{},
			{},
			{ marks: [{ href: 'mailto:a@example.se' }] }
		]
	});
});

test('an image in the clipboard is kept without a decision on its text; one elsewhere is never fetched', async () => {
	const { images, blocks, lost } = await paste(
		`<p>Se <img src="${PIXEL}" alt=""> och <img src="https://tracker.example/1.gif" alt="Spårare"><img src="file:///C:/b.png"><img src="data:image/svg+xml;base64,PHN2Zy8+" alt="Vektor"></p>`
	);
	expect(images).toMatchObject([
		{ mime: 'image/png', width: 1, height: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }
	]);
	expect(blocks).toMatchObject([
		{ type: 'paragraph' },
		{ type: 'image', imageId: images[0]?.id, alt: null },
		{ type: 'paragraph' }
	]);
	expect(lost).toEqual({ image_elsewhere: ['Spårare'], image: ['Vektor'] });
});

test('line breaks, definition lists, layout boxes and tables come out readable', async () => {
	const { blocks, lost } = await paste(
		`<div>Rad ett<br>rad två<br><br>Nytt stycke</div><dl><dt>Ord</dt><dd>Förklaring</dd></dl><table><tr><td><p>Ruta</p></td></tr></table>
		<table><caption>Insatser</caption><thead><tr><td>År</td><td>Vad</td></tr></thead><tr><td colspan="900" rowspan="99">2027</td></tr></table><hr><pre>a\nb</pre>`
	);
	expect(blocks.map(plainText)).toEqual([
		'Rad ett\nrad två',
		'Nytt stycke',
		'Ord',
		'Förklaring',
		'Ruta',
		'Insatser',
		'År\tVad\n2027',
		'a\nb'
	]);
	expect(blocks[6]).toMatchObject({ rows: [[{ header: true }, { header: true }], [{ header: false, colspan: 100 }]] });
	expect(Object.keys(lost)).toEqual(['box', 'rule', 'code']);
});

test('nesting without end is read, not followed', async () => {
	const { plain } = await paste('<ul><li>'.repeat(3000) + 'djupt' + '<div><blockquote>'.repeat(3000) + 'djupare');
	expect(plain.replace(/\s+/g, ' ')).toBe('djupt djupare');
});

test('repetition without end costs time in proportion, no more', { timeout: 20_000 }, async () => {
	expect((await paste('<br>'.repeat(200_000) + 'x')).plain).toBe('x');
	expect((await paste('\u00a0'.repeat(500_000) + 'x' + '\u00a0 '.repeat(200_000))).plain).toBe('x');
	expect((await paste('<b>'.repeat(50_000) + 'x')).plain).toBe('x');
});

test('plain text becomes paragraphs and lists', async () => {
	const lines =
		'Inledning:\n• ett\n- två\n\n2. b\n3. c\n\nEn rad som är så lång att något program bröt den där den\nfortsätter här.\n\nVersrad\nvers';
	const { content } = await importPasted(null, lines);
	expect(content.blocks.map((block) => [block.type, plainText(block)])).toEqual([
		['paragraph', 'Inledning:'],
		['list', 'ett\ntvå'],
		['list', 'b\nc'],
		['paragraph', 'En rad som är så lång att något program bröt den där den fortsätter här.'],
		['paragraph', 'Versrad\nvers']
	]);
	expect(content.blocks[2]).toMatchObject({ ordered: true, start: 2 });
	const single = await importPasted('  ', 'Ett stycke\nEtt till');
	expect(single.content.blocks).toHaveLength(2);
});

test('an empty clipboard and one too large are refused', async () => {
	await expect(importPasted('<p>&nbsp;</p><script>1</script>', '')).rejects.toMatchObject({ code: 'file_refused' });
	await expect(importPasted(null, ' \n')).rejects.toMatchObject({ code: 'file_refused' });
	await expect(importPasted('x'.repeat(9_000_000), '')).rejects.toMatchObject({ code: 'too_large' });
});

const tag = fc.constantFrom(
	'p',
	'b',
	'ul',
	'ol',
	'li',
	'table',
	'tr',
	'td',
	'blockquote',
	'h1',
	'h3',
	'a href="javascript:x"',
	'a href="https://a.se"',
	'span lang=en',
	'pre',
	'br',
	'hr',
	'style',
	'xml',
	'caption',
	'sup',
	`img src="${PIXEL}"`
);
const markup = fc.array(
	fc.oneof(
		tag.map((name) => `<${name}>`),
		tag.map((name) => `</${name.split(' ')[0]}>`),
		fc.string({ unit: 'grapheme' })
	),
	{ maxLength: 40 }
);

test('any markup gives a valid text or a refusal, and no link that runs', { timeout: 30_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(markup, async (pieces) => {
			try {
				const { content } = await importPasted(pieces.join(''), '');
				expect(JSON.stringify(content)).not.toContain('"href":"javascript');
			} catch (error) {
				expect(error).toMatchObject({ code: 'file_refused', issues: [{ en: 'There is no text to import.' }] });
			}
		}),
		{ numRuns: 300 }
	);
});
