import type { AttendanceCount, AttendanceStatistics, Attendee } from '#lib/protocol/hosting.ts';

const empty = (code: string): AttendanceCount => ({
	...{ code, registered: 0, onSite: 0, online: 0, waiting: 0, checkedIn: 0 }
});

const hasSeat = ({ state }: Attendee): boolean => state === 'confirmed' || state === 'offered';

function counted(code: string, people: readonly Attendee[]): AttendanceCount {
	const count = empty(code);
	for (const person of people) {
		if (person.state === 'waiting') count.waiting += 1;
		if (person.checkedInAt !== null) count.checkedIn += 1;
		if (!hasSeat(person)) continue;
		count.registered += 1;
		count[person.mode === 'online' ? 'online' : 'onSite'] += 1;
	}
	return count;
}

/** One line for each code that somebody has, the largest first; ties by code. */
function countedBy(people: readonly Attendee[], codeOf: (person: Attendee) => string): AttendanceCount[] {
	return [...Map.groupBy(people, codeOf)]
		.map(([code, own]) => counted(code, own))
		.sort((one, other) => other.registered - one.registered || (one.code < other.code ? -1 : 1));
}

/** Who was registered and who came, by kind of organisation and municipality (domain S-01). */
export function statisticsOf(all: readonly Attendee[]): AttendanceStatistics {
	const people = all.filter(({ state }) => state !== 'cancelled');
	const names = people.filter(hasSeat).map(({ organisationName }) => organisationName.toLocaleLowerCase('sv'));
	return {
		total: counted('', people),
		organisations: new Set(names.filter((name) => name !== '')).size,
		walkIns: people.filter(({ source }) => source === 'door').length,
		byType: countedBy(people, ({ organisationType }) => organisationType),
		byMunicipality: countedBy(people, ({ municipalityCode }) => municipalityCode)
	};
}
