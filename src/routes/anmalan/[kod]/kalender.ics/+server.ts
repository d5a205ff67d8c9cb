import type { RequestHandler } from './$types';

/** The meetings that somebody of the registration takes part in, with the ids that the public calendar gives them. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const file = await locals.app.registrations.calendarFile(locals.actor, params.kod);
	const headers = {
		'content-type': 'text/calendar; charset=utf-8',
		'content-disposition': 'attachment; filename="moten.ics"'
	};
	return new Response(file, { headers });
};
