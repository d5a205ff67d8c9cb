import { m } from '#lib/paraglide/messages.js';
import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { AttendanceView, RegistrationView } from '#lib/protocol/registrations.ts';
import { conferenceId, phone } from '#lib/ui/format/contact.ts';
import { dateTime, dateTimeRange, dateWithWeekday } from '#lib/ui/format/dates.ts';
import { list } from '#lib/ui/format/words.ts';
import { placeOf } from '#server/calendar/meetings.ts';
import { closing } from './letters.ts';
import type { Letter, MailLanguage, Sender } from './types.ts';
import { type Part, write } from './write.ts';

/** What a letter about a registration tells. */
export const REGISTRATION_NEWS = [
	'registered',
	'changed',
	'cancelled',
	'offered',
	'expired',
	'taken',
	'meeting_changed',
	'to_link',
	'meeting_cancelled',
	'reminder'
] as const;
export type RegistrationNews = (typeof REGISTRATION_NEWS)[number];

export type RegistrationMailInput = {
	language: MailLanguage;
	sender: Sender;
	what: RegistrationNews;
	/** Of `meeting_changed`: what of the meeting is new. */
	changed: readonly ('time' | 'place' | 'link')[];
	reference: string;
	dialogueTitle: string;
	meetings: RegistrationView['meetings'];
	/** A calendar file goes along that takes meetings away. */
	leaves: boolean;
	/** The personal link, complete. Opening it changes nothing. */
	address: string;
};
type Locale = { locale: MailLanguage };

/**
 * One letter about a registration: what happened, each meeting with its time, place and link, who has which seat, and
 * the personal link. Says nothing of what anybody needs to eat or to take part (domain S2-36).
 */
export function registrationMail(input: RegistrationMailInput): Letter {
	const locale = { locale: input.language };
	const titles = list(
		input.meetings.map(({ meeting }) => meeting.title),
		input.language
	);
	return write({
		subject: subjectOf(input)({ meetings: titles, reference: input.reference }, locale),
		language: input.language,
		sender: input.sender,
		parts: [
			{ kind: 'paragraph', text: intro(input, locale) },
			...input.meetings.flatMap((one) => meetingParts(one, input, locale)),
			{ kind: 'link', label: linkLabel(input.what, locale), address: input.address },
			...afterwards(input, locale),
			{
				kind: 'facts',
				rows: [
					[m.registration_mail_dialogue({}, locale), input.dialogueTitle],
					[m.registration_mail_reference({}, locale), input.reference]
				]
			}
		],
		closing: closing(input)
	});
}

type Subject = (named: { meetings: string; reference: string }, locale: Locale) => string;
const SUBJECTS: Record<RegistrationNews, Subject> = {
	registered: m.registration_mail_registered_subject,
	changed: m.registration_mail_changed_subject,
	cancelled: m.registration_mail_cancelled_subject,
	offered: m.registration_mail_offered_subject,
	expired: m.registration_mail_expired_subject,
	taken: m.registration_mail_taken_subject,
	meeting_changed: m.registration_mail_meeting_changed_subject,
	to_link: m.registration_mail_to_link_subject,
	meeting_cancelled: m.registration_mail_meeting_cancelled_subject,
	reminder: m.invitations_reminder_subject
};

function intro({ what, changed, meetings }: RegistrationMailInput, locale: Locale): string {
	if (what === 'meeting_changed') {
		const what = list(
			changed.map((one) => CHANGES[one]({}, locale)),
			locale.locale
		);
		return m.registration_mail_meeting_changed_intro({ what }, locale);
	}
	if (what === 'registered' && allWait(meetings)) return m.registration_mail_registered_waiting({}, locale);
	if (what === 'to_link' && allWait(meetings)) return m.registration_mail_to_link_waiting({}, locale);
	return INTROS[what]({}, locale);
}

const subjectOf = ({ what, meetings }: RegistrationMailInput): Subject =>
	what === 'registered' && allWait(meetings) ? m.registration_mail_waiting_subject : SUBJECTS[what];

const allWait = (meetings: RegistrationMailInput['meetings']): boolean =>
	meetings.every(({ attendances }) => attendances.every(waits));
const waits = ({ state }: AttendanceView): boolean => state === 'waiting';

const CHANGES = {
	time: m.registration_mail_change_time,
	place: m.registration_mail_change_place,
	link: m.registration_mail_change_link
};

const INTROS: Record<Exclude<RegistrationNews, 'meeting_changed'>, (none: object, locale: Locale) => string> = {
	registered: m.registration_mail_registered_intro,
	changed: m.registration_mail_changed_intro,
	cancelled: m.registration_mail_cancelled_intro,
	offered: m.registration_mail_offered_intro,
	expired: m.registration_mail_expired_intro,
	taken: m.registration_mail_taken_intro,
	to_link: m.registration_mail_to_link_intro,
	meeting_cancelled: m.registration_mail_meeting_cancelled_intro,
	reminder: m.invitations_reminder_intro
};

