import type { Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { Link } from '@tiptap/extension-link';
import { TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { StarterKit } from '@tiptap/starter-kit';
import type { Awareness } from 'y-protocols/awareness';
import type { XmlFragment } from 'yjs';
import { isSafeHref } from '#lib/document/inline.ts';
import { BlockIds } from './block-ids.ts';
import { OtherCarets } from './caret.ts';
import { LanguageMark, TextHeading, TextImage, TextTable } from './nodes.ts';
import { CleanPasting } from './pasting.ts';
import { Problems } from './problems.ts';

/** What makes up our schema, in the order in which marks nest: `editorSchema` of the document must agree. */
export function schemaExtensions(documentId: string): Extensions {
	return [
		StarterKit.configure({
			code: false,
			codeBlock: false,
			heading: false,
			horizontalRule: false,
			link: false,
			strike: false,
			underline: false,
			undoRedo: false,
			// Opening a text must not write in it.
			trailingNode: false,
			dropcursor: { color: false, class: 'drop-cursor' }
		}),
		TextHeading,
		Link.configure({
			autolink: false,
			openOnClick: false,
			defaultProtocol: 'https',
			HTMLAttributes: { target: null, rel: null, class: null },
			isAllowedUri: (address) => isSafeHref(address)
		}),
		TextTable,
		TableRow,
		TableHeader,
		TableCell,
		TextImage.configure({ documentId }),
		LanguageMark,
		BlockIds
	];
}

export type EditorParts = {
	documentId: string;
	fragment: XmlFragment;
	awareness: Awareness;
	onImage(file: File): void;
};

/** The whole editor: schema, shared text with undo of one's own edits only, others' cursors, pasting, problems. */
export function editorExtensions({ documentId, fragment, awareness, onImage }: EditorParts): Extensions {
	return [
		...schemaExtensions(documentId),
		Collaboration.configure({ fragment }),
		OtherCarets.configure({ awareness }),
		CleanPasting.configure({ onImage }),
		Problems
	];
}
