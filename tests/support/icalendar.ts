// A reader of iCalendar written from the grammar of RFC 5545 (3.1, 3.3, 3.6) and from nothing of ours: it refuses what
// the grammar refuses, so that what the application writes is read here as a calendar would.

export type Property = { name: string; parameters: Record<string, string>; value: string };
export type Component = { name: string; properties: Property[]; components: Component[] };

// contentline = name *(";" param) ":" value CRLF; no control characters but a tab.
const VALUE = '[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*';
const PARAMETER = ';([A-Za-z0-9-]+)=("[^"\\u0000-\\u001f\\u007f]*"|[^";:,\\u0000-\\u001f\\u007f]*)';
const LINE = new RegExp(`^([A-Za-z0-9-]+)((?:${PARAMETER})*):(${VALUE})$`);

/** The one VCALENDAR in a stream. Throws on whatever the grammar does not allow. */
export function readCalendar(stream: string): Component {
	if (!stream.endsWith('\r\n')) throw new Error('The last line does not end');
	if (/[^\r]\n|\r[^\n]/.test(stream)) throw new Error('A line does not end with CR LF');
	const raw = stream.slice(0, -2).split('\r\n');
	for (const line of raw) if (Buffer.byteLength(line) > 75) throw new Error(`More than 75 octets: ${line}`);
	const lines = raw
		.join('\r\n')
		.replace(/\r\n[ \t]/g, '')
		.split('\r\n')
		.map(readLine);
	const outer: Component = { name: '', properties: [], components: [] };
	const open = [outer];
	for (const line of lines) place(open, line);
	const [calendar, ...rest] = outer.components;
	if (open.length !== 1 || !calendar || rest.length > 0 || outer.properties.length > 0)
		throw new Error('Not one calendar');
	if (calendar.name !== 'VCALENDAR') throw new Error(`A ${calendar.name} and no calendar`);
	return check(calendar);
}

function readLine(line: string): Property {
	const match = LINE.exec(line);
	if (!match) throw new Error(`Not a content line: ${line}`);
	const [, name = '', written = ''] = match;
	const parameters = [...written.matchAll(new RegExp(PARAMETER, 'g'))].map(([, key = '', value = '']) => [
		key.toUpperCase(),
		value.replace(/^"|"$/g, '')
	]);
	return { name: name.toUpperCase(), parameters: Object.fromEntries(parameters), value: match.at(-1) ?? '' };
}

function place(open: Component[], line: Property): void {
	const current = open.at(-1);
	if (current === undefined) throw new Error('An END too many');
	if (line.name === 'BEGIN') {
		const component = { name: line.value, properties: [], components: [] };
		current.components.push(component);
		open.push(component);
	} else if (line.name === 'END') {
		if (line.value !== current.name) throw new Error(`END:${line.value} in ${current.name}`);
		open.pop();
	} else current.properties.push(line);
}

const ONCE = ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'SUMMARY', 'LAST-MODIFIED'];

/** What 3.6 and 3.6.1 ask of a calendar that is published (no METHOD). */
function check(calendar: Component): Component {
	for (const name of ['VERSION', 'PRODID']) if (all(calendar, name).length !== 1) throw new Error(`Not one ${name}`);
	if (text(calendar, 'VERSION') !== '2.0') throw new Error('Another version');
	for (const event of calendar.components) {
		if (event.name !== 'VEVENT') throw new Error(`A ${event.name}`);
		for (const name of ONCE) if (all(event, name).length !== 1) throw new Error(`Not one ${name}`);
		if (!/^\d+$/.test(text(event, 'SEQUENCE'))) throw new Error('SEQUENCE is no number');
		times(event);
	}
	const ids = calendar.components.map((event) => text(event, 'UID'));
	if (new Set(ids).size < ids.length) throw new Error('The same UID twice');
	return calendar;
}

const all = (component: Component, name: string) => component.properties.filter((one) => one.name === name);

/** A TEXT value as people read it (3.3.11). */
export function text(component: Component, name: string): string {
	const value = all(component, name)[0]?.value ?? '';
	if (!/^(?:[^\\]|\\[\\;,nN])*$/.test(value)) throw new Error(`A backslash that escapes nothing: ${value}`);
	return value.replace(/\\(.)/g, (_all, character: string) => (/n/i.test(character) ? '\n' : character));
}

/** Start and end of an event: days as `yyyy-mm-dd`, moments as ISO in UTC. A local time would need its zone. */
export function times(event: Component): { start: string; end: string | null } {
	const read = (name: string): string | null => {
		const [property] = all(event, name);
		if (!property) return null;
		const { value, parameters } = property;
		const day = /^(\d{4})(\d\d)(\d\d)$/.exec(value);
		if (parameters['VALUE'] === 'DATE' && day) return day.slice(1).join('-');
		const moment = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
		if (!moment || parameters['VALUE']) throw new Error(`${name} is neither a day nor a moment in UTC: ${value}`);
		const [year, month, date, hour, minute, second] = moment.slice(1);
		return `${year}-${month}-${date}T${hour}:${minute}:${second}Z`;
	};
	const [start, end] = [read('DTSTART'), read('DTEND')];
	if (start === null || (end !== null && (end <= start || end.length !== start.length)))
		throw new Error('It ends before');
	if (Number.isNaN(Date.parse(start))) throw new Error(`${start} does not exist`);
	return { start, end };
}
