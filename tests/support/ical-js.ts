import ICAL from 'ical.js';

// A second reader of iCalendar, by others (Thunderbird's), so that what we write is not judged by our reading of the
// RFC alone.

export type ReadEvent = {
	uid: string;
	sequence: number;
	summary: string;
	description: string;
	url: string;
	location: string;
	/** Days as `yyyy-mm-dd`, moments as ISO in UTC. */
	start: string;
	end: string | null;
};

/** The events of a calendar as ical.js understands them. Throws where it does not. */
export function readByOthers(stream: string): ReadEvent[] {
	const calendar = new ICAL.Component(ICAL.parse(stream));
	return calendar.getAllSubcomponents('vevent').map((component) => {
		const event = new ICAL.Event(component);
		const moment = (name: string): string | null => {
			const value: unknown = component.getFirstPropertyValue(name);
			return value instanceof ICAL.Time ? asText(value) : null;
		};
		return {
			uid: event.uid,
			sequence: event.sequence,
			summary: event.summary,
			description: event.description ?? '',
			location: event.location ?? '',
			url: String(component.getFirstPropertyValue('url') ?? ''),
			start: moment('dtstart') ?? '',
			end: moment('dtend')
		};
	});
}

const asText = (time: InstanceType<typeof ICAL.Time>): string =>
	time.isDate ? time.toString() : time.toJSDate().toISOString().replace('.000Z', 'Z');
