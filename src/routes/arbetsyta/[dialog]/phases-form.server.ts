import type { FilledRows } from '#lib/ui/fields.ts';
import { filledRows, rowsIn, type RowsOf, withoutEmptyRows } from '#lib/ui/rows.server.ts';
import type { PhaseInput } from '#server/dialogues/types.ts';

const PARTS = ['title', 'text', 'startsOn', 'endsOn'] as const;
const PHASES: RowsOf<(typeof PARTS)[number]> = { prefix: 'phase', parts: PARTS, begun: PARTS, most: 50 };

type Shown = { title: string; text: string; startsOn?: string | null; endsOn?: string | null };

/** Phases as `PhaseFields` shows them, with empty rows for more. */
export const phaseRows = (phases: readonly Shown[]): FilledRows =>
	filledRows(
		PHASES,
		phases.map(({ title, text, startsOn, endsOn }) => ({ title, text, startsOn: startsOn ?? '', endsOn: endsOn ?? '' }))
	);

export const withoutEmptyPhases = (form: FormData): FormData => withoutEmptyRows(form, PHASES);

/** What `PhaseFields` sends, without empty rows. */
export const phasesIn = (form: FormData): PhaseInput[] =>
	rowsIn(form, PHASES).map(({ startsOn, endsOn, ...words }) => ({
		...words,
		startsOn: startsOn || null,
		endsOn: endsOn || null
	}));
