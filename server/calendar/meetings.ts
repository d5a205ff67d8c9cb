import type { MeetingView, OnlineAccess, VenueView } from '#lib/protocol/meetings.ts';
import { m } from '#lib/paraglide/messages.js';
import { conferenceId, phone, postalAddress } from '#lib/ui/format/contact.ts';
import type { CalendarEvent } from './ics.ts';

type Language = 'sv' | 'en';
type Locale = { locale: Language };

const STATUS: Partial<Record<MeetingView['status'], CalendarEvent['status']>> = {
	save_the_date: 'TENTATIVE',
	cancelled: 'CANCELLED'
};

/** A meeting as a calendar shows it. `home` is the address before `/dialoger`. */
export function meetingEvent(meeting: MeetingView, home: string, language: Language): CalendarEvent {
	const locale = { locale: language };
	const { startsAt, endsAt, startsOn } = meeting;
	return {
		uid: meeting.id,
		sequence: meeting.sequence,
		revisedAt: new Date(meeting.revisedAt),
		summary: summary(meeting, locale),
		description: description(meeting, locale),
		url: `${home}/dialoger/${meeting.dialogueSlug}/moten/${meeting.slug}`,
		when:
			startsAt === null || endsAt === null
				? { firstDay: startsOn, lastDay: startsOn }
				: { from: new Date(startsAt), to: new Date(endsAt) },
		location: meeting.venue === null ? (meeting.online?.platform ?? '') : placeOf(meeting.venue),
		status: STATUS[meeting.status] ?? 'CONFIRMED'
	};
}

/** Not every calendar shows that something is cancelled, so its name says it too. */
function summary({ title, round, status }: MeetingView, locale: Locale): string {
	const named = title === round.title ? title : `${title} – ${round.title}`;
	if (status === 'cancelled') return m.meetings_calendar_cancelled({ title: named }, locale);
	return status === 'save_the_date' ? m.meetings_calendar_save_the_date({ title: named }, locale) : named;
}

/** `Sal Åreskutan, Hus U, Campusvägen 1, 831 25 Östersund`; what is said twice is said once. */
export function placeOf(venue: VenueView): string {
	const town = venue.postalCode === '' ? venue.city : postalAddress(venue.postalCode, venue.city);
	const parts = [venue.room, venue.name, venue.building, venue.street, town].filter((part) => part !== '');
	return parts.filter((part, index) => !parts.slice(0, index).some((earlier) => earlier.includes(part))).join(', ');
}

function description(meeting: MeetingView, locale: Locale): string {
	if (meeting.status === 'cancelled') return meeting.cancelReason;
	const lines = [
		...(meeting.venue?.directions ? [meeting.venue.directions] : []),
		...(meeting.online === null ? [] : onlineLines(meeting.online, locale))
	];
	return lines.join('\n');
}

function onlineLines({ platform, joinUrl, dialIn, conferenceId: id }: OnlineAccess, locale: Locale): string[] {
	const join =
		joinUrl === ''
			? []
			: [m.meetings_calendar_join({ platform: platform || m.meetings_link({}, locale), url: joinUrl }, locale)];
	if (dialIn === null) return join;
	const toll = dialIn.toll === 'toll' ? m.meetings_toll({}, locale) : m.meetings_toll_free({}, locale);
	const note = [toll, dialIn.label].filter((part) => part !== '').join(', ');
	const call = m.meetings_calendar_call({ number: phone(dialIn.number), note }, locale);
	return [...join, id === '' ? call : `${call} ${m.meetings_conference_id({ id: conferenceId(id) }, locale)}`];
}
