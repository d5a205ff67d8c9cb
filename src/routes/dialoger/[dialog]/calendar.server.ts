import { currentLanguage } from '#lib/ui/language.ts';

/** The dates of a dialogue, or of one of its areas, for calendars to subscribe to. */
export async function calendar({ app }: App.Locals, slug: string, areaCode: string | null): Promise<Response> {
	return calendarFile(await app.calendars.feed({ slug, areaCode, language: currentLanguage() }));
}

/** One meeting, to take into a calendar. */
export async function meetingCalendar({ app }: App.Locals, slug: string, meeting: string): Promise<Response> {
	return calendarFile(await app.calendars.meeting({ slug, meeting, language: currentLanguage() }));
}

const calendarFile = (text: string): Response =>
	new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="kalender.ics"'
		}
	});
