import { isUtf8 } from 'node:buffer';
import { refuse } from '#server/errors.ts';
import { MAX_FILE_BYTES, MAX_XML_BYTES } from './limits.ts';
import { encrypted, openZip } from './zip.ts';
import type { Zip } from './zip.ts';

export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252';
export type Detected = { kind: 'docx'; zip: Zip } | { kind: 'text'; text: string; encoding: Encoding };

const OLE_HEADER = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP_HEADER = [0x50, 0x4b];
const IMAGE_HEADERS = [
	[0x89, 0x50, 0x4e, 0x47],
	[0xff, 0xd8, 0xff],
	[0x47, 0x49, 0x46, 0x38]
];

/**
 * What a file is, by its content and never by its name (a name is what the sender says). Throws
 * `file_unsupported`, `file_refused` or `too_large` with a sentence that says what to do instead.
 */
export function detect(bytes: Uint8Array): Detected {
	if (bytes.length === 0) empty();
	if (bytes.length > MAX_FILE_BYTES) tooLarge();
	if (startsWith(bytes, OLE_HEADER)) return compound(bytes);
	if (startsWith(bytes, ZIP_HEADER)) return packaged(openZip(bytes));
	if (Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-')) pdf();
	if (IMAGE_HEADERS.some((header) => startsWith(bytes, header))) image();
	return asText(bytes);
}

function startsWith(bytes: Uint8Array, header: readonly number[]): boolean {
	return header.every((byte, index) => bytes[index] === byte);
}

/** An encrypted docx is wrapped in the same container as the .doc of old; its streams are named in UTF-16. */
function compound(bytes: Uint8Array): never {
	const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	if (content.includes(Buffer.from('EncryptedPackage', 'utf16le'))) encrypted();
	return refuse(
		'file_unsupported',
		'Filen är i ett äldre format (.doc) eller krypterad. Öppna den i Word, spara som .docx utan lösenord och försök igen.',
		'The file is in an older format (.doc) or encrypted. Open it in Word, save it as .docx without a password and try again.'
	);
}

function packaged(zip: Zip): Detected {
	const types = zip.read('[Content_Types].xml', MAX_XML_BYTES);
	const declared = types ? new TextDecoder().decode(types) : '';
	const holdsWord = zip.names.includes('word/document.xml') || declared.includes('wordprocessingml.document.main+xml');
	if (/macroEnabled/i.test(declared) || zip.names.some((name) => /vbaProject\.bin$/i.test(name))) macros();
	if (types && holdsWord) return { kind: 'docx', zip };
	if (zip.names.includes('mimetype') && zip.names.includes('content.xml')) openDocument();
	return otherZip();
}

function asText(bytes: Uint8Array): Detected {
	const decoded = decode(bytes);
	if (decoded.text.trim() === '') empty();
	if (decoded.text.startsWith('{\\rtf')) richText();
	if (/^\s*(<!doctype html|<html[\s>])/i.test(decoded.text)) webPage();
	return { kind: 'text', ...decoded };
}

function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
	const utf16 =
		bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
	if (utf16) return { text: withoutControls(new TextDecoder(utf16).decode(bytes)), encoding: 'utf-16' };
	if (isUtf8(bytes)) return { text: withoutControls(new TextDecoder().decode(bytes)), encoding: 'utf-8' };
	return { text: withoutControls(new TextDecoder('windows-1252').decode(bytes)), encoding: 'windows-1252' };
}

/** Text holds no control characters but line breaks, tabs and form feeds: anything else is some other format. */
function withoutControls(text: string): string {
	// eslint-disable-next-line no-control-regex -- these are the characters looked for
	return /[\u0000-\u0008\u000e-\u001f\u0081\u008d\u008f\u0090\u009d]/.test(text) ? unknown() : text;
}

function tooLarge(): never {
	return refuse(
		'too_large',
		'Filen är större än 25 MB. Förminska bilderna i Word (Komprimera bilder) eller dela upp texten, och försök igen.',
		'The file is larger than 25 MB. Make the pictures smaller in Word (Compress Pictures) or split the text, and try again.'
	);
}

function empty(): never {
	return refuse('file_refused', 'Filen är tom. Välj en fil med text.', 'The file is empty. Choose a file with text.');
}

function macros(): never {
	return refuse(
		'file_refused',
		'Filen innehåller makron, som vi inte tar emot. Spara den i Word som ett vanligt dokument (.docx) och försök igen.',
		'The file contains macros, which we do not accept. Save it in Word as an ordinary document (.docx) and try again.'
	);
}

function pdf(): never {
	return refuse(
		'file_unsupported',
		'Filen är en PDF, som vi inte kan läsa in. Använd Word-filen som PDF:en gjordes av, eller kopiera texten och klistra in den.',
		'The file is a PDF, which we cannot import. Use the Word file that it was made from, or copy the text and paste it.'
	);
}

function openDocument(): never {
	return refuse(
		'file_unsupported',
		'Filen är ett OpenDocument. Öppna den, spara som Word-dokument (.docx) och försök igen.',
		'The file is an OpenDocument. Open it, save it as a Word document (.docx) and try again.'
	);
}

function richText(): never {
	return refuse(
		'file_unsupported',
		'Filen är i formatet RTF. Öppna den i Word, spara som .docx och försök igen.',
		'The file is in RTF format. Open it in Word, save it as .docx and try again.'
	);
}

function webPage(): never {
	return refuse(
		'file_unsupported',
		'Filen är en webbsida. Öppna den i en webbläsare, kopiera texten och klistra in den.',
		'The file is a web page. Open it in a browser, copy the text and paste it.'
	);
}

function image(): never {
	return refuse(
		'file_unsupported',
		'Filen är en bild. Lägg in bilden i en text i stället, eller välj en Word-fil (.docx).',
		'The file is an image. Put the image into a text instead, or choose a Word file (.docx).'
	);
}

function otherZip(): never {
	return refuse(
		'file_unsupported',
		'Filen är ett zip-arkiv eller ett dokument av annat slag än Word. Packa upp det och välj en Word-fil (.docx).',
		'The file is a zip archive or a document of another kind than Word. Unpack it and choose a Word file (.docx).'
	);
}

function unknown(): never {
	return refuse(
		'file_unsupported',
		'Filen är inte en Word-fil (.docx), en Markdown-fil (.md) eller ren text. Spara den som något av detta och försök igen.',
		'The file is not a Word file (.docx), a Markdown file (.md) or plain text. Save it as one of these and try again.'
	);
}
