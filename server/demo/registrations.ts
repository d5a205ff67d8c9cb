import type { LoadedRegistration } from '#server/registrations/types.ts';
import type { ScenarioMeeting } from './scenario.ts';
import { type Stage, system } from './stage.ts';

// Names put together of common first names and surnames made up for the demo: they belong to nobody (domain §5).
const FIRST =
	'Agnes Albin Amira Anders Astrid Axel Birgitta Bo Dagny Ebba Elin Elsa Emil Erik Fatima Filip Gunnar Hanna Hassan Ida Ingrid Isak Jonas Karin Kerstin Lars Lena Linnea Maja Malin Märta Nils Olle Per Ragna Sanna Sara Sigrid Stina Sune Tage Tuva Ulf Vera Yusuf Åke Örjan'.split(
		' '
	);
const LAST =
	'Backvik Bergsmo Björkhult Dalrot Forsbäcka Furumo Fältskog Granvåg Hedlycke Hällmyr Isfalla Kallmark Klövsund Lavås Lidgren-Ås Ljungtorp Mossvall Myrlund Nordmyr Oxfjäll Ripvik Rönnås Skarvholm Snötorp Stenfalla Storhed Sundmo Tallvik Tjärnhult Torvås Vargsten Videbäcka Vintermo Åsrand Älvros-Mo Östmyr'.split(
		' '
	);
const TITLES = [
	'',
	'',
	'Utvecklare',
	'Verksamhetsledare',
	'Näringslivsstrateg',
	'Ordförande',
	'Forskare',
	'Projektledare'
];
const DAY_MS = 86_400_000;
const DAYS_OPEN = 20;

/** Free places of one kind at one meeting, still to be filled. */
type Slot = { meeting: ScenarioMeeting; mode: 'on_site' | 'online'; left: number };

/** The same registrations every time: a small generator of numbers between 0 and 1 (mulberry32). */
function numbersFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/**
 * As many people at each of the twelve meetings as the scenario says (domain §5.3), in registrations of one to three
 * people for one or two meetings of a round, and a short line for the room that is full.
 */
export async function loadRegistrations(stage: Stage): Promise<void> {
	const next = numbersFrom(2026);
	const rows = stage.scenario.rounds.flatMap((round) => {
		const meetings = stage.scenario.meetings.filter((meeting) => meeting.roundId === round.id);
		return roundRegistrations(stage, meetings, next);
	});
	await stage.services.registrations.load(system(), rows);
}

function roundRegistrations(
	stage: Stage,
	meetings: readonly ScenarioMeeting[],
	next: () => number
): LoadedRegistration[] {
	const slots = meetings.flatMap((meeting): Slot[] => [
		{ meeting, mode: 'on_site', left: meeting.onSiteTaken },
		{ meeting, mode: 'online', left: meeting.onlineRegistered }
	]);
	const rows: LoadedRegistration[] = [];
	for (let fullest = fullestOf(slots); fullest !== undefined; fullest = fullestOf(slots)) {
		const people = Math.min(fullest.left, next() < 0.7 ? 1 : next() < 0.7 ? 2 : 3);
		const second = next() < 0.35 ? otherOf(slots, fullest, people) : undefined;
		const chosen = second === undefined ? [fullest] : [fullest, second];
		for (const slot of chosen) slot.left -= people;
		rows.push(registration(stage, { chosen, people, next, state: 'confirmed' }));
	}
	const full = meetings.find(({ status }) => status === 'on_site_full');
	if (full === undefined) return rows;
	const line = [1, 2].map(() =>
		registration(stage, { chosen: [{ meeting: full, mode: 'on_site', left: 1 }], people: 1, next, state: 'waiting' })
	);
	return [...rows, ...line];
}

const fullestOf = (slots: readonly Slot[]): Slot | undefined =>
	slots.filter(({ left }) => left > 0).sort((one, other) => other.left - one.left)[0];

const otherOf = (slots: readonly Slot[], { meeting }: Slot, people: number): Slot | undefined =>
	slots
		.filter((slot) => slot.meeting !== meeting && slot.left >= people)
		.sort((one, other) => other.left - one.left)[0];

type Made = { chosen: readonly Slot[]; people: number; next: () => number; state: 'confirmed' | 'waiting' };

function registration(stage: Stage, { chosen, people, next, state }: Made): LoadedRegistration {
	const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(next() * list.length)] ?? otherwise;
	const names = Array.from({ length: people }, () => `${pick(FIRST, 'Kim')} ${pick(LAST, 'Myrlund')}`);
	const alone = people === 1 && next() < 0.2;
	const organisation = alone ? undefined : pick(stage.scenario.organisations, undefined);
	const [contact = 'Kim Myrlund'] = names;
	return {
		roundId: placeOf(stage, chosen).roundId,
		dialogueId: stage.dialogueId,
		contact: { name: contact, email: `${address(contact)}.${Math.floor(next() * 9000) + 1000}@example.org` },
		organisation: {
			name: organisation?.name ?? '',
			type: organisation?.organisationType ?? 'private_person',
			municipalityCode: organisation?.geo.find((code) => code.length === 4) ?? ''
		},
		mayContact: next() < 0.3,
		mayContactLater: false,
		at: sentAt(stage, chosen, state === 'waiting' ? 0 : next()),
		people: names.map((name) => ({ name, title: pick(TITLES, ''), showInList: next() < 0.4 })),
		meetings: chosen.map(({ meeting, mode }) => ({ meetingId: placeOf(stage, [{ meeting }]).meetingId, mode, state }))
	};
}

function placeOf(stage: Stage, chosen: readonly Pick<Slot, 'meeting'>[]) {
	const place = stage.meetings.get(chosen[0]?.meeting.id ?? '');
	if (place === undefined) throw new Error('A meeting of the demo is not loaded');
	return place;
}

const address = (name: string): string =>
	name
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.toLowerCase()
		.replace(/[^a-z]+/g, '.');

/** In the weeks before the first of the meetings, and before the demo's present; 0 is last. */
function sentAt({ shift, scenario }: Stage, chosen: readonly Slot[], ahead: number): Date {
	const begins = Math.min(...chosen.map(({ meeting }) => shift.moment(meeting.startsAt).getTime()));
	const latest = Math.min(begins, shift.moment(scenario.meta.demoNow).getTime()) - DAY_MS;
	return new Date(latest - Math.round(ahead * DAYS_OPEN * DAY_MS));
}
