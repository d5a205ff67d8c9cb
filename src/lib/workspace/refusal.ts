import type { FieldIssue, FilledRows, ShownRows } from '#lib/ui/fields.ts';

/** What a refused form says back: what to mend and what was written. */
export type Refusal = { code?: string; issues: FieldIssue[]; values: Record<string, string> };

/** The refusal in a page's `form`, or null when there was none. `part` tells several forms of one page apart. */
export function refusalOf(form: object | null | undefined, part?: string): Refusal | null {
	if (!form || !('issues' in form) || !('values' in form)) return null;
	const refused = form as Refusal;
	return part === undefined || refused.values['part'] === part ? refused : null;
}

/**
 * What the `seen` field of a form holds: the stamp of what it was filled in from, or of what is saved `now`. Whoever has
 * been told that somebody else has saved has seen that; other refusals tell nothing of it.
 */
export function seenIn(refused: Refusal | null, now: string): string {
	const told = refused?.code === 'conflict' && refused.issues.every(({ field }) => field === undefined);
	return refused === null || told ? now : (refused.values['seen'] ?? now);
}

/** What a form of rows shows: what is saved, or what was written and refused. */
export function rowsShown(refused: Refusal | null, saved: FilledRows & { seen: string }): ShownRows {
	const { rows, filled, seen, current } = saved;
	return { rows, filled, seen: seenIn(refused, seen), values: refused?.values ?? current, issues: refused?.issues };
}

/** Several values under one name, as forms of ours give them back: joined, because ids and codes hold no comma. */
export const many = (joined: string | undefined): string[] => (joined ? joined.split(',') : []);
