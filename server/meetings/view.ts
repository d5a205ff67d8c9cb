import type {
	AgendaItem,
	AgendaKind,
	DialInToll,
	MeetingMode,
	MeetingState,
	MeetingView,
	OnlineAccess,
	RoundKind,
	RoundView,
	SeatCount,
	VenueView
} from '#lib/protocol/meetings.ts';
import type { AgendaRow, MeetingRow, OnlineRow, RoundRow, VenueRow } from './queries.ts';
import { type MeetingFacts, meetingStatus, openModes } from './status.ts';

/** What a dialogue's meetings are shown by, read once for all of them. */
export type Surroundings = {
	venues: ReadonlyMap<string, VenueRow>;
	online: OnlineRow | undefined;
	agenda: readonly AgendaRow[];
	seats: ReadonlyMap<string, { onSite: number; online: number }>;
	now: Date;
};

type Shown = MeetingRow & { state: MeetingFacts['state'] };

/** A draft is shown to nobody. */
export const isShown = (row: MeetingRow): row is Shown => (row.state as MeetingState) !== 'draft';

/** Null where there is nothing to show of the round yet: all its meetings are drafts. */
export function roundView(row: RoundRow, rows: readonly MeetingRow[], around: Surroundings): RoundView | null {
	const shown = rows.filter((meeting) => meeting.round_id === row.id).filter(isShown);
	if (shown.length === 0 && !row.external) return null;
	return {
		id: row.id,
		dialogueId: row.dialogue_id,
		ordinal: row.ordinal,
		kind: row.kind as RoundKind,
		title: row.title,
		purpose: row.purpose,
		influenceLevel: row.influence_level,
		startsOn: row.starts_on,
		endsOn: row.ends_on,
		external: row.external,
		agenda: agendaOf(around.agenda, row.id, null),
		meetings: shown.map((meeting) => meetingView(meeting, around))
	};
}

export function meetingView(row: Shown, around: Surroundings): MeetingView {
	const facts = factsOf(row, around);
	const venue = row.venue_id === null ? undefined : around.venues.get(row.venue_id);
	return {
		id: row.id,
		dialogueId: row.dialogue_id,
		dialogueSlug: row.dialogue_slug,
		roundId: row.round_id,
		round: { ordinal: row.round_ordinal, title: row.round_title },
		slug: row.slug,
		title: titleOf(row),
		text: row.text,
		area: areaOf(row),
		mode: facts.mode,
		status: meetingStatus(facts),
		openModes: openModes(facts),
		startsOn: row.starts_on,
		startsAt: iso(row.starts_at),
		endsAt: iso(row.ends_at),
		registrationClosesAt: iso(row.registration_closes_at),
		venue: venue === undefined ? null : venueView(venue),
		online: onlineAccess(row, around.online),
		agenda: agendaOf(around.agenda, row.round_id, row.id),
		dayAgenda: agendaOf(around.agenda, row.round_id, null),
		accessibility: row.accessibility,
		needsUntil: row.needs_until,
		needsContact: row.needs_contact,
		seats: seatsOf(facts),
		cancelReason: row.cancel_reason,
		sequence: row.sequence,
		revisedAt: row.sequence_at.toISOString()
	};
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const titleOf = (row: MeetingRow): string => row.title || row.area_name || row.round_title;

const areaOf = (row: MeetingRow): MeetingView['area'] =>
	row.priority_area_id === null
		? null
		: { id: row.priority_area_id, code: row.area_code ?? '', name: row.area_name ?? '' };

function factsOf(row: Shown, { seats, now }: Surroundings): MeetingFacts {
	const taken = seats.get(row.id);
	return {
		state: row.state,
		dialogueClosed: row.dialogue_state === 'closed',
		mode: row.mode as MeetingMode,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		startsOn: row.starts_on,
		registrationClosesAt: row.registration_closes_at,
		onSiteCapacity: row.on_site_capacity,
		onlineCapacity: row.online_capacity,
		onSiteTaken: taken?.onSite ?? 0,
		onlineTaken: taken?.online ?? 0,
		now
	};
}

const seatsOf = (facts: MeetingFacts): MeetingView['seats'] => ({
	onSite: facts.mode === 'online' ? null : seatCount(facts.onSiteCapacity, facts.onSiteTaken),
	online: facts.mode === 'on_site' ? null : seatCount(facts.onlineCapacity, facts.onlineTaken)
});

const seatCount = (capacity: number | null, taken: number): SeatCount => ({
	capacity,
	taken,
	left: capacity === null ? null : Math.max(0, capacity - taken)
});

export const venueView = (row: VenueRow): VenueView => ({
	id: row.id,
	name: row.name,
	building: row.building,
	room: row.room,
	street: row.street,
	postalCode: row.postal_code,
	city: row.city,
	directions: row.directions,
	accessibility: row.accessibility,
	mapUrl: row.map_url,
	capacity: row.capacity
});

/** What the meeting does not say of its own holds as for the dialogue (domain S2-18). */
function onlineAccess(row: MeetingRow, common: OnlineRow | undefined): OnlineAccess | null {
	if (row.mode === 'on_site') return null;
	const from = row.dial_in_number === '' ? common : row;
	return {
		platform: row.online_platform || (common?.platform ?? ''),
		joinUrl: row.join_url,
		dialIn: from === undefined ? null : dialInOf(from),
		conferenceId: row.conference_id
	};
}

type DialInColumns = Pick<OnlineRow, 'dial_in_number' | 'dial_in_label' | 'dial_in_toll'>;

export const dialInOf = (row: DialInColumns): OnlineAccess['dialIn'] =>
	row.dial_in_toll === null
		? null
		: { number: row.dial_in_number, label: row.dial_in_label, toll: row.dial_in_toll as DialInToll };

export const agendaOf = (rows: readonly AgendaRow[], roundId: string, meetingId: string | null): AgendaItem[] =>
	rows.filter((row) => row.round_id === roundId && row.meeting_id === meetingId).map(agendaItem);

/** SQL tells a time of day with its seconds. */
const agendaItem = (row: AgendaRow): AgendaItem => ({
	startsAt: row.starts_at.slice(0, 5),
	endsAt: row.ends_at?.slice(0, 5) ?? null,
	approximate: row.approximate,
	kind: row.kind as AgendaKind,
	title: row.title
});
