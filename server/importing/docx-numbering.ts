import type { Part } from './docx-package.ts';
import { attributeOf, child, elements, value } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A number as Word would write it; `format` is Word's name for its kind (`decimal`, `lowerLetter` …). */
export type Numbered = { ordered: boolean; ordinal: number; format: string; level: number };

/** Counts through a document: `next` is asked once for each numbered paragraph, in order. */
export type Numbering = { next(numId: string, level: number): Numbered | null };

type Level = { start: number; format: string };
type Definition = { id: string; levels: Map<number, Level> };

export function readNumbering(part: Part | null): Numbering {
	const all = part ? elements(part.root) : [];
	const definitions = new Map(
		all.filter((entry) => entry.name === 'w:abstractNum').map((entry) => [attributeOf(entry, 'w:abstractNumId'), entry])
	);
	const lists = new Map(
		all.filter((entry) => entry.name === 'w:num').map((entry) => [attributeOf(entry, 'w:numId'), entry])
	);
	const counters = new Map<string, (number | undefined)[]>();
	const begun = new Set<string>();
	const next = (numId: string, level: number): Numbered | null => {
		const list = lists.get(numId);
		const definition = define(definitions, value(list, 'w:abstractNumId'));
		const { format, start } = definition?.levels.get(level) ?? {};
		if (!list || !definition || format === undefined || start === undefined || format === 'none') return null;
		const counter = counters.get(definition.id) ?? [];
		counters.set(definition.id, counter);
		if (!begun.has(numId)) restart(list, counter);
		begun.add(numId);
		const ordinal = (counter[level] ?? start - 1) + 1;
		counter.length = level;
		counter[level] = ordinal;
		return { ordered: format !== 'bullet', ordinal, format, level };
	};
	return { next };
}

/** Lists of one definition count on together, except where a list says that it begins anew. */
function restart(list: XmlElement, counter: (number | undefined)[]): void {
	for (const override of elements(list).filter((entry) => entry.name === 'w:lvlOverride')) {
		const start = value(override, 'w:startOverride');
		if (start !== undefined) counter[Number(attributeOf(override, 'w:ilvl'))] = whole(start) - 1;
	}
}

/** A definition may only point to the one that a numbering style owns. */
function define(definitions: ReadonlyMap<string, XmlElement>, id: string | undefined): Definition | null {
	const entry = definitions.get(id ?? '');
	const link = value(entry, 'w:numStyleLink');
	const owner =
		link === undefined ? entry : [...definitions.values()].find((other) => value(other, 'w:styleLink') === link);
	if (!owner) return null;
	const levels = elements(owner).filter((level) => level.name === 'w:lvl');
	return {
		id: attributeOf(owner, 'w:abstractNumId'),
		levels: new Map(levels.map((level) => [Number(attributeOf(level, 'w:ilvl')), readLevel(level)]))
	};
}

function readLevel(level: XmlElement): Level {
	const start = value(level, 'w:start');
	const format = value(level, 'w:numFmt') ?? 'decimal';
	return { start: start === undefined ? 1 : whole(start), format: isPicture(level) ? 'bullet' : format };
}

function isPicture(level: XmlElement): boolean {
	return child(level, 'w:lvlPicBulletId') !== undefined;
}

function whole(written: string): number {
	return /^\d{1,5}$/.test(written) ? Number(written) : 1;
}
