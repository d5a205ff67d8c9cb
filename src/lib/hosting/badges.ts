import type { Attendee } from '#lib/protocol/hosting.ts';
import { organisationOf } from './labels.ts';

export type BadgeFace = { id: string; name: string; organisation: string; size: 'large' | 'medium' | 'small' };

const PER_SHEET = 8;
/** Characters of the longest word, or of half the name, that a line still holds at that size. */
const LARGE = 11;
const MEDIUM = 16;

/** As large as the name lets it: names stand in two lines, and no word is broken before the smallest size. */
export function badgeSize(name: string): BadgeFace['size'] {
	const longest = Math.max(...name.split(/[\s-]+/).map((word) => word.length), Math.ceil(name.length / 2));
	return longest <= LARGE ? 'large' : longest <= MEDIUM ? 'medium' : 'small';
}

/** For those with a seat in the room, eight to a sheet. */
export function badgeSheets(people: readonly Attendee[]): BadgeFace[][] {
	const faces = people
		.filter(({ mode, state }) => mode === 'on_site' && state === 'confirmed')
		.map((person) => ({
			id: person.participantId,
			name: person.name,
			organisation: person.organisationType === 'private_person' ? '' : organisationOf(person),
			size: badgeSize(person.name)
		}));
	return Array.from({ length: Math.ceil(faces.length / PER_SHEET) }, (_, sheet) =>
		faces.slice(sheet * PER_SHEET, (sheet + 1) * PER_SHEET)
	);
}
