import { MAX_FILE_BYTES, MAX_XML_BYTES } from './limits.ts';
import { attributeOf, child, descendants, element, elements, parseXml } from './xml.ts';
import type { XmlElement, XmlNode } from './xml.ts';
import { broken } from './zip.ts';
import type { Zip } from './zip.ts';

/** `type` is the last word of the relationship's address: `image`, `hyperlink`, `comments` … */
export type Relation = { type: string; target: string; external: boolean };
export type Part = { root: XmlElement; relations: ReadonlyMap<string, Relation> };

/** A Word file taken apart: every part as a tree, alternatives for older programs settled. */
export type WordPackage = {
	main: Part;
	/** The first part of a type that the main document names, if any. */
	part(type: string): Part | null;
	parts(type: string): Part[];
	/** The bytes of a file inside the package, named as relations name it. */
	file(target: string): Uint8Array | null;
};

export function openPackage(zip: Zip): WordPackage {
	const top = readRelations(zip, '');
	const path = [...top.values()].find((relation) => relation.type === 'officeDocument')?.target ?? 'word/document.xml';
	const main = readPart(zip, path) ?? broken();
	const known = new Map<string, Part | null>();
	const read = (target: string): Part | null => {
		const part = known.has(target) ? (known.get(target) ?? null) : readPart(zip, target);
		known.set(target, part);
		return part;
	};
	const parts = (type: string): Part[] =>
		[...main.relations.values()]
			.filter((relation) => relation.type === type && !relation.external)
			.flatMap((relation) => read(relation.target) ?? []);
	return { main, parts, part: (type) => parts(type)[0] ?? null, file: (target) => zip.read(target, MAX_FILE_BYTES) };
}

function readPart(zip: Zip, path: string): Part | null {
	const bytes = zip.read(path, MAX_XML_BYTES);
	return bytes ? { root: settleAlternatives(parseXml(bytes)), relations: readRelations(zip, path) } : null;
}

function readRelations(zip: Zip, path: string): Map<string, Relation> {
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const bytes = zip.read(`${folder}_rels/${path.slice(folder.length)}.rels`, MAX_XML_BYTES);
	const found = bytes ? elements(parseXml(bytes)) : [];
	return new Map(
		found.map((relation) => {
			const { Id = '', Type = '', Target = '', TargetMode } = relation.attributes;
			const external = TargetMode === 'External';
			const target = external ? Target : resolve(folder, Target);
			return [Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target, external }];
		})
	);
}

function resolve(folder: string, target: string): string {
	const steps = target.startsWith('/') ? target.split('/') : [...folder.split('/'), ...target.split('/')];
	const path: string[] = [];
	for (const step of steps) {
		if (step === '..') path.pop();
		else if (step !== '' && step !== '.') path.push(step);
	}
	return path.join('/');
}

/** Word writes some things twice, for itself and for older programs: one of the two is kept. */
function settleAlternatives(parent: XmlElement): XmlElement {
	const children = parent.children.flatMap((node): XmlNode[] => {
		if (typeof node === 'string') return [node];
		if (node.name !== 'mc:AlternateContent') return [settleAlternatives(node)];
		return settleAlternatives(choose(node)).children;
	});
	return { ...parent, children };
}

function choose(alternatives: XmlElement): XmlElement {
	const [choice] = elements(alternatives).filter((option) => option.name === 'mc:Choice');
	const fallback = child(alternatives, 'mc:Fallback');
	const understood = choice && [...descendants(choice)].some((found) => UNDERSTOOD.has(found.name));
	return (understood ? choice : (fallback ?? choice)) ?? element('mc:Fallback');
}

const UNDERSTOOD = new Set(['a:blip', 'w:txbxContent', 'm:oMath', 'w:t']);

/** The text of a part that is a list of things: what its elements of one name hold, by id. */
export function byId(part: Part | null, name: string): Map<string, XmlElement> {
	const found = part ? elements(part.root).filter((entry) => entry.name === name) : [];
	return new Map(found.map((entry) => [attributeOf(entry, 'w:id'), entry]));
}
