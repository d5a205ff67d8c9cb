import { text } from '#lib/ui/action.server.ts';
import { ASKED_STATES, type AskedState, type Scene, SCENES } from '#lib/protocol/live.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { lines } from '../../../form.server.ts';

const MOST_MINUTES = 240;

function oneOf<T extends string>(form: FormData, name: string, list: readonly T[]): T {
	const found = list.find((one) => one === text(form, name));
	if (found === undefined) throw new MedskickError('bad_input');
	return found;
}

export const yesOrNo = (form: FormData, name: string): boolean => oneOf(form, name, ['yes', 'no']) === 'yes';
export const sceneFrom = (form: FormData): Scene => oneOf(form, 'scene', SCENES);
export const askedStateFrom = (form: FormData): AskedState => oneOf(form, 'state', ASKED_STATES);
export const questionChangeFrom = (form: FormData) => oneOf(form, 'what', ['open', 'close', 'show', 'hide']);

/** `<document>/<section>`; the text as a whole has no section. */
export function placeFrom(form: FormData): { documentId: string; sectionId: string | null } {
	const [, documentId, sectionId] = /^([0-9a-f-]{36})\/([A-Za-z0-9_-]{0,64})$/.exec(text(form, 'place')) ?? [];
	if (documentId === undefined || sectionId === undefined) throw new MedskickError('bad_input');
	return { documentId, sectionId: sectionId === '' ? null : sectionId };
}

export function checkedMinutes(form: FormData): number {
	const minutes = Number(text(form, 'minutes'));
	if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES) return minutes;
	return refuse(
		'bad_input',
		`Skriv ett antal minuter mellan 1 och ${MOST_MINUTES}.`,
		`Write a number of minutes between 1 and ${MOST_MINUTES}.`,
		'minutes'
	);
}

export const quickFrom = (form: FormData) => ({
	kind: text(form, 'kind'),
	question: text(form, 'question'),
	options: lines(form, 'options'),
	lowLabel: text(form, 'lowLabel'),
	highLabel: text(form, 'highLabel')
});
