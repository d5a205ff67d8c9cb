import { attendeesXlsx } from '#server/hosting/sheet.ts';
import { addressOf, listFile, sheetLabels } from '../../hosting.server.ts';
import type { RequestHandler } from './$types';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Who comes, as a workbook; never what anybody needs. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const list = await locals.app.hosting.take(locals.by, addressOf(params));
	return listFile(await attendeesXlsx(list.people, sheetLabels()), list, XLSX, 'xlsx');
};
