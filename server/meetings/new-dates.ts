import { dateCompact } from '#lib/ui/format/dates.ts';
import { wallTime } from '#lib/ui/format/time-zone.ts';
import { stockholmMoment } from '#server/consultations/local-time.ts';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
/** The first day of 1970 was a Thursday. */
const weekNumber = (day: string): number => Math.floor((dayNumber(day) + 3) / WEEK_DAYS);

/** Moves days and moments by whole weeks, so that a Thursday stays a Thursday and half past nine half past nine. */
export type WeekShift = { day(day: string): string; moment(at: Date): Date };

/** From the week of one day to the week of another. Days are `yyyy-mm-dd`. */
export function weekShift(from: string, to: string): WeekShift {
	const days = (weekNumber(to) - weekNumber(from)) * WEEK_DAYS;
	const day = (one: string) => new Date((dayNumber(one) + days) * DAY_MS).toISOString().slice(0, 10);
	return {
		day,
		moment(at) {
			const { hour, minute } = wallTime(at);
			// A time that spring leaves out is none: there the clock goes on by as many hours.
			const moved = stockholmMoment(day(dateCompact(at)), `${hour}:${String(minute).padStart(2, '0')}`);
			return moved ?? new Date(at.getTime() + days * DAY_MS);
		}
	};
}
