const MONTHS = [
	'januari',
	'februari',
	'mars',
	'april',
	'maj',
	'juni',
	'juli',
	'augusti',
	'september',
	'oktober',
	'november',
	'december'
];
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const DAY_MS = WEEK_MS / 7;

/** Moves the demo's calendar by whole weeks, so that weekdays stay what the texts say they are. */
export type Shift = {
	weeks: number;
	/** An ISO time with offset, moved on the wall clock of Stockholm: 10.00 stays 10.00 across the change to winter time. */
	moment(iso: string): Date;
	/** `yyyy-mm-dd`. */
	day(date: string): string;
	/** Dates written out in Swedish, single (`11 september 2026`) and paired (`18 och den 21 augusti`, `24–25 november`). */
	text(words: string): string;
};

/** How many whole weeks lie between the demo's *now* and the present one. */
export function weeksBetween(demoNow: Date, now: Date): number {
	return Math.round((mondayOf(now) - mondayOf(demoNow)) / WEEK_MS);
}

function mondayOf(at: Date): number {
	const day = new Date(`${wallClock(at).slice(0, 10)}T00:00:00Z`);
	return day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS;
}

const STOCKHOLM = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Stockholm',
	dateStyle: 'short',
	timeStyle: 'medium'
});
/** `yyyy-mm-dd hh:mm:ss` in Stockholm. */
const wallClock = (at: Date): string => STOCKHOLM.format(at);

/** The moment at which Stockholm's clocks show this; of the two in the hour that comes twice, the first. */
export function fromWallClock(date: string, time: string): Date {
	for (const offset of ['+02:00', '+01:00']) {
		const at = new Date(`${date}T${time}${offset}`);
		if (wallClock(at) === `${date} ${time}`) return at;
	}
	return new Date(`${date}T${time}+01:00`);
}

export function shiftByWeeks(weeks: number): Shift {
	const day = (date: string): string =>
		new Date(Date.parse(`${date}T00:00:00Z`) + weeks * WEEK_MS).toISOString().slice(0, 10);
	return {
		weeks,
		day,
		moment(iso) {
			const [date = '', time = ''] = wallClock(new Date(iso)).split(' ');
			return fromWallClock(day(date), time);
		},
		text: (words) => (weeks === 0 ? words : words.replace(DATES, (...found) => moved(found.at(-1) as Groups, day)))
	};
}

type Groups = { first?: string; between?: string; last: string; month: string; year?: string };
const DATES = new RegExp(
	`\\b(?:(?<first>\\d{1,2})(?<between> och den | och |–))?(?<last>\\d{1,2}) (?<month>${MONTHS.join('|')})(?: (?<year>\\d{4}))?\\b`,
	'g'
);
/** The year that the demo's texts mean where they name none. */
const DEMO_YEAR = '2026';

function moved({ first, between, last, month, year }: Groups, day: (date: string) => string): string {
	const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
	const at = (dayOfMonth: string) => read(day(`${year ?? DEMO_YEAR}-${number}-${dayOfMonth.padStart(2, '0')}`));
	const end = at(last);
	const written = `${end.day} ${end.month}${year === undefined ? '' : ` ${end.year}`}`;
	if (first === undefined) return written;
	const start = at(first);
	// A pair that the shift has put in two months needs both named.
	if (start.month !== end.month) return [start.day, start.month, between?.trim(), written].join(' ');
	return `${start.day}${between}${written}`;
}

function read(date: string): { day: number; month: string; year: string } {
	const [year = '', month = '', dayOfMonth = ''] = date.split('-');
	return { day: Number(dayOfMonth), month: MONTHS[Number(month) - 1] ?? '', year };
}
