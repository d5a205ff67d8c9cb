/** One event as RFC 5545 has it. Moments are written in UTC, so that no time zone has to travel along. */
export type CalendarEvent = {
	/** The same for the same thing for ever. */
	uid: string;
	/** Rises when what is shown of the event changes. */
	sequence: number;
	revisedAt: Date;
	summary: string;
	description: string;
	url: string;
	when: { at: Date } | { firstDay: string; lastDay: string };
};
export type Calendar = { name: string; description: string; language: string; events: readonly CalendarEvent[] };

const CRLF = '\r\n';
const DAY_MS = 86_400_000;
const LINE_OCTETS = 75;

/** A calendar to subscribe to. Readers ask again for it, so that what is taken out of it is gone there too. */
export function writeCalendar({ name, description, language, events }: Calendar): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Medskick//Medskick//SV',
		'CALSCALE:GREGORIAN',
		`NAME;LANGUAGE=${language}:${escaped(name)}`,
		`X-WR-CALNAME:${escaped(name)}`,
		`DESCRIPTION;LANGUAGE=${language}:${escaped(description)}`,
		'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
		'X-PUBLISHED-TTL:PT6H',
		...events.flatMap((event) => eventLines(event, language)),
		'END:VCALENDAR'
	];
	return lines.map(folded).join(CRLF) + CRLF;
}

const eventLines = (event: CalendarEvent, language: string): string[] => [
	'BEGIN:VEVENT',
	`UID:${event.uid}`,
	`SEQUENCE:${event.sequence}`,
	`DTSTAMP:${utc(event.revisedAt)}`,
	`LAST-MODIFIED:${utc(event.revisedAt)}`,
	...whenLines(event.when),
	`SUMMARY;LANGUAGE=${language}:${escaped(event.summary)}`,
	...(event.description === '' ? [] : [`DESCRIPTION;LANGUAGE=${language}:${escaped(event.description)}`]),
	`URL:${event.url}`,
	// Nobody is busy because a consultation is open.
	'TRANSP:TRANSPARENT',
	'END:VEVENT'
];

/** Days end with the day before `DTEND` (RFC 5545, 3.6.1). */
function whenLines(when: CalendarEvent['when']): string[] {
	if ('at' in when) return [`DTSTART:${utc(when.at)}`];
	const dayAfter = new Date(Date.parse(`${when.lastDay}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
	return [`DTSTART;VALUE=DATE:${digits(when.firstDay)}`, `DTEND;VALUE=DATE:${digits(dayAfter)}`];
}

const digits = (day: string): string => day.replaceAll('-', '');
const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

/** TEXT of RFC 5545, 3.3.11. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** Lines of at most 75 octets; no character is cut in two. */
function folded(line: string): string {
	const parts: string[] = [''];
	let octets = 0;
	for (const character of line) {
		const size = Buffer.byteLength(character);
		if (octets + size > LINE_OCTETS) {
			parts.push(' ');
			octets = 1;
		}
		parts[parts.length - 1] += character;
		octets += size;
	}
	return parts.join(CRLF);
}
