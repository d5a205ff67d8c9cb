import { m } from '#lib/paraglide/messages.js';
import type { RegistrationView } from '#lib/protocol/registrations.ts';
import { type CalendarFile, methodOf, writeFile } from '#server/calendar/ics.ts';
import { meetingEvent } from '#server/calendar/meetings.ts';
import type { MailAttachment, Sender } from '#server/mail/types.ts';

/** `at`: when the file is written, by the machine's clock. */
export type CalendarOptions = { origin: string; language: 'sv' | 'en'; sender: Sender; at: Date };

type Registered = RegistrationView['meetings'][number];

const comes = ({ attendances }: Registered): boolean => attendances.some(({ state }) => state === 'confirmed');

/** The events of the meetings somebody takes part in, with the ids that the public calendar gives them. */
export function calendarOf(meetings: readonly Registered[], options: CalendarOptions): string | null {
	const stays = stayingFile(meetings, options);
	return stays === null ? null : writeFile(stays);
}

function stayingFile(meetings: readonly Registered[], options: CalendarOptions): CalendarFile | null {
	const held = meetings.filter((one) => comes(one) && one.meeting.status !== 'cancelled');
	return held.length === 0 ? null : file(held, options, false);
}

/**
 * What goes along with a letter: the meetings somebody takes part in, to be put in or renewed by a higher SEQUENCE, and
 * apart from them, since a file has one METHOD, those that should go from the calendar (RFC 5546).
 */
export function calendarFiles(
	meetings: readonly Registered[],
	leftIds: readonly string[],
	options: CalendarOptions
): MailAttachment[] {
	const locale = { locale: options.language };
	const left = meetings.filter(({ meeting }) => leftIds.includes(meeting.id));
	const stays = stayingFile(
		meetings.filter((one) => !left.includes(one)),
		options
	);
	return [
		...(stays === null ? [] : [attachment(m.registration_file_meetings({}, locale), stays)]),
		...(left.length === 0 ? [] : [attachment(m.registration_file_left({}, locale), file(left, options, true))])
	];
}

function file(meetings: readonly Registered[], options: CalendarOptions, gone: boolean): CalendarFile {
	const { origin, language, sender, at } = options;
	const home = `${origin}${language === 'en' ? '/en' : ''}`;
	const events = meetings.map(({ meeting }) => {
		const event = meetingEvent(meeting, home, language);
		return gone ? { ...event, status: 'CANCELLED' as const } : event;
	});
	const organiser = sender.email === '' ? null : { name: sender.name, email: sender.email };
	return { events, language, organiser, at };
}

/** The mail's part says the same METHOD as the file, or neither says one (RFC 6047, 2.4). */
function attachment(name: string, written: CalendarFile): MailAttachment {
	const method = methodOf(written);
	return {
		fileName: `${name}.ics`,
		contentType: `text/calendar; charset=utf-8${method === null ? '' : `; method=${method}`}`,
		text: writeFile(written)
	};
}
