import { m } from '#lib/paraglide/messages.js';
import { dateCompact, dateTimeMachine } from '#lib/ui/format.ts';
import { download, selectionOf } from '../selection.server.ts';
import type { RequestHandler } from './$types';

/** What the viewer sees under the present filter, for programs. Codes are those of the vocabularies, times ISO 8601. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { dialogue, filter, phrase } = await selectionOf(locals, params.dialog, url);
	const points = await locals.app.consolidation.take(locals.by, dialogue.id, filter);
	const now = locals.app.clock.now();
	const content = {
		dialogue: { slug: dialogue.slug, title: dialogue.title, caseNumber: dialogue.caseNumber },
		takenAt: dateTimeMachine(now),
		selection: phrase,
		filter,
		points
	};
	const name = `${m.review_csv_file()}-${dialogue.slug}-${dateCompact(now)}.json`;
	return download(JSON.stringify(content, null, '\t'), 'application/json', name);
};
