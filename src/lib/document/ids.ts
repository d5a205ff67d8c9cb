import type { Block, Heading, Image, Paragraph, Table, TextContent } from './blocks.ts';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 12;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A block that carries an id of its own. */
export type Identified = Heading | Paragraph | Image | Table;

/** A random id of 60 bits, easy to read aloud (no l, o, 0, 1) and safe in addresses and HTML ids. */
export function newBlockId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
	return Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

/** Ids become keys of objects; what every object has by itself cannot be one. */
export function isBlockId(value: unknown): value is string {
	return typeof value === 'string' && ID.test(value) && !(value in Object.prototype);
}

/** The block with every block inside it, itself first, rebuilt where `change` gives another. */
function mapBlock(block: Block, change: (block: Identified) => Identified): Block {
	const inner = (blocks: Block[]) => blocks.map((child) => mapBlock(child, change));
	switch (block.type) {
		case 'heading':
		case 'paragraph':
		case 'image':
			return change(block);
		case 'quote':
			return { ...block, blocks: inner(block.blocks) };
		case 'list':
			return { ...block, items: block.items.map(inner) };
		case 'table': {
			// The table before its cells: of two blocks with one id, the first in reading order keeps it.
			const table = change(block);
			if (table.type !== 'table') return table;
			return { ...table, rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: inner(cell.blocks) }))) };
		}
	}
}

/**
 * Gives every block an id of its own. Two editors who split one paragraph at once leave two blocks with one id:
 * the first in reading order keeps it, later ones get another. `makeId` must answer with a new id at each call,
 * or, where it can tell the block, with one that stays the same at every reading.
 */
export function ensureUniqueIds(content: TextContent, makeId: (block: Identified) => string = newBlockId): TextContent {
	const taken = new Set<string>();
	const change = (block: Identified): Identified => {
		let id = block.id;
		if (!isBlockId(id) || taken.has(id)) id = makeId(block);
		while (taken.has(id)) id = newBlockId();
		taken.add(id);
		return id === block.id ? block : { ...block, id };
	};
	return { blocks: content.blocks.map((block) => mapBlock(block, change)) };
}
