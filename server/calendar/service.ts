import type { MeetingView } from '#lib/protocol/meetings.ts';
import { m } from '#lib/paraglide/messages.js';
import { dateTime } from '#lib/ui/format/dates.ts';
import { knownSlug } from '#server/checks.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/database/database.ts';
import { MedskickError } from '#server/errors.ts';
import type { Meetings } from '#server/meetings/types.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { type CalendarEvent, writeCalendar, writeFile } from './ics.ts';
import { meetingEvent } from './meetings.ts';
import { areaByCode, consultationsOf, dialogueBySlug, organiserOf, phasesOf } from './queries.ts';

type Language = 'sv' | 'en';
export type CalendarDeps = {
	database: Database;
	clock: Pick<Clock, 'real'>;
	meetings: Pick<Meetings, 'rounds' | 'meeting'>;
	origin: () => string;
};
export type CalendarRequest = { slug: string; areaCode: string | null; language: Language };

export type Calendars = {
	/** Meetings, openings, deadlines and phases as text/calendar, what everybody may see of them. Throws `not_found`. */
	feed(request: CalendarRequest): Promise<string>;
	/** One meeting to take into a calendar, as a visitor may see it. Throws `not_found`. */
	meeting(request: { slug: string; meeting: string; language: Language }): Promise<string>;
};

export const createCalendars = (deps: CalendarDeps): Calendars => ({
	feed: (request) => feed(deps, request),
	meeting: async ({ slug, meeting, language }) =>
		file(deps, await deps.meetings.meeting(VISITOR, slug, meeting), language)
});

async function file(
	{ database, clock, origin }: CalendarDeps,
	meeting: MeetingView,
	language: Language
): Promise<string> {
	const by = await organiserOf(database, meeting.dialogueId);
	const organiser = by?.contact_email ? { name: by.region ?? by.title, email: by.contact_email } : null;
	const events = [meetingEvent(meeting, home(origin(), language), language)];
	return writeFile({ events, language, organiser, at: clock.real() });
}

const home = (origin: string, language: Language): string => `${origin}${language === 'en' ? '/en' : ''}`;

/** A calendar is asked for by a program without a session, so it holds what a visitor may see, whoever asks. */
async function feed({ database, meetings, origin }: CalendarDeps, { slug, areaCode, language }: CalendarRequest) {
	const dialogue = await dialogueBySlug(database, knownSlug(slug));
	if (!dialogue || !can(VISITOR, 'dialogue.read', { dialogueId: dialogue.id, state: dialogue.state }))
		throw new MedskickError('not_found');
	const area = areaCode === null ? null : await areaByCode(database, dialogue.id, areaCode.toUpperCase());
	if (area === undefined) throw new MedskickError('not_found');
	const url = `${home(origin(), language)}/dialoger/${dialogue.slug}`;
	const consultations = await consultationsOf(database, dialogue.id, area?.id ?? null);
	const phases = await phasesOf(database, dialogue.id);
	const rounds = await meetings.rounds(VISITOR, dialogue.slug);
	// A meeting of no area is about the whole.
	const held = rounds
		.flatMap((round) => round.meetings)
		.filter(({ area: its }) => area === null || its === null || its.id === area.id);
	return writeCalendar({
		name: area === null ? dialogue.title : `${area.name} – ${dialogue.title}`,
		description: dialogue.lead,
		language,
		events: [
			...phases.map((row) => phaseEvent(row, url)),
			...consultations.flatMap((row) => consultationEvents(row, url, language)),
			...held.map((meeting) => meetingEvent(meeting, home(origin(), language), language))
		]
	});
}

type PhaseRow = Awaited<ReturnType<typeof phasesOf>>[number];
type ConsultationRow = Awaited<ReturnType<typeof consultationsOf>>[number];

/** A phase without an end is shown on the day when it begins. */
const phaseEvent = (row: PhaseRow, url: string): CalendarEvent => ({
	uid: row.id,
	sequence: row.sequence,
	revisedAt: row.sequence_at,
	summary: row.title,
	description: row.text,
	url,
	when: { firstDay: row.starts_on, lastDay: row.ends_on ?? row.starts_on }
});

function consultationEvents(row: ConsultationRow, url: string, language: Language): CalendarEvent[] {
	const both = { sequence: row.sequence, revisedAt: row.sequence_at, url };
	const locale = { locale: language };
	const closes = new Date(Math.floor(row.closes_at.getTime() / 60_000) * 60_000);
	return [
		{
			...both,
			uid: `${row.id}-opens`,
			summary: m.news_calendar_opens({ title: row.title }, locale),
			description: m.news_calendar_open_until({ when: dateTime(closes, language) }, locale),
			when: { at: row.opens_at }
		},
		{
			...both,
			uid: `${row.id}-closes`,
			summary: m.news_calendar_closes({ title: row.title }, locale),
			description: '',
			when: { at: closes }
		}
	];
}
