import { plainText } from '#lib/document/plain.ts';
import { docx, type DocxParts } from './docx.fixture.ts';
import { importFile, type Imported } from './service.ts';

/** What comes of a Word file with these parts. */
export function read(parts: DocxParts): Promise<Imported> {
	return importFile('underlag.docx', docx(parts));
}

/** Each block in a line: its level or type, and its words. */
export const outline = ({ content }: Imported): string[] =>
	content.blocks.map((block) => `${block.type === 'heading' ? block.level : block.type} ${plainText(block)}`);

/** Where something of this kind was lost, as the report says. */
export const lost = ({ report }: Imported, kind: string): string[] | undefined =>
	report.lost.find((loss) => loss.kind === kind)?.where;
