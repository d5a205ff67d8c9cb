import * as Y from 'yjs';
import type { Image, TextContent } from '#lib/document/blocks.ts';
import { leaves } from '#lib/document/outline.ts';
import { documentPlain } from '#lib/document/plain.ts';
import { writeToFragment } from '#lib/document/prosemirror.ts';
import { FRAGMENT, readFragment } from '#lib/document/yjs.ts';

/** The text that a Yjs state holds. */
export function contentOf(state: Uint8Array): TextContent {
	const doc = new Y.Doc();
	try {
		Y.applyUpdate(doc, state);
		return readFragment(doc.getXmlFragment(FRAGMENT));
	} finally {
		doc.destroy();
	}
}

/** One update that makes an empty Yjs text into this one. */
export function updateOf(content: TextContent): Uint8Array {
	const doc = new Y.Doc();
	try {
		writeToFragment(content, doc.getXmlFragment(FRAGMENT));
		return Y.encodeStateAsUpdate(doc);
	} finally {
		doc.destroy();
	}
}

const imagesIn = (content: TextContent): Image[] =>
	leaves(content).flatMap(({ block }) => (block.type === 'image' ? [block] : []));

/** No words and no images; an editor's empty paragraph is empty. */
export const isEmpty = (content: TextContent): boolean =>
	documentPlain(content).trim() === '' && imagesIn(content).length === 0;

/** Images for which nobody has decided between alternative text and decorative (domain A-06). */
export const undecidedImages = (content: TextContent): number =>
	imagesIn(content).filter((image) => image.alt === null).length;

export const holdsImage = (content: TextContent, imageId: string): boolean =>
	imagesIn(content).some((image) => image.imageId === imageId);
