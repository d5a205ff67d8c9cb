import type { FieldIssue } from '#lib/ui/fields.ts';

/** What a refused form says back: what to mend and what was written. */
export type Refusal = { issues: FieldIssue[]; values: Record<string, string> };

/** The refusal in a page's `form`, or null when there was none. `part` tells several forms of one page apart. */
export function refusalOf(form: object | null | undefined, part?: string): Refusal | null {
	if (!form || !('issues' in form) || !('values' in form)) return null;
	const refused = form as Refusal;
	return part === undefined || refused.values['part'] === part ? refused : null;
}

/** Several values under one name, as forms of ours give them back: joined, because ids and codes hold no comma. */
export const many = (joined: string | undefined): string[] => (joined ? joined.split(',') : []);
