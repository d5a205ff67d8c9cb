import type { Block, Inline, TextContent } from '#lib/document/blocks.ts';

/** The same sentence in the two languages of the pages. */
export type Sentence = { sv: string; en: string };

/**
 * What one import kept, could not keep, and found beside the text. Nothing is left out of the text without an
 * entry here; `where` quotes the place (at most `PLACES` of `count`).
 */
export type ImportReport = {
	kept: Kept;
	lost: Loss[];
	comments: ImportedComment[];
	changes: ImportedChange[];
	warnings: Sentence[];
};

export type Kept = Record<
	'headings' | 'paragraphs' | 'lists' | 'tables' | 'quotes' | 'links' | 'images' | 'languageMarks',
	number
>;
export type Loss = Sentence & { kind: LossKind; count: number; where: string[] };
/** A comment in a Word file; `about` is the commented words, empty when the comment stands at a point. */
export type ImportedComment = { author: string; text: string; about: string; reply: boolean; resolved: boolean };
/** A tracked change: insertions and the new place of moves are in the text, deletions are not. */
export type ImportedChange = { kind: 'insertion' | 'deletion' | 'move'; author: string; text: string };

const PLACES = 5;
const PLACE_LENGTH = 80;

const LOSSES = {
	notes: [
		'Fotnoter och slutnoter flyttades till en numrerad lista sist i texten.',
		'Footnotes and endnotes were moved to a numbered list at the end of the text.'
	],
	text_box: [
		'Textrutor blev vanliga stycken efter stycket där de låg.',
		'Text boxes became ordinary paragraphs after the paragraph that held them.'
	],
	header_footer: ['Sidhuvud och sidfot togs inte med.', 'Headers and footers were left out.'],
	table_of_contents: [
		'Innehållsförteckningen togs inte med. Den görs av rubrikerna.',
		'The table of contents was left out. It is made from the headings.'
	],
	embedded_object: ['Inbäddade objekt togs inte med.', 'Embedded objects were left out.'],
	drawing: ['Diagram, former och SmartArt togs inte med.', 'Charts, shapes and SmartArt were left out.'],
	equation: ['Formler togs inte med. Skriv dem som text.', 'Equations were left out. Write them as text.'],
	image: [
		'Bilder som inte gick att läsa togs inte med. Spara dem som PNG eller JPEG och lägg in dem på nytt.',
		'Images that could not be read were left out. Save them as PNG or JPEG and insert them again.'
	],
	image_elsewhere: [
		'Bilder som ligger på en annan plats hämtades inte. Spara dem och lägg in dem i texten.',
		'Images stored elsewhere were not fetched. Save them and insert them into the text.'
	],
	image_link: ['Länkar på bilder togs bort. Bilderna är kvar.', 'Links on images were removed. The images are kept.'],
	embed: ['Inbäddade sidor, video och ljud togs inte med.', 'Embedded pages, video and audio were left out.'],
	form_field: ['Formulärfält togs inte med.', 'Form fields were left out.'],
	hidden_text: ['Dold text togs inte med.', 'Hidden text was left out.'],
	underline: ['Understrykning togs bort. Orden är kvar.', 'Underlining was removed. The words are kept.'],
	strikethrough: [
		'Genomstruken text blev vanlig text. Kontrollera om orden ska vara kvar.',
		'Struck-through text became ordinary text. Check whether the words should remain.'
	],
	raised_or_lowered: [
		'Upphöjda och nedsänkta tecken blev vanliga tecken.',
		'Superscript and subscript became ordinary characters.'
	],
	colour: [
		'Färgmarkering togs bort. Kontrollera att texten kan förstås utan färg.',
		'Highlighting in colour was removed. Check that the text can be understood without colour.'
	],
	heading_level: [
		'Rubriker djupare än tre nivåer lades på den lägsta nivån.',
		'Headings deeper than three levels were put on the lowest level.'
	],
	heading_number: ['Automatiska nummer på rubriker togs inte med.', 'Automatic numbers of headings were left out.'],
	heading_inside: [
		'Rubriker i tabeller, listor och citat blev stycken med fetstil.',
		'Headings inside tables, lists and quotes became paragraphs in bold.'
	],
	list_format: [
		'Listor med bokstäver eller romerska siffror numrerades 1, 2, 3.',
		'Lists with letters or Roman numerals were numbered 1, 2, 3.'
	],
	box: [
		'Rutor av en enda tabellcell blev vanliga stycken.',
		'Boxes made of one table cell became ordinary paragraphs.'
	],
	nested_table: ['Tabeller inuti tabeller blev stycken.', 'Tables inside tables became paragraphs.'],
	unsafe_link: [
		'Länkar med adresser som inte kan följas togs bort. Orden är kvar.',
		'Links to addresses that cannot be followed were removed. The words are kept.'
	],
	internal_link: [
		'Länkar inom dokumentet togs bort. Orden är kvar.',
		'Links within the document were removed. The words are kept.'
	],
	rule: ['Avdelande linjer togs bort.', 'Dividing lines were removed.'],
	code: ['Programkod blev vanliga stycken.', 'Program code became ordinary paragraphs.'],
	comment_line: ['Kommentarer i filen togs inte med.', 'Comments in the file were left out.'],
	script: ['Skript och dolda kommandon togs bort.', 'Scripts and hidden commands were removed.'],
	symbol: ['Tecken ur symboltypsnitt kunde inte läsas.', 'Characters of symbol fonts could not be read.'],
	format_change: ['Spårade ändringar av utseende godtogs.', 'Tracked changes of formatting were accepted.'],
	other: [
		'Delar av filen kunde inte läsas och togs inte med.',
		'Parts of the file could not be read and were left out.'
	]
} as const satisfies Record<string, readonly [sv: string, en: string]>;

