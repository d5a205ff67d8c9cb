import type { AgendaItem, MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import { m } from '#lib/paraglide/messages.js';
import { dateTimeRange, dateWithWeekday } from '#lib/ui/format.ts';
import { currentLanguage } from '#lib/ui/language.ts';

type Times = { startsOn: string; startsAt: string | Date | null; endsAt: string | Date | null };

/** `torsdag 15 oktober 2026 kl. 09.30–12.30`, or the day alone while the hours are not set. */
export const whenText = ({ startsOn, startsAt, endsAt }: Times): string =>
	startsAt === null || endsAt === null ? dateWithWeekday(startsOn) : dateTimeRange(startsAt, endsAt);

/** `09.30–12.30`, `cirka 14.45` */
export function agendaTime({ startsAt, endsAt, approximate }: AgendaItem): string {
	const point = currentLanguage() === 'sv' ? '.' : ':';
	const shown = [startsAt, ...(endsAt === null ? [] : [endsAt])].map((time) => time.replace(':', point)).join('–');
	return approximate ? m.meetings_agenda_about({ time: shown }) : shown;
}

export type Archive = { coming: RoundView[]; earlier: RoundView[] };

/**
 * What lies ahead and what has been, each with the rounds that have some of it (domain S2-20). `today` is `yyyy-mm-dd`.
 * A cancelled meeting stays among those ahead until its day has passed, where people look for it.
 */
export function archive(rounds: readonly RoundView[], today: string): Archive {
	const isPast = (meeting: MeetingView) =>
		meeting.status === 'held' || (meeting.status === 'cancelled' && meeting.startsOn < today);
	const keep = (round: RoundView, past: boolean): RoundView[] => {
		const meetings = round.meetings.filter((meeting) => isPast(meeting) === past);
		const told = past && round.external && round.meetings.length === 0;
		return meetings.length > 0 || told ? [{ ...round, meetings }] : [];
	};
	return {
		coming: rounds.flatMap((round) => keep(round, false)),
		earlier: rounds.flatMap((round) => keep(round, true))
	};
}

/** The meetings of one day together, in the order of the days (domain S2-48). */
export function byDay(meetings: readonly MeetingView[]): { day: string; meetings: MeetingView[] }[] {
	const days = [...new Set(meetings.map(({ startsOn }) => startsOn))];
	return days.map((day) => ({ day, meetings: meetings.filter(({ startsOn }) => startsOn === day) }));
}

/** Where somebody registers for a round, with one of its meetings chosen beforehand where it is given. */
export const registrationHref = (dialogueSlug: string, ordinal: number, meetingSlug?: string): string =>
	`/dialoger/${dialogueSlug}/anmalan/${ordinal}${meetingSlug === undefined ? '' : `?mote=${meetingSlug}`}`;

export const meetingHref = (meeting: Pick<MeetingView, 'dialogueSlug' | 'slug'>): string =>
	`/dialoger/${meeting.dialogueSlug}/moten/${meeting.slug}`;

/** Can somebody hand in a registration now: for a seat, or for the waiting list where all seats are taken? */
export const takesRegistrations = ({ status }: Pick<MeetingView, 'status'>): boolean =>
	status === 'open' || status === 'on_site_full' || status === 'full';
