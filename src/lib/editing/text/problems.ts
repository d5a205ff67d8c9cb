import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { type Problem, problemsIn, problemText } from '../problems.ts';

type Found = { problems: readonly Problem[]; decorations: DecorationSet };

const KEY = new PluginKey<Found>('problems');
const NONE: readonly Problem[] = [];

/** The same list until the text changes. */
export const problemsOf = (state: EditorState): readonly Problem[] => KEY.getState(state)?.problems ?? NONE;

function look(doc: Node): Found {
	const problems = problemsIn(doc);
	const warnings = problems.map((problem) => warning(doc, problem));
	return { problems: problems.length > 0 ? problems : NONE, decorations: DecorationSet.create(doc, warnings) };
}

function warning(doc: Node, problem: Problem): Decoration {
	const end = problem.pos + (doc.nodeAt(problem.pos)?.nodeSize ?? 0);
	const text = problemText(problem);
	const element = () => {
		const note = document.createElement('p');
		note.className = 'editor-problem';
		note.contentEditable = 'false';
		note.textContent = text;
		return note;
	};
	return Decoration.widget(end, element, { side: -1, key: text, ignoreSelection: true });
}

/** Says each problem in the text, right after the block it is about. */
export const Problems = Extension.create({
	name: 'problems',
	addProseMirrorPlugins() {
		return [
			new Plugin<Found>({
				key: KEY,
				state: {
					init: (_, { doc }) => look(doc),
					apply: (transaction, found, _before, { doc }) => (transaction.docChanged ? look(doc) : found)
				},
				props: { decorations: (state) => KEY.getState(state)?.decorations }
			})
		];
	}
});