function linkLabel(what: RegistrationNews, locale: Locale): string {
	if (what === 'offered') return m.registration_mail_offer_link({}, locale);
	return m.registration_mail_link({}, locale);
}

/** What the reader may wonder about next. */
function afterwards({ what, meetings, leaves }: RegistrationMailInput, locale: Locale): Part[] {
	const comes = meetings.some(
		({ meeting, attendances }) =>
			meeting.status !== 'cancelled' && attendances.some(({ state }) => state === 'confirmed')
	);
	const line = meetings.some(({ attendances }) => attendances.some(waits));
	const texts = [
		...(what === 'offered' ? [m.registration_mail_offer_otherwise({}, locale)] : []),
		...(line ? [m.registration_mail_line({}, locale)] : []),
		...(comes && what !== 'offered' ? [m.registration_mail_calendar({}, locale)] : []),
		...(leaves ? [m.registration_mail_calendar_left({}, locale)] : []),
		...(what === 'registered' ? [m.registration_mail_keep_link({}, locale)] : [])
	];
	return texts.map((text) => ({ kind: 'paragraph', text }));
}

function meetingParts(
	{ meeting, attendances }: RegistrationView['meetings'][number],
	{ what }: RegistrationMailInput,
	locale: Locale
): Part[] {
	const gone = meeting.status === 'cancelled';
	const people = gone ? [] : [peopleLine(attendances, locale)].filter((text) => text !== '');
	return [
		{ kind: 'heading', text: meeting.title },
		{ kind: 'facts', rows: [...facts(meeting, what !== 'cancelled' && !gone, locale)] },
		...people.map((text): Part => ({ kind: 'paragraph', text })),
		...(gone && meeting.cancelReason !== ''
			? [{ kind: 'paragraph' as const, text: m.registration_mail_reason({ reason: meeting.cancelReason }, locale) }]
			: [])
	];
}

const peopleLine = (attendances: readonly AttendanceView[], locale: Locale): string =>
	attendances.map((one) => `${one.name}: ${stateText(one, locale)}`).join('\n');

/** *Plats i lokalen*, *På väntelista*, *Erbjuden plats, svara senast …* */
export function stateText({ mode, state, offeredUntil }: AttendanceView, locale: Locale): string {
	if (state === 'cancelled') return m.registration_state_cancelled({}, locale);
	if (state === 'offered')
		return m.registration_state_offered({ when: dateTime(offeredUntil ?? '', locale.locale) }, locale);
	if (state === 'waiting')
		return mode === 'online'
			? m.registration_state_waiting_online({}, locale)
			: m.registration_state_waiting({}, locale);
	return mode === 'online' ? m.registration_state_online({}, locale) : m.registration_state_room({}, locale);
}

/** When and, for who still comes, where and how. */
function facts(meeting: MeetingView, how: boolean, locale: Locale): [string, string][] {
	const rows: [string, string][] = [[m.registration_mail_when({}, locale), whenText(meeting, locale.locale)]];
	if (!how) return rows;
	if (meeting.venue !== null) rows.push([m.registration_mail_where({}, locale), placeOf(meeting.venue)]);
	if (meeting.venue !== null && meeting.venue.directions !== '')
		rows.push([m.registration_mail_directions({}, locale), meeting.venue.directions]);
	return [...rows, ...onlineFacts(meeting, locale)];
}

function onlineFacts({ online }: MeetingView, locale: Locale): [string, string][] {
	if (online === null) return [];
	const platform = online.platform === '' ? '' : ` (${online.platform})`;
	const rows: [string, string][] = [];
	if (online.joinUrl !== '') rows.push([m.registration_mail_join({}, locale) + platform, online.joinUrl]);
	if (online.dialIn === null) return rows;
	const note =
		online.dialIn.toll === 'toll' ? m.registration_mail_toll({}, locale) : m.registration_mail_free({}, locale);
	const label = [online.dialIn.label, note].filter((text) => text !== '').join(', ');
	rows.push([m.registration_mail_call({}, locale), `${phone(online.dialIn.number)} (${label})`]);
	if (online.conferenceId !== '')
		rows.push([m.registration_mail_conference({}, locale), conferenceId(online.conferenceId)]);
	return rows;
}

/** `torsdag 15 oktober 2026 kl. 09.30–12.30`, or the day alone while there is no time. */
const whenText = ({ startsAt, endsAt, startsOn }: MeetingView, language: MailLanguage): string =>
	startsAt === null || endsAt === null
		? dateWithWeekday(`${startsOn}T12:00:00Z`, language)
		: dateTimeRange(startsAt, endsAt, language);
