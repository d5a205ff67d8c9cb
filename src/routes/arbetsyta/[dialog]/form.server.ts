import { text } from '#lib/ui/action.server.ts';

/** Every value under one name: what check boxes send. */
export const all = (form: FormData, name: string): string[] =>
	form.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '');

/** The lines of a text area, empty ones left out. */
export const lines = (form: FormData, name: string): string[] =>
	text(form, name)
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');

/** A form with check boxes as `attempt` can give it back: several values under one name become one, with commas. */
export function joined(form: FormData, names: readonly string[]): FormData {
	const copy = new FormData();
	for (const [name, value] of form) if (!names.includes(name)) copy.append(name, value);
	for (const name of names) copy.set(name, all(form, name).join(','));
	return copy;
}
