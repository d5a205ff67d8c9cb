import { text } from '#lib/ui/action.server.ts';
import { MOST_WORDS, RANKED } from '#lib/protocol/live.ts';
import { MedskickError } from '#server/errors.ts';
import type { Said } from '#server/written.ts';

/** Fields of one name, the first of them without a number: `choices`, `choices-2`, `choices-3`. */
function numbered(form: FormData, name: string, most: number): string[] {
	const first = form.getAll(name).filter((value): value is string => typeof value === 'string');
	const others = Array.from({ length: most - 1 }, (_, index) => text(form, `${name}-${index + 2}`));
	return [...first, ...others].filter((value) => value !== '');
}

/** What a form answers to a quick question of any kind; the question decides what of it counts. */
export const answerFrom = (form: FormData) => ({
	choices: numbered(form, 'choices', RANKED).map(Number),
	text: text(form, 'text'),
	words: numbered(form, 'words', MOST_WORDS)
});

/** `yes` or `no`; anything else is no answer. */
export function onOff(form: FormData, name: string): boolean {
	const value = text(form, name);
	if (value !== 'yes' && value !== 'no') throw new MedskickError('bad_input');
	return value === 'yes';
}

/** What a device that had no connection says of when something was written; it is believed as far as it can be. */
export const saidIn = (form: FormData): Said => ({
	writtenAt: text(form, 'writtenAt') || null,
	sentAt: text(form, 'sentAt') || null
});
