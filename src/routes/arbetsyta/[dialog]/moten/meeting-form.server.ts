import type { DialInToll, MeetingMode, OnlineAccess, RoundKind } from '#lib/protocol/meetings.ts';
import { text } from '#lib/ui/action.server.ts';
import { conferenceId, dateCompact, phone, time } from '#lib/ui/format.ts';
import { endDay, stockholmMoment } from '#server/consultations/local-time.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type {
	LinkInput,
	MeetingInput,
	OnlineInput,
	RoundInput,
	VenueInput,
	WorkingMeeting,
	WorkingRound
} from '#server/meetings/types.ts';

const NO_TIME = new Date(Number.NaN);
const A_DAY_MINUTES = '1440';

/** A whole number, NaN for what is none; null where nothing was written. Codes and numbers are checked by the command. */
const wholeNumber = (form: FormData, name: string): number | null => {
	const written = text(form, name).trim();
	return written === '' ? null : Number(written);
};

/** A day and a time of day as a moment: null where neither was written, no time at all where they make none. */
function moment(day: string, hour: string): Date | null {
	if (hour.trim() === '') return null;
	return stockholmMoment(day, hour) ?? NO_TIME;
}

/** How a meeting that loses its room is reached. */
export const linkInput = (form: FormData): LinkInput => ({
	joinUrl: text(form, 'joinUrl'),
	onlineCapacity: wholeNumber(form, 'onlineCapacity')
});

/** What `RoundFields` sends. */
export const roundInput = (form: FormData): RoundInput => ({
	ordinal: wholeNumber(form, 'ordinal') ?? Number.NaN,
	kind: text(form, 'kind') as RoundKind,
	title: text(form, 'title'),
	purpose: text(form, 'purpose'),
	influenceLevel: (text(form, 'influenceLevel') || null) as InfluenceLevel | null,
	startsOn: text(form, 'startsOn') || null,
	endsOn: text(form, 'endsOn') || null,
	external: text(form, 'external') !== ''
});

export const roundValues = (round: WorkingRound): Record<string, string> => ({
	ordinal: String(round.ordinal),
	kind: round.kind,
	title: round.title,
	purpose: round.purpose,
	influenceLevel: round.influenceLevel ?? '',
	startsOn: round.startsOn ?? '',
	endsOn: round.endsOn ?? '',
	...(round.external ? { external: 'yes' } : {})
});

/** What `VenueForm` sends. */
export const venueInput = (form: FormData): VenueInput => ({
	name: text(form, 'name'),
	building: text(form, 'building'),
	room: text(form, 'room'),
	street: text(form, 'street'),
	postalCode: text(form, 'postalCode'),
	city: text(form, 'city'),
	directions: text(form, 'directions'),
	accessibility: text(form, 'accessibility'),
	mapUrl: text(form, 'mapUrl'),
	capacity: wholeNumber(form, 'capacity')
});

const dialInInput = (form: FormData) => ({
	dialInNumber: text(form, 'dialInNumber'),
	dialInLabel: text(form, 'dialInLabel'),
	dialInToll: (text(form, 'dialInToll') || null) as DialInToll | null
});

export const onlineInput = (form: FormData): OnlineInput => ({
	platform: text(form, 'platform'),
	...dialInInput(form)
});

export const onlineValues = ({
	platform,
	dialIn
}: Pick<OnlineAccess, 'platform' | 'dialIn'>): Record<string, string> => ({
	platform,
	dialInNumber: dialIn === null ? '' : phone(dialIn.number),
	dialInLabel: dialIn?.label ?? '',
	dialInToll: dialIn?.toll ?? ''
});

/** What `MeetingFields` sends. Hours are those of the day when the meeting begins, or of the night after it. */
export function meetingInput(form: FormData): MeetingInput {
	const startsOn = text(form, 'startsOn');
	const closesOn = text(form, 'closesOn');
	const closesAt = text(form, 'registrationClosesAt');
	return {
		areaId: text(form, 'areaId') || null,
		title: text(form, 'title'),
		text: text(form, 'text'),
		mode: text(form, 'mode') as MeetingMode,
		startsOn,
		startsAt: moment(startsOn, text(form, 'startsAt')),
		endsAt: moment(endDay(startsOn, text(form, 'startsAt'), text(form, 'endsAt')), text(form, 'endsAt')),
		registrationClosesAt: closesOn === '' ? moment(closesOn, closesAt) : moment(closesOn, closesAt || '23.59'),
		venueId: text(form, 'venueId') || null,
		onSiteCapacity: wholeNumber(form, 'onSiteCapacity'),
		onlineCapacity: wholeNumber(form, 'onlineCapacity'),
		offerMinutes: wholeNumber(form, 'offerMinutes') ?? Number(A_DAY_MINUTES),
		joinUrl: text(form, 'joinUrl'),
		onlinePlatform: text(form, 'onlinePlatform'),
		conferenceId: text(form, 'conferenceId'),
		...dialInInput(form),
		accessibility: text(form, 'accessibility'),
		needsUntil: text(form, 'needsUntil') || null,
		needsContact: text(form, 'needsContact')
	};
}

const shownTime = (at: Date | null): string => (at === null ? '' : time(at, 'sv'));
const shownNumber = (value: number | null): string => (value === null ? '' : String(value));

export const meetingValues = (meeting: WorkingMeeting): Record<string, string> => ({
	areaId: meeting.areaId ?? '',
	title: meeting.title,
	text: meeting.text,
	mode: meeting.mode,
	startsOn: meeting.startsOn,
	startsAt: shownTime(meeting.startsAt),
	endsAt: shownTime(meeting.endsAt),
	closesOn: meeting.registrationClosesAt === null ? '' : dateCompact(meeting.registrationClosesAt),
	registrationClosesAt: shownTime(meeting.registrationClosesAt),
	venueId: meeting.venueId ?? '',
	onSiteCapacity: shownNumber(meeting.onSiteCapacity),
	onlineCapacity: shownNumber(meeting.onlineCapacity),
	offerMinutes: String(meeting.offerMinutes),
	joinUrl: meeting.joinUrl,
	onlinePlatform: meeting.onlinePlatform,
	conferenceId: meeting.conferenceId === '' ? '' : conferenceId(meeting.conferenceId),
	dialInNumber: meeting.dialInNumber === '' ? '' : phone(meeting.dialInNumber),
	dialInLabel: meeting.dialInLabel,
	dialInToll: meeting.dialInToll ?? '',
	accessibility: meeting.accessibility,
	needsUntil: meeting.needsUntil ?? '',
	needsContact: meeting.needsContact
});

/** Before anybody has filled anything in. */
export const suggestedMeeting = (): Record<string, string> => ({ mode: 'hybrid', offerMinutes: A_DAY_MINUTES });
