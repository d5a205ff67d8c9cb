/** An instant: a Date, its ISO 8601 text, or milliseconds since 1970. Stored in UTC, always shown as in Stockholm. */
export type Instant = Date | string | number;

/** What the wall clock and calendar in Stockholm show. `weekday` counts from Monday, 1, to Sunday, 7, as ISO does. */
export type WallTime = {
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	weekday: number;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HOURS_REMEMBERED = 10_000;

const STOCKHOLM = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/Stockholm',
	hourCycle: 'h23',
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: 'numeric',
	minute: 'numeric',
	second: 'numeric'
});

/** Throws a RangeError on what is no time at all: a date that shows as *NaN* is worse than a page that fails in tests. */
export function wallTime(at: Instant): WallTime {
	const ms = new Date(at).getTime();
	const wall = new Date(ms + offsetInHour(Math.floor(ms / HOUR_MS)));
	return {
		year: wall.getUTCFullYear(),
		month: wall.getUTCMonth() + 1,
		day: wall.getUTCDate(),
		hour: wall.getUTCHours(),
		minute: wall.getUTCMinutes(),
		second: wall.getUTCSeconds(),
		weekday: ((wall.getUTCDay() + 6) % 7) + 1
	};
}

/** Results only, so that sharing them is harmless. A page shows hundreds of times, most of them from a few hours. */
const offsets = new Map<number, number>();

/** How far Stockholm is ahead in an hour since 1970, in milliseconds. Clocks are changed on whole hours of UTC. */
function offsetInHour(hour: number): number {
	const known = offsets.get(hour);
	if (known !== undefined) return known;
	if (offsets.size >= HOURS_REMEMBERED) offsets.clear();
	const at = hour * HOUR_MS;
	const [day = 0, month = 0, year = 0, wallHour = 0, minute = 0, second = 0] = numbersIn(STOCKHOLM.format(at));
	const offset = Date.UTC(year, month - 1, day, wallHour, minute, second) - at;
	offsets.set(hour, offset);
	return offset;
}

/** Of `15/10/2026, 09:30:00`, in that order. */
const numbersIn = (text: string): number[] => text.split(/\D+/).map(Number);

/** Days since 1970 of the calendar day in Stockholm; differences count days even where one has 23 or 25 hours. */
export function dayNumber(at: Instant): number {
	const { year, month, day } = wallTime(at);
	return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** How far Stockholm is ahead of UTC at this instant, in minutes: 60 or 120. */
export function offsetMinutes(at: Instant): number {
	return offsetInHour(Math.floor(new Date(at).getTime() / HOUR_MS)) / 60_000;
}

/** ISO 8601 week; its year may differ from the calendar's around New Year. */
export function isoWeek(at: Instant): { year: number; week: number } {
	const thursday = dayNumber(at) - wallTime(at).weekday + 4;
	const year = new Date(thursday * DAY_MS).getUTCFullYear();
	const firstDay = Date.UTC(year, 0, 1) / DAY_MS;
	return { year, week: Math.floor((thursday - firstDay) / 7) + 1 };
}
