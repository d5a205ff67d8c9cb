import { expect, test } from 'vitest';
import { documentPlain } from '#lib/document/plain.ts';
import { lost, read } from './docx-read.fixture.ts';
import { p, run, tracked } from './docx.fixture.ts';

test('comments come with author, words and thread', async () => {
	const comment = (id: number, author: string, text: string): string =>
		`<w:comment w:id="${id}" w:author="${author}"><w:p w14:paraId="0000000${id}"><w:r><w:t>${text}</w:t></w:r></w:p></w:comment>`;
	const imported = await read({
		comments: comment(1, 'Karin Ek', 'Stämmer det?') + comment(2, 'Per Lund', 'Ja.'),
		commentsExtended:
			'<w15:commentEx w15:paraId="00000001" w15:done="1"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>',
		body: p(
			run('Det ') +
				'<w:commentRangeStart w:id="1"/>' +
				run('finns ') +
				run('vatten', '<w:b/>') +
				'<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>' +
				run('.')
		)
	});
	expect(documentPlain(imported.content)).toBe('Det finns vatten.');
	expect(imported.report.comments).toEqual([
		{ author: 'Karin Ek', text: 'Stämmer det?', about: 'finns vatten', reply: false, resolved: true },
		{ author: 'Per Lund', text: 'Ja.', about: '', reply: true, resolved: false }
	]);
});

test('tracked insertions are in the text, deletions are not, and the report says which were which', async () => {
	const deletedMark = '<w:rPr><w:del w:id="3" w:author="Per"/></w:rPr>';
	const imported = await read({
		body:
			p(
				run('Vi ') +
					tracked('del', 'Per', 'kan ') +
					tracked('del', 'Per', 'kanske ') +
					tracked('ins', 'Karin', 'ska ') +
					run('mäta')
			) +
			p('Första halvan,', deletedMark) +
			p('andra halvan.') +
			p(tracked('moveFrom', 'Per', 'Flyttat stycke.')) +
			p(tracked('moveTo', 'Per', 'Flyttat stycke.')) +
			`<w:tbl><w:tr>${'<w:tc>' + p('A') + '</w:tc>'}<w:tc>${p('B')}</w:tc></w:tr><w:tr><w:trPr><w:del w:id="4" w:author="Per"/></w:trPr><w:tc>${p('Struken rad')}</w:tc></w:tr></w:tbl>` +
			p(run('Fet', '<w:b/><w:rPrChange w:id="5" w:author="Per"><w:rPr/></w:rPrChange>'))
	});
	expect(documentPlain(imported.content)).toBe('Vi ska mäta\nFörsta halvan,andra halvan.\nFlyttat stycke.\nA\tB\nFet');
	expect(imported.report.changes).toEqual([
		{ kind: 'deletion', author: 'Per', text: 'kan kanske' },
		{ kind: 'insertion', author: 'Karin', text: 'ska' },
		{ kind: 'move', author: 'Per', text: 'Flyttat stycke.' },
		{ kind: 'deletion', author: 'Per', text: 'Struken rad' }
	]);
	expect(imported.report.warnings.map(({ sv }) => sv)).toContainEqual(expect.stringContaining('Borttagningar'));
	expect(lost(imported, 'format_change')).toBeDefined();
});
