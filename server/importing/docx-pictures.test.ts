import sharp from 'sharp';
import { expect, test } from 'vitest';
import { lost, outline, read } from './docx-read.fixture.ts';
import { item, p, picture, run } from './docx.fixture.ts';

test('an image loses where and by whom it was taken, and keeps its alternative text or the lack of one', async () => {
	const photo = await sharp({ create: { width: 2400, height: 30, channels: 3, background: '#284' } })
		.jpeg()
		.withExif({ IFD0: { Artist: 'Marker Fotograf' }, IFD3: { GPSLatitude: '63/1 10/1 0/1', GPSLatitudeRef: 'N' } })
		.toBuffer();
	expect((await sharp(photo).metadata()).exif?.includes('Marker Fotograf')).toBe(true);
	const decorative = '<a:extLst><a:ext><adec:decorative val="1"/></a:ext></a:extLst>';
	const imported = await read({
		media: { 'bild1.jpeg': photo },
		body:
			p(run('Före ') + picture('bild1.jpeg', 'descr="En fäbod i &lt;kvällssol&gt;"') + run(' efter')) +
			p(picture('bild1.jpeg', '')) +
			p(picture('bild1.jpeg', '', decorative))
	});
	const [image, ...others] = imported.images;
	expect(others).toEqual([]);
	expect(outline(imported)).toEqual([
		'paragraph Före',
		'image En fäbod i <kvällssol>',
		'paragraph efter',
		'image ',
		'image '
	]);
	const shown = imported.content.blocks.filter((block) => block.type === 'image');
	expect(shown.map(({ imageId, alt, width }) => [imageId, alt, width])).toEqual([
		[image?.id, 'En fäbod i <kvällssol>', 2000],
		[image?.id, null, 2000],
		[image?.id, '', 2000]
	]);
	const { exif, icc, xmp, width } = await sharp(image?.bytes).metadata();
	expect([exif, icc, xmp, width]).toEqual([undefined, undefined, undefined, 2000]);
	expect(Buffer.from(image?.bytes ?? []).includes('Marker')).toBe(false);
});

test('images that cannot be read or lie elsewhere are reported, not silently gone', async () => {
	const linked =
		'<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Karta"/><a:blip r:link="away"/></wp:inline></w:drawing></w:r>';
	const imported = await read({
		links: { away: 'https://tracker.example/karta.png' },
		media: { 'a.emf': new Uint8Array([1, 2, 3]) },
		body: p('Text.') + p(picture('a.emf', 'descr="Diagram"')) + p(linked) + item(2, 0, picture('a.emf', ''))
	});
	expect(outline(imported)).toEqual(['paragraph Text.']);
	expect([lost(imported, 'image'), lost(imported, 'image_elsewhere'), imported.images]).toEqual([
		['Diagram'],
		['Karta'],
		[]
	]);
});
