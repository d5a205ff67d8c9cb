import { isDate } from '#server/checks.ts';

const SUMMER_AND_WINTER = [120, 60];
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** `23.59`, `23:59`, `2359`, `9` or `kl. 9.30`, as minutes after midnight; null for anything else (domain A-08). */
export function minutesOf(time: string): number | null {
	const digits = time.trim().replace(/^kl\.?\s*/i, '');
	const match = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(digits);
	if (!match) return null;
	const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
	return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

const MONTHS = 'januari februari mars april maj juni juli augusti september oktober november december'.split(' ');

/** `2026-10-09`, `2026-10-9`, `20261009` or `9 oktober 2026`, as `2026-10-09`; null for what is no day. */
export function dayOf(date: string): string | null {
	const text = date.trim().toLowerCase();
	const digits = /^(\d{4})-?(\d{1,2})-?(\d{1,2})$/.exec(text);
	const words = /^(?:den )?(\d{1,2}) ([a-z]+) (\d{4})$/.exec(text);
	const parts = words ? [words[3], String(MONTHS.indexOf(words[2] ?? '') + 1), words[1]] : (digits?.slice(1) ?? []);
	const [year = '', month = '', day = ''] = parts;
	const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return isDate(iso) ? iso : null;
}

/**
 * The moment when clocks in Stockholm show this date and time. An hour that comes twice in autumn is
 * the first one; an hour that spring leaves out, and what is no date or time, is null.
 */
export function stockholmMoment(date: string, time: string): Date | null {
	const [day, minutes] = [dayOf(date), minutesOf(time)];
	if (day === null || minutes === null) return null;
	const wall = new Date(`${day}T00:00:00Z`).getTime() + minutes * MINUTE_MS;
	const moments = SUMMER_AND_WINTER.map((offset) => new Date(wall - offset * MINUTE_MS));
	return moments.find((moment) => shownInStockholm(moment) === wall) ?? null;
}

/** Longer than that nobody meets in one go: an end before the beginning is then a slip of the pen. */
const LONGEST_NIGHT_MINUTES = 12 * 60;

/** The day on which something ends that begins then: the same, or the next for what goes on past midnight. */
export function endDay(date: string, startTime: string, endTime: string): string {
	const [day, start, end] = [dayOf(date), minutesOf(startTime), minutesOf(endTime)];
	if (day === null || start === null || end === null || end >= start) return date;
	if (end + DAY_MINUTES - start > LONGEST_NIGHT_MINUTES) return date;
	return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MINUTES * MINUTE_MS).toISOString().slice(0, 10);
}

/** The wall clock as if it were UTC. */
function shownInStockholm(moment: Date): number {
	const shown = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'Europe/Stockholm',
		dateStyle: 'short',
		timeStyle: 'medium'
	});
	return new Date(shown.format(moment).replace(' ', 'T') + 'Z').getTime();
}

/** A deadline takes in the whole minute that it names. */
export const endOfMinute = (moment: Date): Date => new Date(moment.getTime() + MINUTE_MS - 1);
