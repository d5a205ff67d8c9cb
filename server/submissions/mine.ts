import type { PointView } from '#lib/protocol/points.ts';
import type { Database } from '#server/database/database.ts';
import { shownTitle } from '#server/documents/visibility.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { selectPoints } from './queries.ts';
import { presentPoint } from './view.ts';

/** One submission as its sender sees it again. `declined` holds what the region wrote to the sender, where it declined. */
export type OwnSubmission = {
	submissionId: string;
	reference: string;
	receivedAt: string;
	late: boolean;
	documentTitle: string;
	address: { dialogueSlug: string; documentSlug: string } | null;
	points: (PointView & { message: string })[];
};

/** Everything the actor has sent in, newest first, with what became of it. */
export async function mine(db: Database, actor: Actor): Promise<OwnSubmission[]> {
	const accountId = accountIdOf(actor);
	if (accountId === null) return [];
	const rows = await selectPoints(db, actor, null)
		.leftJoin('document', 'document.id', 'point.document_id')
		.where('submission.account_id', '=', accountId)
		.select((eb) => [
			shownTitle(actor).as('document_title'),
			'document.slug as document_slug',
			'dialogue.slug as dialogue_slug',
			eb
				.selectFrom('moderation_decision')
				.whereRef('moderation_decision.point_id', '=', 'point.id')
				.orderBy('decided_at', 'desc')
				.limit(1)
				.select('moderation_decision.message')
				.as('message')
		])
		.orderBy('submission.received_at', 'desc')
		.orderBy('point.ordinal')
		.execute();
	const found = new Map<string, OwnSubmission>();
	for (const row of rows) {
		const view = presentPoint(actor, row);
		if (view === null) continue;
		const entry = found.get(row.submission_id) ?? {
			submissionId: row.submission_id,
			reference: row.reference,
			receivedAt: row.received_at.toISOString(),
			late: row.is_late,
			documentTitle: row.document_title ?? '',
			address: row.document_slug === null ? null : { dialogueSlug: row.dialogue_slug, documentSlug: row.document_slug },
			points: []
		};
		entry.points.push({ ...view, message: row.message ?? '' });
		found.set(row.submission_id, entry);
	}
	return [...found.values()];
}
