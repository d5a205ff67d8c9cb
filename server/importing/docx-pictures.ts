import type { Part, WordPackage } from './docx-package.ts';
import type { ImageShelf } from './image-shelf.ts';
import type { Ledger } from './report.ts';
import { attributeOf, descendants, element } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A picture as the text shows it. Alternative text null: nobody has decided yet; '': decided decorative. */
export type Picture = { imageId: string; alt: string | null };

type Gathering = {
	readonly word: WordPackage;
	readonly ledger: Ledger;
	readonly shelf: ImageShelf;
	readonly pictures: Picture[];
};

/**
 * What of a drawing can be kept: its pictures, written so that `pictures[n]` is found again by the name
 * `picture<n>`, and its text boxes. A drawing of neither kind is a loss.
 */
export function keepPictures(
	gathering: Gathering,
	drawing: XmlElement,
	part: Part
): { written: XmlElement[]; boxes: XmlElement[] } {
	const inside = [...descendants(drawing, (found) => found.name !== 'w:txbxContent')];
	const boxes = inside.filter((found) => found.name === 'w:txbxContent');
	const blips = inside.filter((found) => found.name === 'a:blip' || found.name === 'v:imagedata');
	const described = inside.find((found) => found.name === 'wp:docPr' || found.name === 'v:shape');
	if (boxes.length === 0 && blips.length === 0) loseDrawing(gathering.ledger, inside, describe(described));
	if (inside.some((found) => found.name === 'a:hlinkClick')) gathering.ledger.lose('image_link', describe(described));
	const alt = altOf(described, inside);
	const written = blips.flatMap((blip, index) => keepPicture(gathering, blip, part, index === 0 ? alt : null));
	return { written, boxes };
}

function describe(found: XmlElement | undefined): string {
	return (
		attributeOf(found, 'descr') ||
		attributeOf(found, 'alt') ||
		attributeOf(found, 'title') ||
		attributeOf(found, 'name')
	);
}

/** A picture marked as decorative has been decided on; an empty description has not. */
function altOf(described: XmlElement | undefined, inside: readonly XmlElement[]): string | null {
	const decorative = inside.find((found) => found.name === 'adec:decorative');
	if (/^(1|true)$/.test(attributeOf(decorative, 'val'))) return '';
	const alt = attributeOf(described, 'descr') || attributeOf(described, 'alt') || attributeOf(described, 'title');
	return alt.replace(/\s+/g, ' ').trim() || null;
}

function loseDrawing(ledger: Ledger, inside: readonly XmlElement[], description: string): void {
	const isRule = inside.some((found) => found.name.startsWith('v:') && /^(t|true|1)$/.test(attributeOf(found, 'o:hr')));
	ledger.lose(isRule ? 'rule' : 'drawing', description);
}

function keepPicture(gathering: Gathering, blip: XmlElement, part: Part, alt: string | null): XmlElement[] {
	const relation = part.relations.get(attributeOf(blip, 'r:embed') || attributeOf(blip, 'r:id'));
	const bytes = relation && !relation.external ? gathering.word.file(relation.target) : null;
	if (!relation || !bytes) {
		const elsewhere = relation?.external === true || attributeOf(blip, 'r:link') !== '';
		gathering.ledger.lose(elsewhere ? 'image_elsewhere' : 'image', alt ?? '');
		return [];
	}
	const picture = gathering.shelf.put(relation.target, bytes, alt);
	if (!picture) return [];
	return [writePicture(gathering.pictures.push(picture) - 1)];
}

function writePicture(index: number): XmlElement {
	const blip = element('a:blip', { 'r:embed': `picture${index}` });
	const picture = element('pic:pic', {}, [element('pic:blipFill', {}, [blip])]);
	const graphic = element('a:graphic', {}, [element('a:graphicData', {}, [picture])]);
	return element('w:drawing', {}, [element('wp:inline', {}, [element('wp:docPr'), graphic])]);
}
