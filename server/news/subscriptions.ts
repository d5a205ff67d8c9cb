import { sql, type Kysely } from 'kysely';
import { newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, bySystem, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { parseEmail } from '#server/identity/parse.ts';
import { hashSecret, isSecret, newSecret } from '#server/identity/secrets.ts';
import { confirmNewsMail } from '#server/mail/news-letters.ts';
import { queueMail } from '#server/mail/queue.ts';
import { loadSender } from '#server/mail/sender.ts';
import type { MailLanguage } from '#server/mail/types.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { SubscriptionParts } from './parts.ts';
import type { SubscriptionRequest, SubscriptionView } from './types.ts';

const DAY_MS = 86_400_000;
export const CONFIRM_HOURS = 24;

export const subscriptionAddress = (
	origin: string,
	page: 'bekrafta' | 'avsluta' | 'avsluta/ett-klick',
	code: string,
	language: MailLanguage
): string => `${origin}${language === 'en' ? '/en' : ''}/prenumeration/${page}?kod=${code}`;

/**
 * Mails a link that confirms a subscription to the news of a dialogue. What happens, and what is answered, is the same
 * for an address that subscribes already: nobody learns by it who does.
 */
export async function subscribe(parts: SubscriptionParts, by: By, request: SubscriptionRequest): Promise<void> {
	const email = parseEmail(request.email);
	const at = parts.clock.real();
	if (!parts.limits.perIp.allow(request.ip, at) || !parts.limits.perAddress.allow(email, at))
		throw new MedskickError('too_many');
	await transact(parts, by, async (change) => {
		const title = await openTitle(change, request.dialogueId);
		const code = newSecret();
		const subscriptionId = await ask(change, { ...request, email, code, at });
		const { language } = request;
		const letter = confirmNewsMail({
			language,
			sender: await loadSender(change.db),
			dialogueTitle: title,
			address: subscriptionAddress(parts.origin(), 'bekrafta', code, language),
			hours: CONFIRM_HOURS
		});
		await queueMail(change, { kind: 'news_confirm', to: email, language, letter, secret: true });
		await change.audit(about('subscription.request', subscriptionId, request.dialogueId));
	});
}

/** Only the news of what everybody may read can be subscribed to. */
async function openTitle(change: Change, dialogueId: string): Promise<string> {
	const dialogue = await change.db
		.selectFrom('dialogue')
		.select(['title', 'state'])
		.where('id', '=', dialogueId)
		.executeTakeFirst();
	if (!dialogue || !can(VISITOR, 'dialogue.read', { dialogueId, state: dialogue.state }))
		throw new MedskickError('not_found');
	return dialogue.title;
}

type Asked = SubscriptionRequest & { email: string; code: string; at: Date };

/** The newest link is the one that works. A subscription that was confirmed stays confirmed, and keeps its way out. */
async function ask(change: Change, { dialogueId, email, language, code, at }: Asked): Promise<string> {
	const link = { confirm_hash: hashSecret(code), confirm_expires_at: new Date(at.getTime() + DAY_MS) };
	const { id } = await change.db
		.insertInto('news_subscription')
		.values({ ...link, id: newId(), dialogue_id: dialogueId, email, language, created_at: at, leave_code: newSecret() })
		.onConflict((conflict) => conflict.columns(['dialogue_id', 'email']).doUpdateSet({ ...link, language }))
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

const found = (db: Kysely<DB>) =>
	db
		.selectFrom('news_subscription')
		.innerJoin('dialogue', 'dialogue.id', 'news_subscription.dialogue_id')
		.select(['news_subscription.id', 'news_subscription.dialogue_id', 'email', 'confirmed_at', 'title', 'slug']);

const toConfirm = (parts: SubscriptionParts, db: Kysely<DB>, code: string) =>
	found(db)
		.where('confirm_hash', '=', hashSecret(code))
		.where('confirm_expires_at', '>', parts.clock.real())
		.executeTakeFirst();
const toLeave = (db: Kysely<DB>, code: string) => found(db).where('leave_code', '=', code).executeTakeFirst();

type Row = NonNullable<Awaited<ReturnType<typeof toLeave>>>;
const view = (row: Row | undefined): SubscriptionView | null =>
	row === undefined ? null : { email: row.email, dialogueTitle: row.title, dialogueSlug: row.slug };

/** Looks at a link without using it: mail scanners open links. */
export const peekConfirm = async (parts: SubscriptionParts, code: string): Promise<SubscriptionView | null> =>
	isSecret(code) ? view(await toConfirm(parts, parts.database, code)) : null;
export const peekLeave = async (parts: SubscriptionParts, code: string): Promise<SubscriptionView | null> =>
	isSecret(code) ? view(await toLeave(parts.database, code)) : null;

/** Twice is once. Throws `link_expired`. */
export async function confirm(parts: SubscriptionParts, by: By, code: string): Promise<SubscriptionView> {
	if (!isSecret(code)) throw new MedskickError('link_expired');
	return transact(parts, by, async (change) => {
		const row = await toConfirm(parts, change.db, code);
		const seen = view(row);
		if (row === undefined || seen === null) throw new MedskickError('link_expired');
		const confirmed = await change.db
			.updateTable('news_subscription')
			.set({ confirmed_at: parts.clock.real() })
			.where('id', '=', row.id)
			.where('confirmed_at', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (confirmed) await change.audit(about('subscription.confirm', row.id, row.dialogue_id));
		return seen;
	});
}

/** Ends a subscription and forgets its address, without signing in. One that has ended already stays so. Throws `not_found` for what is no code of ours. */
export async function leave(parts: SubscriptionParts, by: By, code: string): Promise<void> {
	if (!isSecret(code)) throw new MedskickError('not_found');
	await transact(parts, by, async (change) => {
		const gone = await change.db
			.deleteFrom('news_subscription')
			.where('leave_code', '=', code)
			.returning(['id', 'dialogue_id'])
			.executeTakeFirst();
		if (gone) await change.audit(about('subscription.leave', gone.id, gone.dialogue_id));
	});
}

/** Addresses that nobody confirmed in time are forgotten. Returns how many. */
export async function removeUnconfirmed(parts: SubscriptionParts): Promise<number> {
	return transact(parts, bySystem(), async (change) => {
		const gone = await change.db
			.deleteFrom('news_subscription')
			.where('confirmed_at', 'is', null)
			.where('confirm_expires_at', '<', parts.clock.real())
			.returning(sql<number>`1`.as('one'))
			.execute();
		return gone.length;
	});
}

const about = (action: string, subscriptionId: string, dialogueId: string) => ({
	action,
	objectType: 'news_subscription',
	objectId: subscriptionId,
	dialogueId
});
