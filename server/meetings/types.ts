import type {
	AgendaItem,
	DialInToll,
	MeetingMode,
	MeetingRole,
	MeetingState,
	MeetingView,
	OnlineAccess,
	RoundKind,
	RoundView,
	VenueView
} from '#lib/protocol/meetings.ts';
import type { By } from '#server/database/transaction.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type { Actor } from '#server/permissions/actor.ts';

/** Days are `yyyy-mm-dd`, moments are `Date`; what is left out is empty. */
export type RoundInput = {
	ordinal: number;
	kind: RoundKind;
	title: string;
	purpose?: string;
	influenceLevel?: InfluenceLevel | null;
	startsOn?: string | null;
	endsOn?: string | null;
	external?: boolean;
};

export type VenueInput = Partial<Omit<VenueView, 'id' | 'name'>> & { name: string };

/** Numbers as people write them; they are kept as E.164. */
export type DialInInput = { dialInNumber?: string; dialInLabel?: string; dialInToll?: DialInToll | null };
export type OnlineInput = DialInInput & { platform?: string };

export type MeetingInput = DialInInput & {
	areaId?: string | null;
	title?: string;
	text?: string;
	mode: MeetingMode;
	startsOn: string;
	/** Both or neither; the first lies on `startsOn`. */
	startsAt?: Date | null;
	endsAt?: Date | null;
	registrationClosesAt?: Date | null;
	venueId?: string | null;
	onSiteCapacity?: number | null;
	onlineCapacity?: number | null;
	/** How long somebody in line has to take a seat that became free. */
	offerMinutes?: number;
	joinUrl?: string;
	onlinePlatform?: string;
	conferenceId?: string;
	accessibility?: string;
	needsUntil?: string | null;
	needsContact?: string;
};
export type NewMeeting = MeetingInput & { roundId: string; slug?: string };

/** A capacity of null is no limit. */
export type LinkInput = { joinUrl: string; onlineCapacity: number | null };

/** What those who have registered must hear of. */
export type MeetingChange = 'time' | 'place' | 'link';

export type MeetingStaff = { accountId: string; name: string; email: string; role: MeetingRole };
export type StaffLine = { accountId: string; name: string; email: string };

/** A meeting as those who plan it see it: drafts too, and exactly what they have written. */
export type WorkingMeeting = Required<Omit<MeetingInput, 'dialInToll'>> & {
	dialInToll: DialInToll | null;
	id: string;
	stamp: string;
	dialogueId: string;
	roundId: string;
	slug: string;
	state: MeetingState;
	/** Its own title, else its area's name, else that of its round. */
	shownTitle: string;
	areaName: string;
	cancelReason: string;
	/** As everybody sees it; null while it is a draft. */
	shown: MeetingView | null;
	agenda: AgendaItem[];
};
export type WorkingRound = Required<RoundInput> & {
	id: string;
	stamp: string;
	agenda: AgendaItem[];
	meetings: WorkingMeeting[];
};

/** One line of what a copy would become. */
export type CopiedDate = {
	title: string;
	from: { startsOn: string; startsAt: string | null; endsAt: string | null };
	to: { startsOn: string; startsAt: string | null; endsAt: string | null };
};
export type CopyInput = { ordinal: number; title: string; firstDay: string };

/** What has an agenda: a whole day of a round, or one meeting. */
export type DayOrMeeting = { roundId: string } | { meetingId: string };

/** `seen` is the stamp of what a form was filled in from (`server/seen.ts`); `conflict` where that has changed. */
export type Meetings = {
	createRound(by: By, dialogueId: string, input: RoundInput): Promise<{ roundId: string }>;
	updateRound(by: By, roundId: string, input: RoundInput, seen?: string): Promise<void>;
	/** Only one without meetings can be taken away. */
	removeRound(by: By, roundId: string): Promise<void>;
	/** The round and its meetings on other dates, as drafts, without what belongs to one occasion only. */
	copyRound(by: By, roundId: string, input: CopyInput): Promise<{ roundId: string }>;
	/** The dates that a copy would get; nothing is kept. */
	copyPreview(actor: Actor, roundId: string, firstDay: string): Promise<CopiedDate[]>;
	setAgenda(by: By, of: DayOrMeeting, items: readonly AgendaItem[], seen?: string): Promise<void>;

	createVenue(by: By, dialogueId: string, input: VenueInput): Promise<{ venueId: string }>;
	updateVenue(by: By, venueId: string, input: VenueInput, seen?: string): Promise<void>;
	/** Only one that no meeting is in can be taken away. */
	removeVenue(by: By, venueId: string): Promise<void>;
	setOnline(by: By, dialogueId: string, input: OnlineInput, seen?: string): Promise<void>;

	create(by: By, dialogueId: string, input: NewMeeting): Promise<{ meetingId: string; slug: string }>;
	update(by: By, meetingId: string, input: MeetingInput, seen?: string): Promise<{ changed: MeetingChange[] }>;
	setState(by: By, meetingId: string, state: 'save_the_date' | 'open' | 'closed'): Promise<void>;
	cancel(by: By, meetingId: string, reason: string): Promise<void>;
	/** By link only from now on, and all who had the room with it. Says how many were moved, and how many now wait. */
	goToLink(by: By, meetingId: string, input: LinkInput): Promise<{ moved: number; waiting: number }>;
	/** Only a draft can be taken away. */
	removeDraft(by: By, meetingId: string): Promise<void>;
	appoint(by: By, meetingId: string, accountId: string, role: MeetingRole): Promise<void>;
	dismiss(by: By, meetingId: string, accountId: string, role: MeetingRole): Promise<void>;

	/** What everybody may see, first round first. Throws `not_found` for whoever may not know of the dialogue. */
	rounds(actor: Actor, dialogueSlug: string): Promise<RoundView[]>;
	round(actor: Actor, dialogueSlug: string, ordinal: number): Promise<RoundView>;
	meeting(actor: Actor, dialogueSlug: string, meetingSlug: string): Promise<MeetingView>;
	/** For what happens apart from any request: letters and reminders. Null for a draft and for what does not exist. */
	shown(meetingId: string): Promise<MeetingView | null>;
	/** The tasks that the actor has at that very meeting, for `meeting.host` and its kin. */
	rolesHeld(actor: Actor, meetingId: string): Promise<MeetingRole[]>;

	/** For those who plan meetings. */
	working(actor: Actor, dialogueId: string): Promise<WorkingRound[]>;
	workingMeeting(actor: Actor, dialogueId: string, meetingSlug: string): Promise<WorkingMeeting>;
	venues(actor: Actor, dialogueId: string): Promise<VenueView[]>;
	online(actor: Actor, dialogueId: string): Promise<Omit<OnlineAccess, 'joinUrl' | 'conferenceId'>>;
	staff(actor: Actor, meetingId: string): Promise<{ appointed: MeetingStaff[]; available: StaffLine[] }>;
	/** Addresses that anybody may read, for the sitemap. */
	publicAddresses(): Promise<{ path: string; updatedAt: Date }[]>;
};
