import { byId } from './docx-package.ts';
import type { Part, WordPackage } from './docx-package.ts';
import type { ImportedChange, Ledger } from './report.ts';
import { attributeOf, descendants, elements, words } from './xml.ts';
import type { XmlElement } from './xml.ts';

/**
 * Takes down what stands in a Word file beside its text: comments, tracked changes, headers and footers. The
 * reader that makes blocks accepts insertions, leaves deletions out and drops comments without a word.
 */
export function reviewDocx(word: WordPackage, ledger: Ledger): void {
	reviewComments(word, ledger);
	const bodies = [word.main, ...word.parts('footnotes'), ...word.parts('endnotes')];
	bodies.forEach((part) => reviewChanges(part.root, ledger));
	const margins = [...word.parts('header'), ...word.parts('footer')].map((part) => words(part.root));
	margins.filter((text) => text !== '').forEach((text) => ledger.lose('header_footer', text));
}

type Thread = { reply: boolean; resolved: boolean };

function reviewComments(word: WordPackage, ledger: Ledger): void {
	const about = commentedWords(word.main);
	const threads = readThreads(word.part('commentsExtended'));
	for (const [id, comment] of byId(word.part('comments'), 'w:comment')) {
		const paragraphs = elements(comment).filter((entry) => entry.name === 'w:p');
		const thread = threads.get(attributeOf(paragraphs.at(-1), 'w14:paraId'));
		const text = paragraphs
			.map((paragraph) => words(paragraph))
			.join('\n')
			.trim();
		const author = attributeOf(comment, 'w:author').trim();
		ledger.comment({ author, text, about: about.get(id) ?? '', reply: false, resolved: false, ...thread });
	}
}

function readThreads(part: Part | null): Map<string, Thread> {
	const entries = part ? elements(part.root).filter((entry) => entry.name === 'w15:commentEx') : [];
	return new Map(
		entries.map((entry) => [
			attributeOf(entry, 'w15:paraId'),
			{
				reply: attributeOf(entry, 'w15:paraIdParent') !== '',
				resolved: /^(1|true)$/.test(attributeOf(entry, 'w15:done'))
			}
		])
	);
}

/** The words between the start and the end of each comment's range. */
function commentedWords(main: Part): Map<string, string> {
	const open = new Map<string, string>();
	const done = new Map<string, string>();
	for (const found of descendants(main.root)) {
		const id = attributeOf(found, 'w:id');
		if (found.name === 'w:commentRangeStart') open.set(id, '');
		if (found.name === 'w:commentRangeEnd') {
			done.set(id, (open.get(id) ?? '').replace(/\s+/g, ' ').trim());
			open.delete(id);
		}
		const text = found.name === 'w:t' ? found.children.join('') : found.name === 'w:p' ? ' ' : '';
		if (text !== '') for (const [key, gathered] of open) open.set(key, gathered + text);
	}
	return done;
}

const KINDS: ReadonlyMap<string, ImportedChange['kind']> = new Map([
	['w:ins', 'insertion'],
	['w:del', 'deletion'],
	['w:moveTo', 'move']
] as const);
const FORMATTING = /^w:(?:rPr|pPr|tblPr|tblGrid|trPr|tcPr|sectPr|numbering)Change$|^w:cell(?:Ins|Del|Merge)$/;

/** Neighbours by one author are one change, however many runs Word wrote it in. */
function reviewChanges(parent: XmlElement, ledger: Ledger): void {
	let last: ImportedChange | undefined;
	for (const found of elements(parent)) {
		if (FORMATTING.test(found.name)) ledger.lose('format_change', words(parent));
		else {
			last = joinOrAdd(last, changeOf(found), ledger);
			reviewChanges(found, ledger);
		}
	}
}

function joinOrAdd(
	last: ImportedChange | undefined,
	change: ImportedChange | undefined,
	ledger: Ledger
): ImportedChange | undefined {
	if (!change || last?.kind !== change.kind || last.author !== change.author) {
		if (change) ledger.change(change);
		return change;
	}
	last.text += change.text;
	return last;
}

function changeOf(found: XmlElement): ImportedChange | undefined {
	const row = found.name === 'w:tr' ? elements(found).find((entry) => entry.name === 'w:trPr') : undefined;
	const mark = row ? elements(row).find((entry) => KINDS.has(entry.name)) : found;
	const kind = KINDS.get(mark?.name ?? '');
	if (!mark || kind === undefined) return undefined;
	const text = changedWords(found, kind === 'deletion');
	return text.trim() === '' ? undefined : { kind, author: attributeOf(mark, 'w:author').trim(), text };
}

function changedWords(found: XmlElement, deleted: boolean): string {
	const entries = [...descendants(found, (inner) => deleted || inner.name !== 'w:del')];
	return entries
		.map((entry) => {
			if (entry.name === 'w:t' || (deleted && entry.name === 'w:delText')) return entry.children.join('');
			return entry.name === 'w:drawing' || entry.name === 'w:pict' ? '[bild]' : '';
		})
		.join('')
		.replace(/\s+/g, ' ');
}
