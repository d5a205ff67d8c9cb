import { attempt, text } from '#lib/ui/action.server.ts';
import type { PhaseInput } from '#server/dialogues/types.ts';
import { managedDialogue } from '../managed.server.ts';
import type { Actions, PageServerLoad } from './$types';

const EMPTY_ROWS = 3;
const MOST_ROWS = 50;

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, phases } = await managedDialogue(locals, params.dialog);
	const current = phases.flatMap((phase, row) => [
		[`phase-${row}-title`, phase.title],
		[`phase-${row}-text`, phase.text],
		[`phase-${row}-startsOn`, phase.startsOn],
		[`phase-${row}-endsOn`, phase.endsOn ?? '']
	]);
	return { slug, rows: phases.length + EMPTY_ROWS, current: Object.fromEntries(current) as Record<string, string> };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = withoutEmptyRows(await request.formData());
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				await locals.app.dialogues.setPhases(locals.by, id, phasesIn(form));
				return { saved: true };
			},
			form
		);
	}
};

/** Rows without a name are left out and the others numbered anew, so that what is refused points at the right row. */
function withoutEmptyRows(form: FormData): FormData {
	const kept = new FormData();
	const rows = Array.from({ length: MOST_ROWS }, (_, row) => row).filter(
		(row) => text(form, `phase-${row}-title`).trim() !== ''
	);
	rows.forEach((row, position) => {
		for (const part of ['title', 'text', 'startsOn', 'endsOn'])
			kept.set(`phase-${position}-${part}`, text(form, `phase-${row}-${part}`));
	});
	return kept;
}

function phasesIn(form: FormData): PhaseInput[] {
	const count = [...form.keys()].filter((name) => name.endsWith('-title')).length;
	return Array.from({ length: count }, (_, row) => ({
		title: text(form, `phase-${row}-title`),
		text: text(form, `phase-${row}-text`),
		startsOn: text(form, `phase-${row}-startsOn`),
		endsOn: text(form, `phase-${row}-endsOn`) || null
	}));
}
