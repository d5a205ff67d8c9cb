import { currentLanguage, type Language } from '../language.ts';
import { list } from './words.ts';
import { dayNumber, isoWeek, offsetMinutes, wallTime, type Instant, type WallTime } from './time-zone.ts';

/*
 * Names are written out here, and not left to the machine's own, so that a server and every browser write the same
 * text (domain 2.13: day and month in lower case, the year always there, full stop in times of day).
 */
const MONTHS: Record<Language, readonly string[]> = {
	sv: 'januari februari mars april maj juni juli augusti september oktober november december'.split(' '),
	en: 'January February March April May June July August September October November December'.split(' ')
};
const WEEKDAYS: Record<Language, readonly string[]> = {
	sv: 'måndag tisdag onsdag torsdag fredag lördag söndag'.split(' '),
	en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
};
/** `at` stays on one line with its hour. */
const WORDS = {
	sv: { at: 'kl.\u00a0', point: '.' },
	en: { at: 'at\u00a0', point: ':' }
} as const;
// Apart, so that a page that says none of them does not carry them.
const DEADLINE: Record<Language, string> = { sv: 'senast', en: 'no later than' };
const WEEK: Record<Language, string> = { sv: 'vecka', en: 'week' };
const WEEK_SHORT: Record<Language, string> = { sv: 'v.', en: 'w.' };
const EN_DASH = '–';

const two = (value: number) => String(value).padStart(2, '0');

/** `15 oktober 2026` */
export function date(at: Instant, language: Language = currentLanguage()): string {
	const { year, month, day } = wallTime(at);
	return `${day} ${MONTHS[language][month - 1]} ${year}`;
}

/** `torsdag 15 oktober 2026` */
export function dateWithWeekday(at: Instant, language: Language = currentLanguage()): string {
	return `${WEEKDAYS[language][wallTime(at).weekday - 1]} ${date(at, language)}`;
}

/** `2026-10-15`, for narrow tables and `<input type="date">`. */
export function dateCompact(at: Instant): string {
	return compactDay(wallTime(at));
}

const compactDay = ({ year, month, day }: WallTime): string => `${year}-${two(month)}-${two(day)}`;

/** `torsdag 15 och fredag 16 oktober 2026`; month and year are said once where they are shared. */
export function days(at: readonly Instant[], language: Language = currentLanguage()): string {
	const texts = at.map((day, index) => {
		const own = wallTime(day);
		const following = at[index + 1] === undefined ? null : wallTime(at[index + 1] ?? day);
		const start = `${WEEKDAYS[language][own.weekday - 1]} ${own.day}`;
		if (following?.year !== own.year) return `${start} ${MONTHS[language][own.month - 1]} ${own.year}`;
		return following.month === own.month ? start : `${start} ${MONTHS[language][own.month - 1]}`;
	});
	return list(texts, language);
}

/** `09.30`, two digits always, for lists and cards. */
export function time(at: Instant, language: Language = currentLanguage()): string {
	const { hour, minute } = wallTime(at);
	return two(hour) + WORDS[language].point + two(minute);
}

/** `09.30–12.30` */
export function timeRange(from: Instant, to: Instant, language: Language = currentLanguage()): string {
	return time(from, language) + EN_DASH + time(to, language);
}

/** For running text: `kl. 9.30`, `kl. 9.30–12.30`, and `kl. 9–12` when all hours are whole. */
export function timeInText(from: Instant, to: Instant | null = null, language: Language = currentLanguage()): string {
	const times = (to === null ? [from] : [from, to]).map(wallTime);
	const whole = times.length > 1 && times.every(({ minute }) => minute === 0);
	const texts = times.map(({ hour, minute }) => (whole ? String(hour) : hour + WORDS[language].point + two(minute)));
	return WORDS[language].at + texts.join(EN_DASH);
}

/** `torsdag 15 oktober 2026 kl. 09.30` */
export function dateTime(at: Instant, language: Language = currentLanguage()): string {
	return `${dateWithWeekday(at, language)} ${WORDS[language].at}${time(at, language)}`;
}

/** `torsdag 15 oktober 2026 kl. 09.30–12.30`; over midnight both days are written out, with a spaced dash. */
export function dateTimeRange(from: Instant, to: Instant, language: Language = currentLanguage()): string {
	if (dayNumber(from) !== dayNumber(to)) return `${dateTime(from, language)} ${EN_DASH} ${dateTime(to, language)}`;
	return `${dateWithWeekday(from, language)} ${WORDS[language].at}${timeRange(from, to, language)}`;
}

/** `2026-10-15 09.30` */
export function dateTimeCompact(at: Instant, language: Language = currentLanguage()): string {
	const wall = wallTime(at);
	return `${compactDay(wall)} ${two(wall.hour)}${WORDS[language].point}${two(wall.minute)}`;
}

/** `2026-10-15T09:30:00+02:00`: the zone is stated in what machines read, and only there. */
export function dateTimeMachine(at: Instant): string {
	const wall = wallTime(at);
	const offset = offsetMinutes(at);
	const zone = `+${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
	return `${compactDay(wall)}T${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}${zone}`;
}

/** `senast tisdag 1 september 2026 kl. 23.59` */
export function deadline(at: Instant, language: Language = currentLanguage()): string {
	return `${DEADLINE[language]} ${dateTime(at, language)}`;
}

/** `vecka 42` */
export function week(at: Instant, language: Language = currentLanguage()): string {
	return `${WEEK[language]} ${isoWeek(at).week}`;
}

/** `v. 42` */
export function weekCompact(at: Instant, language: Language = currentLanguage()): string {
	return `${WEEK_SHORT[language]} ${isoWeek(at).week}`;
}

/** `2026-W42` */
export function weekMachine(at: Instant): string {
	const { year, week: number } = isoWeek(at);
	return `${year}-W${two(number)}`;
}
