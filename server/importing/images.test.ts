import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { prepareImage } from './images.ts';

const blank = (width: number, height: number, background = '#c33') =>
	sharp({ create: { width, height, channels: 3, background } });

test('a picture taken on its side is turned upright and its metadata is gone', async () => {
	const photo = await blank(40, 20)
		.jpeg()
		.withMetadata({ orientation: 6 })
		.withExif({ IFD3: { GPSLatitude: '63/1 0/1 0/1' } })
		.toBuffer();
	const ready = await prepareImage(photo);
	expect([ready.mime, ready.width, ready.height]).toEqual(['image/jpeg', 20, 40]);
	const { exif, orientation, icc } = await sharp(ready.bytes).metadata();
	expect([exif, orientation, icc]).toEqual([undefined, undefined, undefined]);
	expect(ready.sha256).toBe(createHash('sha256').update(ready.bytes).digest('hex'));
});

test.each(['png', 'jpeg', 'webp'] as const)('%s stays what it is', async (format) => {
	const ready = await prepareImage(await blank(3, 2).toFormat(format).toBuffer());
	expect([ready.mime, ready.width, ready.height]).toEqual([`image/${format}`, 3, 2]);
});

test('an animation becomes a picture of its first frame', async () => {
	const frames = await sharp([await blank(4, 4).png().toBuffer(), await blank(4, 4, '#3c3').png().toBuffer()], {
		join: { animated: true }
	})
		.gif()
		.toBuffer();
	expect((await sharp(frames).metadata()).pages).toBe(2);
	expect(await prepareImage(frames)).toMatchObject({ mime: 'image/png', width: 4, height: 4 });
});

test('no picture is wider than 2000 pixels or higher than 4000', async () => {
	expect(await prepareImage(await blank(3000, 30).png().toBuffer())).toMatchObject({ width: 2000, height: 20 });
	expect(await prepareImage(await blank(30, 8000).png().toBuffer())).toMatchObject({ width: 15, height: 4000 });
});

test('other types are refused by content, and what claims too many pixels before it is unpacked', async () => {
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
	await expect(prepareImage(svg)).rejects.toMatchObject({ code: 'file_unsupported' });
	await expect(prepareImage(await blank(2, 2).tiff().toBuffer())).rejects.toMatchObject({ code: 'file_unsupported' });
	await expect(prepareImage(new Uint8Array())).rejects.toMatchObject({ code: 'file_unsupported' });
	const png = await blank(4, 4).png().toBuffer();
	await expect(prepareImage(png.subarray(0, 60))).rejects.toMatchObject({ code: 'file_refused' });
	const huge = Buffer.from(png);
	huge.writeUInt32BE(100_000, 16);
	huge.writeUInt32BE(100_000, 20);
	await expect(prepareImage(huge)).rejects.toMatchObject({ code: 'file_refused' });
});
