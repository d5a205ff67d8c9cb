/** The closed word lists of rounds and meetings (domain §2.9, §3); the database's constraints say the same. */
export const ROUND_KINDS = ['dialogue', 'vision', 'mobilisation', 'other'] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

export const MEETING_MODES = ['on_site', 'online', 'hybrid'] as const;
export type MeetingMode = (typeof MEETING_MODES)[number];

/** How one person takes part. */
export const ATTENDANCE_MODES = ['on_site', 'online'] as const;
export type AttendanceMode = (typeof ATTENDANCE_MODES)[number];

/** What staff have decided of a meeting; what is shown of it is its status. */
export const MEETING_STATES = ['draft', 'save_the_date', 'open', 'closed', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** What everybody sees, worked out from the state, the clock and the seats. A draft has none. */
export const MEETING_STATUSES = [
	'save_the_date',
	'open',
	'on_site_full',
	'full',
	'closed',
	'held',
	'cancelled'
] as const;
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

export const MEETING_ROLES = ['host', 'chair', 'secretary', 'technician'] as const;
export type MeetingRole = (typeof MEETING_ROLES)[number];

export const DIAL_IN_TOLLS = ['toll', 'toll_free'] as const;
export type DialInToll = (typeof DIAL_IN_TOLLS)[number];

export const AGENDA_KINDS = ['session', 'meal'] as const;
export type AgendaKind = (typeof AGENDA_KINDS)[number];

/** Times of day are `hh:mm` as clocks in Stockholm show them. */
export type AgendaItem = {
	startsAt: string;
	endsAt: string | null;
	approximate: boolean;
	kind: AgendaKind;
	title: string;
};

export type VenueView = {
	id: string;
	name: string;
	building: string;
	room: string;
	street: string;
	postalCode: string;
	city: string;
	directions: string;
	accessibility: string;
	mapUrl: string;
	capacity: number | null;
};

/** `number` is E.164, `label` says where it is, such as *Sverige, Stockholm*. */
export type DialIn = { number: string; label: string; toll: DialInToll };

/** How to take part from elsewhere. `conferenceId` is digits only; '' where there is none, as with `joinUrl`. */
export type OnlineAccess = { platform: string; joinUrl: string; dialIn: DialIn | null; conferenceId: string };

/** Seats of one kind. `capacity` and `left` are null where there is no limit. */
export type SeatCount = { capacity: number | null; taken: number; left: number | null };

/** A meeting as everybody may see it. Days are `yyyy-mm-dd`, moments ISO 8601 in UTC. */
export type MeetingView = {
	id: string;
	dialogueId: string;
	dialogueSlug: string;
	roundId: string;
	round: { ordinal: number; title: string };
	slug: string;
	/** Its own title, else its area's name, else that of its round. */
	title: string;
	text: string;
	area: { id: string; code: string; name: string } | null;
	mode: MeetingMode;
	status: MeetingStatus;
	/** Where somebody can register now: none unless the status is `open` or `on_site_full`. */
	openModes: AttendanceMode[];
	startsOn: string;
	startsAt: string | null;
	endsAt: string | null;
	registrationClosesAt: string | null;
	venue: VenueView | null;
	/** Null for a meeting on site only. */
	online: OnlineAccess | null;
	/** Of the meeting itself; `dayAgenda` is of every day of its round. */
	agenda: AgendaItem[];
	dayAgenda: AgendaItem[];
	/** What the meeting is like for those who hear, see or move otherwise (domain A-11). */
	accessibility: string;
	/** Last day to ask for what one needs, and whom to ask. */
	needsUntil: string | null;
	needsContact: string;
	/** Null for a kind of seat that the meeting has not. */
	seats: { onSite: SeatCount | null; online: SeatCount | null };
	cancelReason: string;
	/** Rises when what a calendar shows of it changes. */
	sequence: number;
	revisedAt: string;
};

export type RoundView = {
	id: string;
	dialogueId: string;
	ordinal: number;
	kind: RoundKind;
	title: string;
	purpose: string;
	/** A code of the dialogue's levels of influence; null where it is as for the dialogue. */
	influenceLevel: string | null;
	startsOn: string | null;
	endsOn: string | null;
	/** Held before the dialogue came here: it has no meetings of its own. */
	external: boolean;
	agenda: AgendaItem[];
	/** Without drafts, in order of time. */
	meetings: MeetingView[];
};
