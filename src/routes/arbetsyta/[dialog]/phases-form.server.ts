import { text } from '#lib/ui/action.server.ts';
import type { PhaseInput } from '#server/dialogues/types.ts';

const EMPTY_ROWS = 3;
const MOST_ROWS = 50;
const PARTS = ['title', 'text', 'startsOn', 'endsOn'];

type Shown = { title: string; text: string; startsOn?: string | null; endsOn?: string | null };

/** Phases as `PhaseFields` shows them, with empty rows for more. */
export function phaseRows(phases: readonly Shown[]): { rows: number; filled: number; current: Record<string, string> } {
	const current = phases.flatMap((phase, row) => [
		[`phase-${row}-title`, phase.title],
		[`phase-${row}-text`, phase.text],
		[`phase-${row}-startsOn`, phase.startsOn ?? ''],
		[`phase-${row}-endsOn`, phase.endsOn ?? '']
	]);
	return {
		rows: phases.length + EMPTY_ROWS,
		filled: phases.length,
		current: Object.fromEntries(current) as Record<string, string>
	};
}

/**
 * Rows without a name are left out and the others numbered anew, so that what is refused points at the right row. To
 * empty the name of a phase is to take it away; one that is new and has something but no name is only half written.
 */
export function withoutEmptyRows(form: FormData): FormData {
	const kept = new FormData();
	const filled = Number(text(form, 'filled'));
	const has = (row: number, part: string) => text(form, `phase-${row}-${part}`).trim() !== '';
	const rows = Array.from({ length: MOST_ROWS }, (_, row) => row).filter(
		(row) => has(row, 'title') || (row >= filled && PARTS.some((part) => has(row, part)))
	);
	kept.set('seen', text(form, 'seen'));
	kept.set('filled', String(rows.filter((row) => row < filled).length));
	rows.forEach((row, position) => {
		for (const part of PARTS) kept.set(`phase-${position}-${part}`, text(form, `phase-${row}-${part}`));
	});
	return kept;
}

/** What `PhaseFields` sends, without empty rows. */
export function phasesIn(form: FormData): PhaseInput[] {
	const count = [...form.keys()].filter((name) => name.endsWith('-title')).length;
	return Array.from({ length: count }, (_, row) => ({
		title: text(form, `phase-${row}-title`),
		text: text(form, `phase-${row}-text`),
		startsOn: text(form, `phase-${row}-startsOn`) || null,
		endsOn: text(form, `phase-${row}-endsOn`) || null
	}));
}
