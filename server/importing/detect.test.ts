import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { isMedskickError } from '#server/errors.ts';
import { detect } from './detect.ts';
import { docx, p } from './docx.fixture.ts';
import { importFile } from './service.ts';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const MEGABYTE = 1024 * 1024;

function refusal(bytes: Uint8Array): string {
	try {
		return `accepted as ${detect(bytes).kind}`;
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		expect(error.issues[0]?.sv).not.toBe('');
		return `${error.code}: ${error.issues[0]?.en}`;
	}
}

/** Changes the sizes that a zip declares of an entry, in its directory and in front of the entry itself. */
function declareSize(zip: Uint8Array, name: string, size: number): Uint8Array {
	const lying = Buffer.from(zip);
	for (let at = lying.indexOf(name); at >= 0; at = lying.indexOf(name, at + 1)) {
		if (lying.readUInt32LE(Math.max(at - 46, 0)) === 0x02014b50) lying.writeUInt32LE(size, at - 46 + 24);
		else if (lying.readUInt32LE(Math.max(at - 30, 0)) === 0x04034b50) lying.writeUInt32LE(size, at - 30 + 22);
	}
	return lying;
}

test('a Word file is known by what it holds, not by its name', async () => {
	expect(detect(docx({ body: p('Text') })).kind).toBe('docx');
	const imported = await importFile('utan-ändelse', docx({ body: p('Text') }));
	expect(imported.content.blocks).toMatchObject([{ type: 'paragraph' }]);
	await expect(importFile('underlag.docx', strToU8('%PDF-1.7 …'))).rejects.toMatchObject({ code: 'file_unsupported' });
});

test('text is read as UTF-8, else as UTF-16 with its mark, else as Windows-1252', async () => {
	expect(detect(strToU8('\ufeffÅäö'))).toEqual({ kind: 'text', text: 'Åäö', encoding: 'utf-8' });
	expect(detect(Buffer.from('\ufeffÅäö', 'utf16le'))).toMatchObject({ text: 'Åäö', encoding: 'utf-16' });
	expect(detect(Buffer.from('\ufeffÅäö', 'utf16le').swap16())).toMatchObject({ text: 'Åäö', encoding: 'utf-16' });
	expect(detect(Buffer.from('Åäö nej', 'latin1'))).toMatchObject({ encoding: 'windows-1252' });
	const imported = await importFile('gammal.txt', Buffer.from('Åkern är grön.', 'latin1'));
	expect(imported.content.blocks).toMatchObject([{ content: [{ text: 'Åkern är grön.' }] }]);
	expect(imported.report.warnings.map((warning) => warning.en)).toContainEqual(expect.stringContaining('Windows-1252'));
});

test.each([
	['a PDF', strToU8('%PDF-1.7\n…'), 'file_unsupported: The file is a PDF'],
	[
		'an old .doc',
		Uint8Array.from([...OLE, 1, 2, 3]),
		'file_unsupported: The file is in an older format (.doc) or encrypted'
	],
	[
		'an encrypted Word file',
		Buffer.concat([Uint8Array.from(OLE), Buffer.from('EncryptedPackage', 'utf16le')]),
		'file_refused: The file is encrypted'
	],
	['RTF', strToU8('{\\rtf1 hej}'), 'file_unsupported: The file is in RTF format'],
	['a web page', strToU8('<!DOCTYPE html><p>hej'), 'file_unsupported: The file is a web page'],
	['an image', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'file_unsupported: The file is an image'],
	['a zip', zipSync({ 'a.txt': strToU8('hej') }), 'file_unsupported: The file is a zip archive'],
	[
		'a spreadsheet',
		zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<a/>') }),
		'file_unsupported: The file is a zip archive'
	],
	[
		'an OpenDocument',
		zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.text'), 'content.xml': strToU8('<a/>') }),
		'file_unsupported: The file is an OpenDocument'
	],
	['other binary data', Uint8Array.from([1, 0, 2, 0, 255]), 'file_unsupported: The file is not a Word file'],
	['nothing', new Uint8Array(), 'file_refused: The file is empty'],
	['white space', strToU8(' \n\t'), 'file_refused: The file is empty'],
	['26 MB', new Uint8Array(26 * MEGABYTE), 'too_large: The file is larger than 25 MB'],
	[
		'a Word file with a macro',
		docx({ body: p('x'), more: { 'word/vbaProject.bin': strToU8('x') } }),
		'file_refused: The file contains macros'
	],
	[
		'a Word file declared to run macros',
		docx({
			body: p('x'),
			contentTypes:
				'<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
		}),
		'file_refused: The file contains macros'
	],
	['a Word file cut short', docx({ body: p('x') }).slice(0, 700), 'file_refused: The file is damaged'],
	[
		'two thousand files and more',
		zipSync(Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`${n}`, new Uint8Array()]))),
		'file_refused: The file unpacks to more'
	]
])('%s is refused with a sentence that says what to do', (_, bytes, sentence) => {
	expect(refusal(bytes)).toContain(sentence);
});

test('a bomb is refused by what it declares, and by what comes out when it lies', () => {
	const zeros = new Uint8Array(30 * MEGABYTE);
	const bomb = docx({ body: p('x'), more: { 'word/media/image1.png': zeros } });
	expect(bomb.length).toBeLessThan(MEGABYTE);
	expect(refusal(bomb)).toContain('unpacks to more');
	const lying = declareSize(bomb, 'word/media/image1.png', 4000);
	const opened = detect(lying);
	expect(opened.kind === 'docx' && (() => opened.zip.read('word/media/image1.png'))).toThrow('unpacks to more');
});

test('many honest entries together may not unpack to more than 200 MB', () => {
	const noise = Buffer.alloc(512, 'åäö mellan skog och sjö, 1234567890').toString('latin1');
	const part = Buffer.from(
		Array.from({ length: 80_000 }, (_, n) => noise + Math.imul(n, 2654435761)).join('')
	).subarray(0, 30 * MEGABYTE);
	const zip = zipSync({
		'[Content_Types].xml': strToU8('wordprocessingml.document.main+xml'),
		'word/document.xml': part
	});
	const names = [
		'word/document.xml',
		'word/document.xml',
		'word/document.xml',
		'word/document.xml',
		'word/document.xml',
		'word/document.xml',
		'word/document.xml'
	];
	const opened = detect(zip);
	expect(opened.kind === 'docx' && (() => names.forEach((name) => opened.zip.read(name)))).toThrow('unpacks to more');
});

test('an entry encrypted inside the zip is refused as encrypted', () => {
	const zip = Buffer.from(docx({ body: p('x') }));
	zip.writeUInt16LE(zip.readUInt16LE(zip.indexOf('PK\x01\x02') + 8) | 1, zip.indexOf('PK\x01\x02') + 8);
	expect(refusal(zip)).toContain('file_refused: The file is encrypted');
});
