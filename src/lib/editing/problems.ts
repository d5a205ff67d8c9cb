import type { Node } from '@tiptap/pm/model';
import { m } from '#lib/paraglide/messages.js';

/** What an author has to mend before everybody can read the text (domain A-06). `pos`: before the block. */
export type Problem =
	{ kind: 'heading_skipped'; pos: number; level: number; expected: number } | { kind: 'image_undecided'; pos: number };

/** Headings on the top level must go down one level at a time, from 2; every image needs words or *decorative*. */
export function problemsIn(doc: Node): Problem[] {
	const problems: Problem[] = [];
	let before = 1;
	doc.descendants((node, pos, parent) => {
		if (node.type.name === 'image' && node.attrs['alt'] === null) problems.push({ kind: 'image_undecided', pos });
		if (node.type.name === 'heading' && parent === doc) {
			const level = Number(node.attrs['level']);
			if (level > before + 1) problems.push({ kind: 'heading_skipped', pos, level, expected: before + 1 });
			before = level;
		}
		return !node.isTextblock;
	});
	return problems;
}

export function problemText(problem: Problem): string {
	if (problem.kind === 'image_undecided') return m.editing_problem_image();
	return m.editing_problem_heading({ level: problem.level, expected: problem.expected });
}
