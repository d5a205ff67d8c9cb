import type { Block, TextContent } from '#lib/document/blocks.ts';
import { newBlockId } from '#lib/document/ids.ts';
import { m } from '#lib/paraglide/messages.js';

/** What notes begin as: a heading for each point of the agenda, and where nothing is planned for what is always asked. */
export function notesTemplate(agenda: readonly string[]): TextContent {
	const swedish = { locale: 'sv' } as const;
	const points = agenda.length > 0 ? agenda : [m.notes_template_talk({}, swedish)];
	return { blocks: [...points, m.notes_template_next({}, swedish)].flatMap(section) };
}

const section = (title: string): Block[] => [
	{ type: 'heading', id: newBlockId(), level: 2, content: [{ type: 'text', text: title }] },
	{ type: 'paragraph', id: newBlockId(), content: [] }
];
