import type { Selectable } from 'kysely';
import type { NextStep } from '#server/database/schema.ts';
import type { PostRow, SubscriptionRow } from './queries.ts';
import type { NewsState, NewsView, NextStepView, OwnSubscription, WorkingNews } from './types.ts';

/** What everybody may see of a post; null for a draft. */
export function newsView(row: PostRow): NewsView | null {
	if (row.published_at === null) return null;
	const withdrawn = row.state === 'withdrawn';
	const corrected = !withdrawn && row.revision !== row.published_revision;
	return {
		id: row.id,
		state: withdrawn ? 'withdrawn' : 'published',
		title: withdrawn ? '' : row.title,
		text: withdrawn ? '' : row.text,
		publishedAt: row.published_at,
		publishedBy: row.publisher ?? '',
		correctedAt: corrected ? row.written_at : null,
		correction: corrected ? row.note : '',
		withdrawnAt: row.withdrawn_at,
		withdrawReason: row.withdraw_reason
	};
}

export const workingNews = (row: PostRow): WorkingNews => ({
	id: row.id,
	dialogueId: row.dialogue_id,
	state: row.state as NewsState,
	title: row.title,
	text: row.text,
	createdAt: row.created_at,
	publishedAt: row.published_at,
	withdrawReason: row.withdraw_reason
});

export const nextStepView = (row: Selectable<NextStep>): NextStepView => ({
	id: row.id,
	what: row.what,
	who: row.who,
	dueOn: row.due_on,
	doneOn: row.done_on
});

export const subscriptionView = (row: SubscriptionRow): OwnSubscription => ({
	dialogueTitle: row.title,
	dialogueSlug: row.slug,
	email: row.email,
	language: row.language,
	createdAt: row.created_at,
	confirmedAt: row.confirmed_at
});
