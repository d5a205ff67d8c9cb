import { m } from '#lib/paraglide/messages.js';
import { countDone, guideHref, guideProgress } from '#lib/workspace/guide.ts';
import type { ConsultationView } from '#server/consultations/types.ts';
import type { DialogueView } from '#server/dialogues/types.ts';
import type { DocumentLine } from '#server/documents/types.ts';

export type Task = { text: string; href: string };
type State = {
	dialogue: DialogueView;
	documents: readonly DocumentLine[];
	consultations: readonly ConsultationView[];
	held: number;
	/** May the reader set the dialogue up? */
	manages: boolean;
};

/** What stands between the dialogue as it is and people commenting, in the order in which it is usually done. */
export function todo({ dialogue, documents, consultations, held, manages }: State): Task[] {
	const home = `/arbetsyta/${dialogue.slug}`;
	const asked = new Set(consultations.flatMap((one) => (one.status === 'closed' ? [] : one.documentIds)));
	const unpublished = documents.filter((document) => document.latest === null);
	const unasked = documents.filter((document) => document.latest !== null && !asked.has(document.documentId));
	const planning = dialogue.state === 'planning';
	const undated = dialogue.phases.some(({ startsOn }) => startsOn === null);
	const tasks: (Task | false)[] = [
		held > 0 && { text: m.workspace_todo_held({ count: held }), href: `${home}/moderering` },
		manages && planning && { text: guideText(dialogue), href: `${home}/guide` },
		manages && dialogue.sami === null && { text: m.workspace_todo_sami(), href: guideHref(dialogue.slug, 'sami') },
		manages && !planning && dialogue.phases.length === 0 && { text: m.workspace_todo_phases(), href: `${home}/skeden` },
		manages && !planning && undated && { text: m.workspace_todo_phase_dates(), href: `${home}/skeden` },
		manages && !planning && dialogue.areas.length === 0 && { text: m.workspace_todo_areas(), href: `${home}/omraden` },
		documents.length === 0 && { text: m.workspace_todo_document(), href: `${home}/nytt-dokument` },
		...unpublished.map(({ title, slug }) => ({
			text: m.workspace_todo_publish({ title }),
			href: `${home}/dokument/${slug}`
		})),
		...(manages && planning
			? unasked.map(({ title }) => ({ text: m.workspace_todo_consultation({ title }), href: `${home}/nytt-samrad` }))
			: []),
		manages && planning && { text: m.workspace_todo_open(), href: guideHref(dialogue.slug, 'open') }
	];
	return tasks.filter((task) => task !== false);
}

function guideText(dialogue: DialogueView): string {
	const progress = guideProgress(dialogue);
	return m.setup_guide_task({ done: countDone(progress), total: progress.length });
}
