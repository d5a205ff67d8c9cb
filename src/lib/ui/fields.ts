import { inLanguage } from './language.ts';

/** One thing to mend, in both languages, as the server's errors carry it; without `field` it concerns the whole form. */
export type FieldIssue = { field?: string; sv: string; en: string };

/** Numbered rows of a form: how many are shown, how many of them are saved already, and the words of those. */
export type FilledRows = { rows: number; filled: number; current: Record<string, string> };

/** The same where the words may be what somebody wrote and was refused; `seen` is the stamp of what was saved. */
export type ShownRows = Omit<FilledRows, 'current'> & {
	seen: string;
	values: Record<string, string>;
	issues?: FieldIssue[] | undefined;
};

/** The id of a form's field. Give every form on a page its own name, or two fields would bear one id. */
export function fieldId(form: string, name: string): string {
	return `${form}-${name}`.replace(/[^\w-]/g, '-');
}

/** What is wrong with one field, in the language of the page. */
export function issueFor(issues: readonly FieldIssue[] | undefined, name: string): string | undefined {
	const issue = issues?.find(({ field }) => field === name);
	return issue && inLanguage(issue);
}

/** The text fields of a form; files, and fields whose names begin with `_`, are not given back. */
export function valuesOf(form: FormData): Record<string, string> {
	const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return Object.fromEntries(texts.filter(([name]) => !name.startsWith('_')));
}
