import { currentLanguage } from '#lib/ui/language.ts';

/** The dates of a dialogue, or of one of its areas, for calendars to subscribe to. */
export async function calendar({ app }: App.Locals, slug: string, areaCode: string | null): Promise<Response> {
	const text = await app.calendars.feed({ slug, areaCode, language: currentLanguage() });
	return new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="kalender.ics"'
		}
	});
}
