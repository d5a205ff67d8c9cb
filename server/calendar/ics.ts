import { wallTime } from '#lib/ui/format/time-zone.ts';

/**
 * One event as RFC 5545 has it. A moment is written in UTC; what people meet at, from one moment to another, as clocks
 * in Stockholm show it, with the zone's rules, so that a calendar keeps the hour if those rules change.
 */
export type CalendarEvent = {
	/** The same for the same thing for ever. */
	uid: string;
	/** Rises when what is shown of the event changes. */
	sequence: number;
	revisedAt: Date;
	summary: string;
	description: string;
	url: string;
	when: { at: Date } | { firstDay: string; lastDay: string } | { from: Date; to: Date };
	location?: string;
	status?: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
};
export type Calendar = { name: string; description: string; language: string; events: readonly CalendarEvent[] };

const CRLF = '\r\n';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
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
		...body(events, language),
		'END:VCALENDAR'
	];
	return written(lines);
}

export type Organiser = { name: string; email: string };

export type CalendarFile = {
	events: readonly CalendarEvent[];
	language: string;
	organiser: Organiser | null;
	/** When the file is written: of two files with the same SEQUENCE the later one holds (RFC 5546, 2.1.5). */
	at: Date;
};

/** What a mail that carries the file says too (RFC 6047, 2.4); null where nobody organises (RFC 5546, 3.2.1). */
export function methodOf({
	events,
	organiser
}: Pick<CalendarFile, 'events' | 'organiser'>): 'PUBLISH' | 'CANCEL' | null {
	if (organiser === null) return null;
	return events.every(({ status }) => status === 'CANCELLED') ? 'CANCEL' : 'PUBLISH';
}

/**
 * Events to take into a calendar once. Opened again, what has a higher SEQUENCE takes the place of what was there.
 * METHOD says so to Outlook.
 */
export function writeFile({ events, language, organiser, at }: CalendarFile): string {
	const method = methodOf({ events, organiser });
	const by = organiser === null ? [] : [`ORGANIZER;CN=${quoted(organiser.name)}:mailto:${organiser.email}`];
	return written([
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Medskick//Medskick//SV',
		'CALSCALE:GREGORIAN',
		...(method === null ? [] : [`METHOD:${method}`]),
		...body(events, language, { more: by, ...(method === null ? {} : { at }) }),
		'END:VCALENDAR'
	]);
}

const written = (lines: readonly string[]): string => lines.map(folded).join(CRLF) + CRLF;

/** A parameter's value holds no quotes and no control characters (RFC 5545, 3.2). */
const quoted = (text: string): string => `"${text.replace(/["\p{Cc}]+/gu, ' ')}"`;

/** `at`: when the file is written, of one with a METHOD; else an event's stamp is when it was last revised (3.8.7.2). */
type Extra = { more?: readonly string[]; at?: Date };

function body(events: readonly CalendarEvent[], language: string, extra: Extra = {}): string[] {
	const zone = events.some(({ when }) => 'from' in when) ? STOCKHOLM : [];
	return [...zone, ...events.flatMap((event) => eventLines(event, language, extra))];
}

/** The zone as it has been since 1996: the last Sundays of March and October, at one o'clock UTC. */
const STOCKHOLM = [
	'BEGIN:VTIMEZONE',
	'TZID:Europe/Stockholm',
	'BEGIN:DAYLIGHT',
	'DTSTART:19960331T020000',
	'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
	'TZOFFSETFROM:+0100',
	'TZOFFSETTO:+0200',
	'TZNAME:CEST',
	'END:DAYLIGHT',
	'BEGIN:STANDARD',
	'DTSTART:19961027T030000',
	'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
	'TZOFFSETFROM:+0200',
	'TZOFFSETTO:+0100',
	'TZNAME:CET',
	'END:STANDARD',
	'END:VTIMEZONE'
];

const eventLines = (event: CalendarEvent, language: string, { more = [], at }: Extra): string[] => [
	'BEGIN:VEVENT',
	`UID:${event.uid}`,
	`SEQUENCE:${event.sequence}`,
	`DTSTAMP:${utc(at ?? event.revisedAt)}`,
	`LAST-MODIFIED:${utc(event.revisedAt)}`,
	...whenLines(event.when),
	`SUMMARY;LANGUAGE=${language}:${escaped(event.summary)}`,
	...(event.description === '' ? [] : [`DESCRIPTION;LANGUAGE=${language}:${escaped(event.description)}`]),
	...(event.location ? [`LOCATION;LANGUAGE=${language}:${escaped(event.location)}`] : []),
	`URL:${event.url}`,
	...(event.status === undefined ? [] : [`STATUS:${event.status}`]),
	...more,
	// Nobody is busy because a consultation is open, or at a meeting that is not held.
	`TRANSP:${'from' in event.when && event.status !== 'CANCELLED' ? 'OPAQUE' : 'TRANSPARENT'}`,
	'END:VEVENT'
];

/** Days end with the day before `DTEND` (RFC 5545, 3.6.1). */
function whenLines(when: CalendarEvent['when']): string[] {
	if ('at' in when) return [`DTSTART:${utc(when.at)}`];
	if ('from' in when) {
		if (isShownTwice(when.from) || isShownTwice(when.to)) return [`DTSTART:${utc(when.from)}`, `DTEND:${utc(when.to)}`];
		return [`DTSTART;${inStockholm(when.from)}`, `DTEND;${inStockholm(when.to)}`];
	}
	const dayAfter = new Date(Date.parse(`${when.lastDay}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
	return [`DTSTART;VALUE=DATE:${digits(when.firstDay)}`, `DTEND;VALUE=DATE:${digits(dayAfter)}`];
}

/** In the hour that comes twice when winter time begins, clocks do not say which of the two is meant; UTC does. */
function isShownTwice(at: Date): boolean {
	const shown = inStockholm(at);
	return [-HOUR_MS, HOUR_MS].some((away) => inStockholm(new Date(at.getTime() + away)) === shown);
}

function inStockholm(at: Date): string {
	const { year, month, day, hour, minute, second } = wallTime(at);
	const two = (value: number) => String(value).padStart(2, '0');
	return `TZID=Europe/Stockholm:${year}${two(month)}${two(day)}T${two(hour)}${two(minute)}${two(second)}`;
}

const digits = (day: string): string => day.replaceAll('-', '');
const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

/** TEXT of RFC 5545, 3.3.11: of the control characters a line may hold the tab alone. */
const escaped = (text: string): string =>
	text
		.replace(/[\\;,]/g, '\\$&')
		.replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, '\\n')
		.replace(/(?!\t)\p{Cc}/gu, '');

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