const CHANGES = [
	'Filen hade spårade ändringar. Tillägg och flyttade ord är med i texten. Borttagningar är inte med.',
	'The file had tracked changes. Insertions and moved words are in the text. Deletions are not.'
] as const;

export type LossKind = keyof typeof LOSSES;

/** Takes down what an import meets on its way. One per import. */
export type Ledger = {
	/** Counts a loss and quotes where it was; blank places are counted only. */
	lose(kind: LossKind, where?: string): void;
	warn(sv: string, en: string): void;
	comment(comment: ImportedComment): void;
	change(change: ImportedChange): void;
	close(content: TextContent): ImportReport;
};

export function createLedger(): Ledger {
	const losses = new Map<LossKind, Loss>();
	const comments: ImportedComment[] = [];
	const changes: ImportedChange[] = [];
	const warnings: Sentence[] = [];
	const lose = (kind: LossKind, where = ''): void => {
		const [sv, en] = LOSSES[kind];
		const loss = losses.get(kind) ?? { kind, count: 0, where: [], sv, en };
		losses.set(kind, loss);
		loss.count += 1;
		const place = excerpt(where);
		if (place !== '' && loss.where.length < PLACES && !loss.where.includes(place)) loss.where.push(place);
	};
	const warn: Ledger['warn'] = (sv, en) => {
		if (!warnings.some((warning) => warning.sv === sv)) warnings.push({ sv, en });
	};
	return {
		lose,
		warn,
		comment: (comment) => void comments.push(comment),
		change: (change) => {
			changes.push(change);
			warn(...CHANGES);
		},
		close: (content) => ({
			kept: countKept(content),
			lost: [...losses.values()],
			comments,
			changes: changes.map((change) => ({ ...change, text: change.text.trim() })),
			warnings
		})
	};
}

/** The first words of a place, cut between words. */
export function excerpt(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= PLACE_LENGTH) return line;
	const cut = line.slice(0, PLACE_LENGTH);
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), PLACE_LENGTH / 2)).toWellFormed()} …`;
}

function countKept(content: TextContent): Kept {
	const kept = { headings: 0, paragraphs: 0, lists: 0, tables: 0, quotes: 0, links: 0, images: 0, languageMarks: 0 };
	content.blocks.forEach((block) => countBlock(block, kept));
	return kept;
}

function countBlock(block: Block, kept: Kept): void {
	switch (block.type) {
		case 'heading':
			kept.headings += 1;
			return countMarks(block.content, kept);
		case 'paragraph':
			kept.paragraphs += block.content.length > 0 ? 1 : 0;
			return countMarks(block.content, kept);
		case 'image':
			kept.images += 1;
			return;
		case 'quote':
			kept.quotes += 1;
			return block.blocks.forEach((inner) => countBlock(inner, kept));
		case 'list':
			kept.lists += 1;
			return block.items.flat().forEach((inner) => countBlock(inner, kept));
		case 'table':
			kept.tables += 1;
			return block.rows.flat().forEach((cell) => cell.blocks.forEach((inner) => countBlock(inner, kept)));
	}
}

/** A link over several runs of different weight is one link. */
function countMarks(content: readonly Inline[], kept: Kept): void {
	let href: string | undefined;
	let lang: string | undefined;
	for (const inline of content) {
		const marks = inline.type === 'text' ? (inline.marks ?? []) : [];
		const link = marks.find((mark) => mark.type === 'link')?.href;
		const language = marks.find((mark) => mark.type === 'language')?.lang;
		if (link !== undefined && link !== href) kept.links += 1;
		if (language !== undefined && language !== lang) kept.languageMarks += 1;
		href = link;
		lang = language;
	}
}
