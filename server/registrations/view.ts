import type { AttendanceMode, MeetingView } from '#lib/protocol/meetings.ts';
import type {
	AttendanceState,
	AttendanceView,
	MeetingChoice,
	RegistrationLine,
	RegistrationSource,
	RegistrationView
} from '#lib/protocol/registrations.ts';
import type { AttendanceRow, ParticipantRow, RegistrationRow } from './queries.ts';

/** A seat in the room keeps what was chosen for a full one; whoever takes part by link has nothing left to choose. */
export const choiceOf = ({ mode, if_full }: { mode: string; if_full: string }): MeetingChoice =>
	mode === 'online' ? 'online' : if_full === 'online' ? 'room_or_online' : 'room_or_line';

export const attendanceView = (row: AttendanceRow): AttendanceView => ({
	participantId: row.participant_id,
	name: row.name,
	mode: row.mode as AttendanceMode,
	state: row.state as AttendanceState,
	choice: choiceOf(row),
	offeredUntil: row.offered_until?.toISOString() ?? null,
	place: row.place
});

type Around = {
	participants: readonly ParticipantRow[];
	attendances: readonly AttendanceRow[];
	meetings: ReadonlyMap<string, MeetingView>;
};

/** Everything that the sender may see of it; rows of other registrations are left out. */
export function registrationView(row: RegistrationRow, around: Around): RegistrationView {
	const attendances = around.attendances.filter((one) => one.registration_id === row.id);
	return {
		id: row.id,
		reference: row.reference,
		dialogue: { id: row.dialogue_id, slug: row.dialogue_slug, title: row.dialogue_title },
		round: { id: row.round_id, ordinal: row.round_ordinal, title: row.round_title },
		contact: { name: row.contact_name, email: row.contact_email ?? '', phone: row.contact_phone },
		organisation: {
			name: row.organisation_name,
			type: row.organisation_type,
			municipalityCode: row.municipality_code
		},
		mayContact: row.may_contact,
		mayContactLater: row.may_contact_later,
		language: languageOf(row),
		source: row.source as RegistrationSource,
		createdAt: row.created_at.toISOString(),
		cancelledAt: row.cancelled_at?.toISOString() ?? null,
		participants: around.participants
			.filter((person) => person.registration_id === row.id)
			.map(({ id, name, title, show_in_list }) => ({ id, name, title, showInList: show_in_list })),
		meetings: meetingsOf(attendances, around.meetings),
		whole: true
	};
}

export const languageOf = (row: Pick<RegistrationRow, 'language'>): 'sv' | 'en' =>
	row.language === 'en' ? 'en' : 'sv';

/** A draft has no view: nobody can have registered for one. */
export function meetingsOf(
	attendances: readonly AttendanceRow[],
	meetings: ReadonlyMap<string, MeetingView>
): RegistrationView['meetings'] {
	return [...new Set(attendances.map((one) => one.meeting_id))]
		.flatMap((id) => meetings.get(id) ?? [])
		.sort(byTime)
		.map((meeting) => ({
			meeting,
			attendances: attendances.filter((one) => one.meeting_id === meeting.id).map(attendanceView)
		}));
}

/** Those that begin together in the order they were planned, so that a page shows them alike every time. */
const timeOf = ({ startsAt, startsOn, id }: MeetingView): string => `${startsAt ?? startsOn} ${id}`;
export const byTime = (one: MeetingView, other: MeetingView): number => (timeOf(one) < timeOf(other) ? -1 : 1);

export function registrationLine(
	row: RegistrationRow,
	attendances: readonly AttendanceRow[],
	readable: ReadonlySet<string>
): RegistrationLine {
	return {
		id: row.id,
		reference: row.reference,
		contactName: row.contact_name,
		contactEmail: row.contact_email ?? '',
		contactPhone: row.contact_phone,
		organisationName: row.organisation_name,
		organisationType: row.organisation_type,
		source: row.source as RegistrationSource,
		createdAt: row.created_at.toISOString(),
		cancelledAt: row.cancelled_at?.toISOString() ?? null,
		people: attendances
			.filter((one) => one.registration_id === row.id && readable.has(one.meeting_id))
			.map((one) => ({
				name: one.name,
				meetingId: one.meeting_id,
				mode: one.mode as AttendanceMode,
				state: one.state as AttendanceState
			}))
	};
}
