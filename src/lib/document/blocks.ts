/**
 * The shape of a text: what an imported, edited, published and read draft is made of.
 *
 * A block with words of its own (heading, paragraph) or that stands for itself (image, table) carries a
 * stable id; points are anchored to such ids. Offsets into a block count UTF-16 units of `plainText(block)`.
 */

export type Mark =
	| { type: 'bold' }
	| { type: 'italic' }
	| { type: 'link'; href: string }
	/** BCP 47 (domain A-12). */
	| { type: 'language'; lang: string };

export type Inline = { type: 'text'; text: string; marks?: Mark[] } | { type: 'break' };

export type Heading = { type: 'heading'; id: string; level: 2 | 3 | 4; content: Inline[] };
export type Paragraph = { type: 'paragraph'; id: string; content: Inline[] };
export type Quote = { type: 'quote'; blocks: Block[] };
export type List = { type: 'list'; ordered: boolean; start?: number; items: Block[][] };
/** `header` cells are announced as headers; the first row of an imported table is one unless said otherwise. */
export type TableCell = { header: boolean; colspan?: number; rowspan?: number; blocks: Block[] };
export type Table = { type: 'table'; id: string; rows: TableCell[][] };
/** `alt: ''` means decided decorative; an image without a decision cannot be published (domain A-06). */
export type Image = { type: 'image'; id: string; imageId: string; alt: string | null; width?: number; height?: number };

export type Block = Heading | Paragraph | Quote | List | Table | Image;

/** The whole text. The title is the document's own and not a block; headings start at level 2. */
export type TextContent = { blocks: Block[] };
