import { currentLanguage, type Language } from '../language.ts';
import { dateTime, dateWithWeekday } from './dates.ts';
import { dayNumber, type Instant } from './time-zone.ts';
import { plural } from './words.ts';

const MINUTE_MS = 60_000;

const WORDS = {
	sv: {
		near: { '-1': 'i går', '0': 'i dag', '1': 'i morgon' },
		day: { one: '{count} dag', other: '{count} dagar' },
		minute: { one: '{count} minut', other: '{count} minuter' },
		hour: { one: '{count} timme', other: '{count} timmar' },
		past: 'för {span} sedan',
		future: 'om {span}',
		now: 'nyss'
	},
	en: {
		near: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
		day: { one: '{count} day', other: '{count} days' },
		minute: { one: '{count} minute', other: '{count} minutes' },
		hour: { one: '{count} hour', other: '{count} hours' },
		past: '{span} ago',
		future: 'in {span}',
		now: 'just now'
	}
} as const;

type Unit = 'day' | 'hour' | 'minute';

/** `i dag`, `i morgon`, `om 3 dagar`, `för 3 dagar sedan`, counted in calendar days. */
export function relativeDay(at: Instant, now: Instant, language: Language = currentLanguage()): string {
	const distance = dayNumber(at) - dayNumber(now);
	if (distance === -1 || distance === 0 || distance === 1) return WORDS[language].near[`${distance}`];
	return span(distance, 'day', language);
}

/** `om 3 dagar, torsdag 15 oktober 2026`: a relative time never stands without the date (domain 2.13). */
export function relativeDate(at: Instant, now: Instant, language: Language = currentLanguage()): string {
	return `${relativeDay(at, now, language)}, ${dateWithWeekday(at, language)}`;
}

/** For what just happened: `nyss`, `för 5 minuter sedan`, `för 2 timmar sedan`, then calendar days. */
export function ago(at: Instant, now: Instant, language: Language = currentLanguage()): string {
	const minutes = Math.trunc((new Date(at).getTime() - new Date(now).getTime()) / MINUTE_MS);
	if (minutes === 0) return WORDS[language].now;
	if (Math.abs(minutes) < 60) return span(minutes, 'minute', language);
	if (dayNumber(at) === dayNumber(now)) return span(Math.trunc(minutes / 60), 'hour', language);
	return relativeDay(at, now, language);
}

/** `för 5 minuter sedan, torsdag 15 oktober 2026 kl. 09.30` */
export function agoWithTime(at: Instant, now: Instant, language: Language = currentLanguage()): string {
	return `${ago(at, now, language)}, ${dateTime(at, language)}`;
}

function span(distance: number, unit: Unit, language: Language): string {
	const words = WORDS[language];
	const text = plural(Math.abs(distance), words[unit], language);
	return (distance < 0 ? words.past : words.future).replace('{span}', text);
}
