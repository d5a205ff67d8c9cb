import { attendeesCsv } from '#server/hosting/sheet.ts';
import { addressOf, listFile, sheetLabels } from '../../hosting.server.ts';
import type { RequestHandler } from './$types';

/** Who comes, as a table of text; never what anybody needs. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const list = await locals.app.hosting.take(locals.by, addressOf(params));
	return listFile(attendeesCsv(list.people, sheetLabels()), list, 'text/csv; charset=utf-8', 'csv');
};
