import type { MeetingView } from '#lib/protocol/meetings.ts';
import type {
	LinkMove,
	ListedParticipant,
	MeetingChoice,
	RegistrationLine,
	RegistrationView,
	ReservedSeatsView,
	WaitingLine
} from '#lib/protocol/registrations.ts';
import type { By, Change } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';

/** What one person needs at the meetings, kept apart from everything else (domain S2-36). '' for nothing. */
export type NeedsInput = { dietary: string; access: string };
export type PersonInput = NeedsInput & { name: string; title: string; showInList: boolean };

export type RegisterInput = {
	contact: { name: string; email: string; phone: string };
	organisation: { name: string; type: string; municipalityCode: string };
	/** Consent to be invited to more meetings of the dialogue, and, apart from it, to other dialogues (domain G-02). */
	mayContact: boolean;
	mayContactLater: boolean;
	/** The contact as a participant; null where somebody registers others only. */
	self: Omit<PersonInput, 'name'> | null;
	others: readonly PersonInput[];
	choices: readonly { meetingId: string; choice: string }[];
	language: 'sv' | 'en';
};
/** `once` is the form's own number: the same form sent twice is one registration. `ip` is only counted, never kept. */
export type WebInput = RegisterInput & { once: string | null; ip: string };
export type RecordInput = RegisterInput & { source: string; once: string | null };
/** Somebody at the door of one meeting. */
export type AdmitInput = Pick<RegisterInput, 'contact' | 'organisation' | 'language'> & {
	meetingId: string;
	once: string | null;
};

/** `code` opens the registration; it stands in letters and nowhere in the database. */
export type Registered = { registrationId: string; reference: string; code: string; repeated: boolean };

/** What would become of a registration now, to read before it is sent (domain A-15). */
export type ExpectedPlace = {
	meeting: MeetingView;
	choice: MeetingChoice;
	expected: 'room' | 'link' | 'line';
	/** How many of them get a seat in the room, where only some do; `expected` is then of the others. */
	inRoom: number | null;
};
export type Expected = {
	meetings: ExpectedPlace[];
	people: string[];
};

export type ChangeInput = {
	mayContact: boolean;
	mayContactLater: boolean;
	people: readonly {
		participantId: string;
		name: string;
		title: string;
		showInList: boolean;
		/** '' for a meeting that the person does not take part in. Meetings left out stay as they are. */
		choices: readonly { meetingId: string; choice: string }[];
		/** Null leaves what is noted; empty texts take it away. */
		needs: NeedsInput | null;
	}[];
};

export type OfferAnswer = { participantId: string; meetingId: string };

/** What those registered for a meeting are told. */
export type MeetingNews = readonly ('time' | 'place' | 'link')[] | 'cancelled';

export type MeetingPeople = {
	meeting: MeetingView;
	waiting: WaitingLine[];
	reserved: ReservedSeatsView[];
	mayReadNeeds: boolean;
	mayReserve: boolean;
};

export type RegistrationsOverview = {
	round: { ordinal: number; title: string };
	meetings: { meeting: MeetingView; waiting: number }[];
}[];

export type RoundRegistrations = {
	round: { ordinal: number; title: string };
	meetings: MeetingView[];
	registrations: RegistrationLine[];
};

/** `key` is the code of a personal link or, for who is signed in, the id of a registration. */
export type Registrations = {
	/** Refuses what `register` would refuse, writes nothing and tells what would happen. */
	expect(by: By, slug: string, ordinal: number, input: RegisterInput, byStaff?: boolean): Promise<Expected>;
	register(by: By, slug: string, ordinal: number, input: WebInput): Promise<Registered>;
	/** Staff, for those who phone or write. */
	record(by: By, slug: string, ordinal: number, input: RecordInput): Promise<Registered>;
	/** Hosts, for those who come without having registered: they are there, so they have a place. */
	admit(by: By, slug: string, ordinal: number, input: AdmitInput): Promise<Registered>;

	/** Throws `not_found` for a code that opens nothing, and for an id that is not the actor's to see. */
	view(actor: Actor, key: string): Promise<RegistrationView>;
	/** Of whom something is noted that has not been taken away yet; only the sender learns that. */
	noted(actor: Actor, key: string): Promise<string[]>;
	change(by: By, key: string, input: ChangeInput): Promise<void>;
	cancel(by: By, key: string): Promise<void>;
	/** Throws `rule_broken` when the time has run out. Twice is once. */
	accept(by: By, key: string, answer: OfferAnswer): Promise<void>;
	decline(by: By, key: string, answer: OfferAnswer): Promise<void>;
	/** Who else comes, for those who are registered themselves. */
	listed(actor: Actor, key: string, meetingId: string): Promise<ListedParticipant[]>;
	/** The calendar file of the meetings somebody of the registration takes part in. */
	calendarFile(actor: Actor, key: string): Promise<string>;
	/** One's own, newest first. */
	mine(actor: Actor): Promise<RegistrationView[]>;

	/** Rounds with the meetings whose registrations the actor arranges or receives. */
	overview(actor: Actor, slug: string): Promise<RegistrationsOverview>;
	ofRound(actor: Actor, slug: string, ordinal: number): Promise<RoundRegistrations>;
	ofMeeting(actor: Actor, slug: string, meetingSlug: string): Promise<MeetingPeople>;
	/** Whom it concerns if the meeting goes over to the link; for those who plan it. */
	linkMove(actor: Actor, slug: string, meetingSlug: string): Promise<LinkMove>;
	/** Keeps seats for kinds of organisations; those left out are no longer kept. */
	reserve(
		by: By,
		meetingId: string,
		kept: readonly { organisationType: string; seats: number; releasedAt: Date | null }[]
	): Promise<void>;

	/** For commands on meetings, in their transaction: letters to everybody registered, with the new calendar file. */
	tellRegistered(change: Change, meetingId: string, news: MeetingNews): Promise<void>;
	/** The same, for a meeting that has lost its room: everybody goes over to the link. */
	moveToLink(change: Change, meetingId: string): Promise<{ moved: number; waiting: number }>;
	/** The same, when there may be more seats than before: offers them to those in line. */
	seatsChanged(change: Change, meetingId: string): Promise<void>;
	/** The job behind `offer_seat`. */
	offerSeats(meetingId: string): Promise<void>;
	/** Takes away what people needed at meetings 14 days ago (domain §2.11). Returns of how many. */
	removeNeeds(): Promise<number>;
	/** For the demo: many at once, without letters. By the system only. */
	load(by: By, rows: readonly LoadedRegistration[]): Promise<void>;
};

export type LoadedRegistration = {
	roundId: string;
	dialogueId: string;
	contact: { name: string; email: string };
	organisation: { name: string; type: string; municipalityCode: string };
	mayContact: boolean;
	mayContactLater: boolean;
	at: Date;
	people: readonly { name: string; title: string; showInList: boolean }[];
	meetings: readonly { meetingId: string; mode: 'on_site' | 'online'; state: 'confirmed' | 'waiting' }[];
};
