import { readFile } from 'node:fs/promises';
import { refuse } from '#server/errors.ts';

/** The demo's texts by file name without ending; `-0.9` is the version that the first consultation led to. */
export const DEMO_TEXTS = [
	'jord-skog-och-vatten',
	'jord-skog-och-vatten-0.9',
	'upplevelser',
	'upplevelser-0.9',
	'digitala-losningar',
	'digitala-losningar-0.9',
	'hallbar-energi',
	'hallbar-energi-0.9',
	'slutkorrektur',
	'inbjudan',
	'samradsredogorelse',
	'beslutsversion'
] as const;

export type DemoTextName = (typeof DEMO_TEXTS)[number];

/** `code` is what the demo's points name as their section; `heading` is that section's heading in the text. */
export type DemoSection = { code: string; heading: string };

/** `markdown` starts at the first block: the title and the code comments are taken out of it. */
export type DemoText = { title: string; markdown: string; sections: DemoSection[] };

const TITLE = /^# (.+)\n/;
const CODE_COMMENT = /^<!-- (\S+) -->\n+/gm;
const SECTION = /^(?:<!-- (\S+) -->\n+)?## (.+)$/gm;

/** Reads one text beside this file (`docs/domain.md` §5.4–5.5). A text that breaks the convention is refused. */
export async function readDemoText(name: DemoTextName): Promise<DemoText> {
	return parseDemoText(await readFile(new URL(`./texts/${name}.md`, import.meta.url), 'utf8'));
}

/** Splits a demo text into its parts; refuses one without a title or with a section that has no code of its own. */
export function parseDemoText(source: string): DemoText {
	const title = TITLE.exec(source)?.[1];
	if (title === undefined) refuse('file_refused', 'Texten saknar titel.', 'The text has no title.');
	const sections = [...source.matchAll(SECTION)].map(([, code, heading]) => sectionOf(code, heading));
	if (new Set(sections.map((section) => section.code)).size < sections.length)
		refuse('file_refused', 'Två avsnitt har samma kod.', 'Two sections have the same code.');
	return { title, markdown: source.replace(TITLE, '').replace(CODE_COMMENT, '').trimStart(), sections };
}

function sectionOf(code: string | undefined, heading = ''): DemoSection {
	if (code === undefined)
		refuse('file_refused', `Avsnittet ”${heading}” saknar kod.`, `The section "${heading}" has no code.`);
	return { code, heading: heading.trim() };
}
