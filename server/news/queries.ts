import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

export const dialogueState = (db: Reader, dialogueId: string) =>
	db.selectFrom('dialogue').select(['id', 'state']).where('id', '=', dialogueId).executeTakeFirst();

/** Posts with the words that count now and the name of who published them. */
const posts = (db: Reader) =>
	db
		.selectFrom('news_post')
		.innerJoin('news_revision', (join) =>
			join
				.onRef('news_revision.post_id', '=', 'news_post.id')
				.onRef('news_revision.revision', '=', 'news_post.revision')
		)
		.leftJoin('account', 'account.id', 'news_post.published_by')
		.selectAll('news_post')
		.select([
			'news_revision.title',
			'news_revision.text',
			'news_revision.note',
			'news_revision.written_at',
			'account.name as publisher'
		]);

export type PostRow = Awaited<ReturnType<typeof postsOf>>[number];

export const postsOf = (db: Reader, dialogueId: string) =>
	posts(db)
		.where('news_post.dialogue_id', '=', dialogueId)
		.orderBy(sql`coalesce(news_post.published_at, news_post.created_at)`, 'desc')
		.orderBy('news_post.id', 'desc')
		.execute();

export const postById = (db: Reader, id: string) => posts(db).where('news_post.id', '=', id).executeTakeFirst();

export const stepsOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('next_step')
		.selectAll()
		.where('dialogue_id', '=', dialogueId)
		.orderBy(sql`done_on desc nulls first`)
		.orderBy(sql`due_on asc nulls last`)
		.orderBy('id')
		.execute();

/** What is sent to one address, of all dialogues; without the codes by which it is confirmed and left. */
export const subscriptionsTo = (db: Reader, email: string) =>
	db
		.selectFrom('news_subscription')
		.innerJoin('dialogue', 'dialogue.id', 'news_subscription.dialogue_id')
		.select([
			'dialogue.title',
			'dialogue.slug',
			'news_subscription.email',
			'news_subscription.language',
			'news_subscription.created_at',
			'news_subscription.confirmed_at'
		])
		.where('news_subscription.email', '=', email)
		.orderBy('news_subscription.created_at')
		.orderBy('news_subscription.id')
		.execute();

export type SubscriptionRow = Awaited<ReturnType<typeof subscriptionsTo>>[number];
