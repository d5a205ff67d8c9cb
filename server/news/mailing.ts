import { bySystem, type Change, transact } from '#server/database/transaction.ts';
import { newsMail } from '#server/mail/news-letters.ts';
import { queueMail } from '#server/mail/queue.ts';
import { loadSender } from '#server/mail/sender.ts';
import type { MailLanguage } from '#server/mail/types.ts';
import type { NewsDeps } from './parts.ts';
import { postById } from './queries.ts';
import { subscriptionAddress } from './subscriptions.ts';

/**
 * The job behind `send_news`: a letter for everybody who subscribes, each with its own way out. Written once, whatever
 * becomes of the job, and not at all when the post was withdrawn in the meantime.
 */
export async function mailPost(deps: NewsDeps, postId: string): Promise<void> {
	await transact(deps, bySystem(), async (change) => {
		const claimed = await change.db
			.updateTable('news_post')
			.set({ mailed_at: deps.clock.real() })
			.where('id', '=', postId)
			.where('state', '=', 'published')
			.where('mailed_at', 'is', null)
			.returning('dialogue_id')
			.executeTakeFirst();
		if (claimed) await writeLetters(deps, change, postId, claimed.dialogue_id);
	});
}

async function writeLetters(deps: NewsDeps, change: Change, postId: string, dialogueId: string): Promise<void> {
	const post = await postById(change.db, postId);
	const dialogue = await change.db
		.selectFrom('dialogue')
		.select(['title', 'slug'])
		.where('id', '=', dialogueId)
		.executeTakeFirstOrThrow();
	if (!post) return;
	const sender = await loadSender(change.db);
	for (const reader of await readersOf(change, dialogueId)) {
		const language = reader.language as MailLanguage;
		const address = (page: 'avsluta' | 'avsluta/ett-klick') =>
			subscriptionAddress(deps.origin(), page, reader.leave_code, language);
		const letter = newsMail({
			...{ language, sender, title: post.title, text: post.text, dialogueTitle: dialogue.title },
			address: `${deps.origin()}${language === 'en' ? '/en' : ''}/dialoger/${dialogue.slug}/nyheter#nyhet-${postId}`,
			leaveAddress: address('avsluta')
		});
		await queueMail(change, {
			...{ kind: 'news', to: reader.email, language, letter },
			headers: oneClick(address('avsluta/ett-klick'))
		});
	}
}

/** The mail program's own button for leaving (RFC 2369, RFC 8058). */
const oneClick = (address: string): Record<string, string> => ({
	'List-Unsubscribe': `<${address}>`,
	'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
});

const readersOf = (change: Change, dialogueId: string) =>
	change.db
		.selectFrom('news_subscription')
		.select(['email', 'language', 'leave_code'])
		.where('dialogue_id', '=', dialogueId)
		.where('confirmed_at', 'is not', null)
		.orderBy('id')
		.execute();
