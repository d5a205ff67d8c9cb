import { m } from '#lib/paraglide/messages.js';
import { exportLabels } from '#lib/review/index.ts';
import { dateCompact } from '#lib/ui/format.ts';
import { toCsv } from '#server/consolidation/export.ts';
import { download, selectionOf } from '../selection.server.ts';
import type { RequestHandler } from './$types';

/** What the viewer sees under the present filter, as a table: nothing more, nothing less. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { dialogue, filter } = await selectionOf(locals, params.dialog, url);
	const points = await locals.app.consolidation.take(locals.by, dialogue.id, filter);
	const name = `${m.review_csv_file()}-${dialogue.slug}-${dateCompact(locals.app.clock.now())}.csv`;
	return download(toCsv(points, exportLabels()), 'text/csv', name);
};
