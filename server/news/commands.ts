import { newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkNews, checkReason, checkRevision } from './input.ts';
import { postById, type PostRow } from './queries.ts';
import type { NewsInput, RevisionInput } from './types.ts';

export async function createPost(deps: CommandDeps, by: By, dialogueId: string, input: NewsInput) {
	authorize(by.actor, 'news.write', { dialogueId });
	const words = checkNews(input);
	const now = deps.clock.now();
	const author = accountIdOf(by.actor);
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const postId = newId();
		await change.db
			.insertInto('news_post')
			.values({ id: postId, dialogue_id: dialogueId, created_at: now, created_by: author })
			.execute();
		await change.db
			.insertInto('news_revision')
			.values({ ...words, post_id: postId, revision: 1, written_at: now, written_by: author })
			.execute();
		await change.audit({ ...about('news.create', postId, dialogueId), after: words });
		return { postId };
	});
}

/** Each revision is kept; the same words again are none. */
export const revisePost = (deps: CommandDeps, by: By, postId: string, input: RevisionInput): Promise<void> =>
	changePost(deps, by, postId, async (change, post) => {
		if (post.state === 'withdrawn') isWithdrawn();
		const words = checkRevision(input, post.state === 'published');
		if (words.title === post.title && words.text === post.text) return 'hidden';
		const revision = post.revision + 1;
		const author = accountIdOf(by.actor);
		await change.db
			.insertInto('news_revision')
			.values({ ...words, post_id: postId, revision, written_at: deps.clock.now(), written_by: author })
			.execute();
		await change.db.updateTable('news_post').set({ revision }).where('id', '=', postId).execute();
		const { title, text } = post;
		const action = post.state === 'draft' ? 'news.revise' : 'news.correct';
		await change.audit({ ...about(action, postId, post.dialogue_id), before: { title, text }, after: words });
		return post.state === 'draft' ? 'hidden' : 'seen';
	});

/** Shows the post to everybody. One that is published already stays as it is. */
export const publishPost = (deps: CommandDeps, by: By, postId: string): Promise<void> =>
	changePost(deps, by, postId, async (change, post, dialogueState) => {
		if (post.state === 'published') return 'hidden';
		if (post.state === 'withdrawn') isWithdrawn();
		if (dialogueState === 'planning')
			refuse(
				'rule_broken',
				'Öppna dialogen innan du publicerar nyheter.',
				'Open the dialogue before you publish news.'
			);
		await change.db
			.updateTable('news_post')
			.set({
				state: 'published',
				published_at: deps.clock.now(),
				published_by: accountIdOf(by.actor),
				published_revision: post.revision
			})
			.where('id', '=', postId)
			.execute();
		await change.enqueue('send_news', { postId });
		await change.audit({ ...about('news.publish', postId, post.dialogue_id), before: 'draft', after: 'published' });
		return 'seen';
	});

/** Takes the words away from everybody, and says that, when and why. */
export const withdrawPost = (deps: CommandDeps, by: By, postId: string, given: string): Promise<void> =>
	changePost(deps, by, postId, async (change, post) => {
		const reason = checkReason(given);
		if (post.state === 'withdrawn') return 'hidden';
		if (post.state === 'draft')
			refuse('rule_broken', 'Nyheten är inte publicerad.', 'The news has not been published.');
		await change.db
			.updateTable('news_post')
			.set({ state: 'withdrawn', withdrawn_at: deps.clock.now(), withdraw_reason: reason })
			.where('id', '=', postId)
			.execute();
		await change.audit({ ...about('news.withdraw', postId, post.dialogue_id), before: 'published', after: reason });
		return 'seen';
	});

/** Answers whether readers see the change. */
type Work = (change: Change, post: PostRow, dialogueState: string) => Promise<'seen' | 'hidden'>;

/** Changes to the news of one dialogue come one after the other: its row is locked before the post is read. */
async function changePost(deps: CommandDeps, by: By, postId: string, work: Work): Promise<void> {
	const found = await postById(deps.database, postId);
	if (!found) throw new MedskickError('not_found');
	const dialogueId = found.dialogue_id;
	authorize(by.actor, 'news.write', { dialogueId });
	await transact(deps, by, async (change) => {
		const { state } = await existing(change, dialogueId);
		const post = await postById(change.db, postId);
		if (!post) throw new MedskickError('not_found');
		if ((await work(change, post, state)) === 'seen') await touchDialogue(change.db, dialogueId, deps.clock.now());
	});
}

function isWithdrawn(): never {
	refuse('rule_broken', 'Nyheten är tillbakadragen.', 'The news has been withdrawn.');
}

const about = (action: string, postId: string, dialogueId: string) => ({
	action,
	objectType: 'news_post',
	objectId: postId,
	dialogueId
});
