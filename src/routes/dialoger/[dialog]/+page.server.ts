import { dateCompact } from '#lib/ui/format.ts';
import { isStaffOf } from '#server/permissions/actor.ts';
import type { PageServerLoad } from './$types';

/** How many posts stand on the dialogue's own page. */
const LATEST = 2;

/** The dialogue, or *not found* for whoever may not know of it, whether it exists or not. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const { dialogues, documents, consultations, meetings, news, clock } = locals.app;
	const dialogue = await dialogues.view(locals.actor, params.dialog);
	const [lines, windows, points, rounds, posts, steps] = await Promise.all([
		documents.list(locals.actor, dialogue.id),
		consultations.list(locals.actor, dialogue.id),
		documents.pointCounts(dialogue.id),
		meetings.rounds(locals.actor, dialogue.slug),
		news.list(locals.actor, dialogue.id),
		news.nextSteps(locals.actor, dialogue.id)
	]);
	return {
		dialogue,
		documents: lines.map((line) => ({ ...line, points: points[line.documentId] ?? 0 })),
		consultations: windows.map(
			({ id, kind, title, lead, scopeNote, influenceLevel, opensAt, closesAt, status, documentIds }) => ({
				...{ id, kind, title, lead, scopeNote, influenceLevel, opensAt, closesAt, status, documentIds }
			})
		),
		rounds,
		today: dateCompact(clock.now()),
		posts: posts.slice(0, LATEST),
		postCount: posts.length,
		steps,
		staff: isStaffOf(locals.actor, dialogue.id)
	};
};
