/** How many colours `caret.css` has for other people's cursors. */
const COLOURS = 6;

export type Person = { id: string; name: string };

/** The person behind an awareness state, as the server says: a state without one has not been through it. */
export function personIn(state: unknown): Person | null {
	const user: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'user') : null;
	if (typeof user !== 'object' || user === null) return null;
	const [id, name]: unknown[] = [Reflect.get(user, 'id'), Reflect.get(user, 'name')];
	return typeof id === 'string' && typeof name === 'string' && name !== '' ? { id, name } : null;
}

/** Everybody else who writes, once each, however many windows they have open. */
export function peopleIn(states: ReadonlyMap<number, unknown>, ownClient: number): Person[] {
	const people = new Map<string, Person>();
	for (const [client, state] of states) {
		const person = client === ownClient ? null : personIn(state);
		if (person !== null) people.set(person.id, person);
	}
	return [...people.values()].sort((one, other) => one.name.localeCompare(other.name, 'sv'));
}

/** The same colour for the same person on everybody's screen, from 1. */
export function colourOf(personId: string): number {
	let sum = 0;
	for (const letter of personId) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
	return (sum % COLOURS) + 1;
}
