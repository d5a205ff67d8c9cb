import type { Block } from '#lib/document/blocks.ts';
import { isMedskickError } from '#server/errors.ts';
import { prepareImage } from './images.ts';
import type { ReadyImage } from './images.ts';
import { MAX_IMAGES } from './limits.ts';
import type { Ledger } from './report.ts';
import { mapBlocks } from './settle.ts';

/** An image of an imported text; blocks refer to it by `id`. */
export type ImportedImage = ReadyImage & { id: string };

/**
 * Gathers the images that a text refers to while it is read, and makes them ready afterwards. The same bytes
 * are one image however often the text shows them.
 */
export type ImageShelf = {
	put(key: string, bytes: Uint8Array, alt: string | null): { imageId: string; alt: string | null } | null;
	/** For addresses in markup: the ones that hold the image itself are taken, others are never fetched. */
	putAddress(src: string, alt: string | null): { imageId: string; alt: string | null } | null;
	/** The images made ready, and the blocks without those that could not be read. */
	settle(blocks: readonly Block[]): Promise<{ images: ImportedImage[]; blocks: Block[] }>;
};

type Waiting = { id: string; bytes: Uint8Array; alt: string | null };

const DATA_ADDRESS = /^data:image\/(?:png|jpe?g|webp|gif);base64,([\w+/=\s]+)$/i;

export function createImageShelf(ledger: Ledger, newId: () => string): ImageShelf {
	const waiting = new Map<string, Waiting>();
	const put: ImageShelf['put'] = (key, bytes, alt) => {
		const known = waiting.get(key) ?? (waiting.size < MAX_IMAGES ? { id: newId(), bytes, alt } : null);
		if (known === null) {
			ledger.lose('image', alt ?? '');
			return null;
		}
		waiting.set(key, known);
		return { imageId: known.id, alt };
	};
	const putAddress: ImageShelf['putAddress'] = (src, alt) => {
		const base64 = DATA_ADDRESS.exec(src)?.[1];
		if (base64 !== undefined) return put(src, Buffer.from(base64, 'base64'), alt);
		ledger.lose(src.startsWith('data:') ? 'image' : 'image_elsewhere', alt ?? '');
		return null;
	};
	const settle: ImageShelf['settle'] = async (blocks) => {
		const images: ImportedImage[] = [];
		for (const image of waiting.values()) {
			const ready = await prepare(image, ledger);
			if (ready) images.push({ id: image.id, ...ready });
		}
		return { images, blocks: showing(blocks, new Map(images.map((image) => [image.id, image]))) };
	};
	return { put, putAddress, settle };
}

async function prepare(image: Waiting, ledger: Ledger): Promise<ReadyImage | null> {
	try {
		return await prepareImage(image.bytes);
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		ledger.lose('image', image.alt ?? '');
		return null;
	}
}

function showing(blocks: readonly Block[], images: ReadonlyMap<string, ImportedImage>): Block[] {
	return mapBlocks(blocks, (block) => {
		if (block.type !== 'image') return block;
		const image = images.get(block.imageId);
		return image ? { ...block, width: image.width, height: image.height } : null;
	});
}
