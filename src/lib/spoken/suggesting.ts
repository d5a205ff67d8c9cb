export type Speaker = { name: string; organisation: string; organisationType: string };

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Whoever has spoken before under this name; null where several have, or nobody. */
export function speakerNamed(speakers: readonly Speaker[], name: string): Speaker | null {
	const found = speakers.filter((speaker) => name.trim() !== '' && same(speaker.name, name));
	return found.length === 1 ? (found[0] ?? null) : null;
}

/** The type that an organisation was given the last time it was heard; '' for one that has not been heard. */
export const typeHeard = (speakers: readonly Speaker[], organisation: string): string =>
	speakers.find((speaker) => organisation.trim() !== '' && same(speaker.organisation, organisation))
		?.organisationType ?? '';

/** Names for a datalist, each once, in the order they were heard. */
export const distinct = (names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== ''))];

/** `<document>/<section>`, as the form sends it; the text as a whole has no section. */
export const placeKey = (documentId: string, sectionId: string | null): string => `${documentId}/${sectionId ?? ''}`;
