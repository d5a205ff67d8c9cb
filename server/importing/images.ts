import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { refuse } from '#server/errors.ts';
import { MAX_IMAGE_HEIGHT, MAX_IMAGE_PIXELS, MAX_IMAGE_WIDTH } from './limits.ts';

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/webp';
/** An image as it is kept: pixels only. `width` and `height` in pixels, `sha256` of `bytes` in hex. */
export type ReadyImage = { mime: ImageMime; width: number; height: number; bytes: Uint8Array; sha256: string };

type Format = 'png' | 'jpeg' | 'webp' | 'gif';

/**
 * Makes an image ready to be kept: turned upright, at most 2000 pixels wide, in sRGB, encoded anew, without
 * any metadata (where and by whom a picture was taken is nobody's business, domain A-06, G-01). Of an
 * animation the first frame. Refuses anything that is not PNG, JPEG, WebP or GIF by its content.
 */
export async function prepareImage(bytes: Uint8Array): Promise<ReadyImage> {
	const format = formatOf(bytes) ?? unsupported();
	const upright = sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error', pages: 1 })
		.autoOrient()
		.resize({ width: MAX_IMAGE_WIDTH, height: MAX_IMAGE_HEIGHT, fit: 'inside', withoutEnlargement: true })
		.toColourspace('srgb');
	const { data, info } = await encode(upright, format)
		.toBuffer({ resolveWithObject: true })
		.catch(() => unreadable());
	return {
		mime: format === 'gif' ? 'image/png' : `image/${format}`,
		width: info.width,
		height: info.height,
		bytes: data,
		sha256: createHash('sha256').update(data).digest('hex')
	};
}

function formatOf(bytes: Uint8Array): Format | null {
	const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
	if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
	if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
	if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
	return /^GIF8[79]a/.test(head) ? 'gif' : null;
}

function encode(image: Sharp, format: Format): Sharp {
	if (format === 'jpeg') return image.jpeg({ quality: 84 });
	if (format === 'webp') return image.webp({ quality: 84 });
	return image.png({ compressionLevel: 9 });
}

function unsupported(): never {
	return refuse(
		'file_unsupported',
		'Bilden är inte av en typ som vi kan ta emot. Spara den som PNG, JPEG eller WebP och försök igen.',
		'The image is not of a type that we accept. Save it as PNG, JPEG or WebP and try again.'
	);
}

function unreadable(): never {
	return refuse(
		'file_refused',
		'Bilden är skadad eller har för många bildpunkter. Spara den i mindre format och försök igen.',
		'The image is damaged or has too many pixels. Save it in a smaller size and try again.'
	);
}
