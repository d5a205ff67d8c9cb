import { m } from '#lib/paraglide/messages.js';
import type { MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import type { MailingKind } from '#lib/protocol/mailings.ts';
import { dateTimeRange, dateWithWeekday } from '#lib/ui/format/dates.ts';
import { placeOf } from '#server/calendar/meetings.ts';

type Language = 'sv' | 'en';
type About = { kind: MailingKind; round: RoundView; meeting: MeetingView | null; dialogueTitle: string };

/** The words that staff begin with: what the round is for, and its meetings with times and places (domain S2-04). */
export function template({ kind, round, meeting, dialogueTitle }: About, language: Language) {
	const locale = { locale: language };
	const title = meeting?.title ?? round.title;
	if (kind === 'message')
		return {
			subject: m.invitations_template_message_subject({ title }, locale),
			text: [m.invitations_template_hello({}, locale), m.invitations_template_message({ title }, locale)].join('\n\n')
		};
	return {
		subject: m.invitations_template_subject({ title }, locale),
		text: [
			m.invitations_template_hello({}, locale),
			m.invitations_template_intro({ title, dialogue: dialogueTitle }, locale),
			...(round.purpose === '' ? [] : [round.purpose]),
			round.meetings
				.filter(isToCome)
				.map((one) => meetingLine(one, language))
				.join('\n'),
			m.invitations_template_register({}, locale)
		]
			.filter((text) => text !== '')
			.join('\n\n')
	};
}

const isToCome = ({ status }: MeetingView): boolean => status !== 'held' && status !== 'cancelled';

/** `Hållbar energi: torsdag 15 oktober 2026 kl. 09.30–12.30, Hotell X, Storgatan 1 eller via länk` */
function meetingLine({ title, startsOn, startsAt, endsAt, venue, online }: MeetingView, language: Language): string {
	const locale = { locale: language };
	const when =
		startsAt === null || endsAt === null
			? dateWithWeekday(`${startsOn}T12:00:00Z`, language)
			: dateTimeRange(startsAt, endsAt, language);
	const place = venue === null ? '' : placeOf(venue);
	if (online === null) return `– ${title}: ${when}${place === '' ? '' : `, ${place}`}`;
	const link = m.invitations_template_link({}, locale);
	const where = place === '' ? link : m.invitations_template_or({ place, link }, locale);
	return `– ${title}: ${when}, ${where}`;
}
