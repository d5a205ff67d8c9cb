import type { TextContent } from '#lib/document/blocks.ts';
import { newBlockId } from '#lib/document/ids.ts';
import { parseContent } from '#lib/document/schema.ts';
import { newId } from '#server/database/ids.ts';
import { isMedskickError, MedskickError, refuse } from '#server/errors.ts';
import { detect } from './detect.ts';
import type { Detected, Encoding } from './detect.ts';
import { readDocx } from './docx.ts';
import type { Draft } from './draft.ts';
import type { ReadOptions, ReadResult } from './html.ts';
import { createImageShelf } from './image-shelf.ts';
import type { ImageShelf, ImportedImage } from './image-shelf.ts';
import { MAX_PASTED_CHARACTERS } from './limits.ts';
import { readMarkdown, SECTION } from './markdown.ts';
import { readPastedHtml } from './pasted.ts';
import { readPlainText } from './plain-text.ts';
import { createLedger } from './report.ts';
import type { ImportReport, Ledger } from './report.ts';
import { canonicalLanguage, sectionsOf, settleHeadings, settleLanguages } from './settle.ts';

export type { ImportedImage } from './image-shelf.ts';
export type { ImportReport } from './report.ts';

/**
 * An imported text. `title` is null when the text has none; `language` is the one most of it is in (BCP 47);
 * image blocks refer to `images` by id; `sections` are the headings that the file gave a code.
 */
export type Imported = {
	title: string | null;
	content: TextContent;
	language: string;
	images: ImportedImage[];
	report: ImportReport;
	sections: { code: string; blockId: string }[];
};

/** The import as the application holds it. It keeps nothing between two imports. */
export type Importing = { importFile: typeof importFile; importPasted: typeof importPasted };

export function createImporting(): Importing {
	return { importFile, importPasted };
}

type Tools = { ledger: Ledger; shelf: ImageShelf; newId: () => string };

/**
 * Reads a file (.docx, .md or text, told by its content) into a text with a report on what was not kept.
 * Throws `file_unsupported`, `file_refused` or `too_large`, and nothing else, whatever the bytes are.
 */
export function importFile(name: string, bytes: Uint8Array): Promise<Imported> {
	return importWith(async (tools) => {
		const draft = await readDetected(detect(bytes), /\.txt$/i.test(name), tools);
		return draft.title === null ? { ...draft, title: titleFromName(name, tools.ledger) } : draft;
	});
}

/** Reads a clipboard: its markup when it has any, else its text. Throws as `importFile` does. */
export function importPasted(html: string | null, text: string): Promise<Imported> {
	return importWith((tools) => {
		if ((html?.length ?? 0) + text.length > MAX_PASTED_CHARACTERS) tooLong();
		if (html === null || html.trim() === '') return untitled(readPlainText(text, tools.newId));
		const read = readPastedHtml(html, readOptions(tools));
		return settle(read, canonicalLanguage(read.lang ?? '') ?? 'sv', tools.ledger);
	});
}

async function importWith(read: (tools: Tools) => Draft | Promise<Draft>): Promise<Imported> {
	const ledger = createLedger();
	const shelf = createImageShelf(ledger, newId);
	try {
		const draft = await read({ ledger, shelf, newId: newBlockId });
		return await finish(draft, ledger, shelf);
	} catch (error) {
		// Readers of others' making throw as they please on what they cannot read.
		if (isMedskickError(error)) throw error;
		throw new MedskickError('file_refused', [UNREADABLE], { cause: error });
	}
}

const UNREADABLE = {
	sv: 'Innehållet går inte att läsa. Spara texten på nytt, eller kopiera och klistra in den, och försök igen.',
	en: 'The content cannot be read. Save the text again, or copy and paste it, and try once more.'
};

async function finish(draft: Draft, ledger: Ledger, shelf: ImageShelf): Promise<Imported> {
	const shown = await shelf.settle(draft.blocks);
	const { language, blocks } = settleLanguages(shown.blocks, draft.assumed);
	if (blocks.length === 0) nothing();
	if (language !== 'sv') warnOfLanguage(language, ledger);
	const parsed = parseContent({ blocks });
	if (!parsed.ok) return tooLong();
	const { content } = parsed;
	const { title } = draft;
	const report = ledger.close(content);
	return {
		title,
		content,
		language,
		images: shown.images,
		report,
		sections: sectionsOf(content, draft.anchors, SECTION)
	};
}

function readDetected(detected: Detected, isPlain: boolean, tools: Tools): Draft | Promise<Draft> {
	if (detected.kind === 'docx') return readDocx(detected.zip, tools);
	warnOfEncoding(detected.encoding, tools.ledger);
	if (isPlain) return untitled(readPlainText(detected.text, tools.newId));
	return settle(readMarkdown(detected.text, readOptions(tools)), 'sv', tools.ledger);
}

function readOptions({ ledger, shelf, newId }: Tools): ReadOptions {
	return { ledger, newId, findImage: shelf.putAddress };
}

function settle(read: ReadResult, assumed: string, ledger: Ledger): Draft {
	return { ...settleHeadings(read.blocks, read.levels, ledger), assumed, anchors: read.anchors };
}

function untitled(blocks: TextContent['blocks']): Draft {
	return { title: null, blocks, assumed: 'sv', anchors: new Map() };
}

function titleFromName(name: string, ledger: Ledger): string | null {
	const title = (name.split(/[\\/]/).at(-1) ?? '')
		.replace(/\.[^.]*$/, '')
		.replace(/[\s_]+/g, ' ')
		.trim()
		.slice(0, 200);
	if (title === '') return null;
	ledger.warn(
		'Texten har ingen titel. Vi använde filens namn; ändra det vid behov.',
		'The text has no title. We used the name of the file; change it where needed.'
	);
	return title.toWellFormed();
}

function warnOfEncoding(encoding: Encoding, ledger: Ledger): void {
	if (encoding !== 'windows-1252') return;
	ledger.warn(
		'Filen var inte i UTF-8 och lästes som Windows-1252. Kontrollera å, ä och ö.',
		'The file was not in UTF-8 and was read as Windows-1252. Check å, ä and ö.'
	);
}

function warnOfLanguage(language: string, ledger: Ledger): void {
	ledger.warn(
		`Det mesta av texten är märkt med språket ”${language}”. Kontrollera att det stämmer.`,
		`Most of the text is marked as being in the language “${language}”. Check that this is right.`
	);
}

function nothing(): never {
	return refuse('file_refused', 'Det finns ingen text att läsa in.', 'There is no text to import.');
}

function tooLong(): never {
	return refuse(
		'too_large',
		'Texten är för lång eller har för många nivåer för att läsas in på en gång. Dela upp den och försök igen.',
		'The text is too long or has too many levels to be imported at once. Split it and try again.'
	);
}
