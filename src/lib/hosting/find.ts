import type { Attendee } from '#lib/protocol/hosting.ts';

/** Without case and marks, so that *ake* finds *Åke*; *ø* and *æ* have no marks to take away. */
const folded = (text: string): string =>
	text
		.toLocaleLowerCase('sv')
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replaceAll('ø', 'o')
		.replaceAll('æ', 'ae');

type Findable = Pick<Attendee, 'name' | 'organisationName'>;

/** Those of whom every word that was written begins a word of their name or organisation, in the order they stand. */
export function matching<T extends Findable>(people: readonly T[], words: string): T[] {
	const wanted = folded(words).split(/\s+/).filter(Boolean);
	return people.filter((person) => {
		const text = ` ${folded(`${person.name} ${person.organisationName}`).replace(/[-–]/g, ' ')}`;
		return wanted.every((word) => text.includes(` ${word.replace(/[-–]/g, ' ')}`));
	});
}
