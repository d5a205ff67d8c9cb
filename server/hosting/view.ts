import type { Attendee, FoodCount, MeetingNeeds, Presence } from '#lib/protocol/hosting.ts';
import type { AttendanceMode } from '#lib/protocol/meetings.ts';
import type { AttendanceState, RegistrationSource } from '#lib/protocol/registrations.ts';
import type { AttendeeRow, needsRows, PresenceRow } from './queries.ts';

export const byName = (one: { name: string }, other: { name: string }): number =>
	one.name.localeCompare(other.name, 'sv');

export const attendeeView = (row: AttendeeRow, withContact: boolean): Attendee => ({
	participantId: row.participant_id,
	name: row.name,
	title: row.title,
	organisationName: row.organisation_name,
	organisationType: row.organisation_type,
	municipalityCode: row.municipality_code,
	mode: row.mode as AttendanceMode,
	state: row.state as AttendanceState,
	source: row.source as RegistrationSource,
	checkedInAt: row.checked_in_at?.toISOString() ?? null,
	contact: withContact ? { name: row.contact_name, email: row.contact_email ?? '', phone: row.contact_phone } : null
});

export const presenceView = (row: PresenceRow): Presence => ({
	participantId: row.participant_id,
	checkedInAt: row.checked_in_at?.toISOString() ?? null
});

type NeedsRow = Awaited<ReturnType<typeof needsRows>>[number];

export function needsView(rows: readonly NeedsRow[]): MeetingNeeds {
	const people = rows
		.map((row) => ({
			name: row.name,
			organisationName: row.organisation_name,
			mode: row.mode as AttendanceMode,
			dietary: row.dietary,
			access: row.access
		}))
		.sort(byName);
	return { food: countFood(people.filter(({ mode }) => mode === 'on_site').map(({ dietary }) => dietary)), people };
}

/**
 * Counts what people have written of food, however they have written it: case, spaces and a full stop at the end make
 * no difference. What one person has written stays together, since *vegetarisk, nötfri* is one meal and not two.
 */
export function countFood(texts: readonly string[]): FoodCount[] {
	const counts = new Map<string, FoodCount>();
	for (const text of texts.map(tidy).filter((one) => one !== '')) {
		const key = text.toLocaleLowerCase('sv');
		const found = counts.get(key);
		if (found === undefined) counts.set(key, { text, count: 1 });
		else found.count += 1;
	}
	return [...counts.values()].sort((one, other) => other.count - one.count || one.text.localeCompare(other.text, 'sv'));
}

const tidy = (text: string): string =>
	text
		.replace(/\s+/g, ' ')
		.replace(/[\s.,;]+$/, '')
		.trim();
