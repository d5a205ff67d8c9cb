import { sql, type Kysely, type Transaction } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { transact, type By } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { queueMail } from '#server/mail/queue.ts';
import { signInMail } from '#server/mail/letters.ts';
import { loadSender } from '#server/mail/sender.ts';
import { arrive } from './arrivals.ts';
import { mergeGuest } from './merge.ts';
import { accountByEmail, insertAccount, sessionAccount, verifyAccount } from './queries.ts';
import { parseEmail, parsePath } from './parse.ts';
import { hashSecret, isSecret, newSecret } from './secrets.ts';
import type { IdentityParts } from './parts.ts';
import type { LinkRequest, SignedIn } from './types.ts';

const MINUTE = 60_000;
export const LINK_MINUTES = 15;
const FIRST_ADMINISTRATOR_HOURS = 24;
const DEMO_HOURS = 12;
const ONE_AT_A_TIME = 7_263_353;

type Purpose = 'sign_in' | 'first_administrator' | 'demo';
type NewLink = { email: string; purpose: Purpose; minutes: number; mergeAccountId?: string | null };

/** Keeps the hash of a new code and gives the code back: it exists nowhere else. */
async function makeLink(parts: IdentityParts, db: Kysely<DB>, link: NewLink): Promise<string> {
	const secret = newSecret();
	const created = parts.clock.real();
	await db
		.insertInto('sign_in_link')
		.values({
			token_hash: hashSecret(secret),
			email: link.email,
			purpose: link.purpose,
			created_at: created,
			expires_at: new Date(created.getTime() + link.minutes * MINUTE),
			merge_account_id: link.mergeAccountId ?? null
		})
		.execute();
	return secret;
}

function address(parts: IdentityParts, code: string, language: 'sv' | 'en' = 'sv', next: string | null = null): string {
	const query = new URLSearchParams({ kod: code, ...(next === null ? {} : { till: next }) });
	return `${parts.origin()}${language === 'en' ? '/en' : ''}/logga-in/lank?${query.toString()}`;
}

/**
 * Mails a link that signs in. What happens, and what is answered, is the same for an address that we know, one that we
 * do not know (it becomes a participant's) and one whose account is disabled.
 */
export async function requestLink(parts: IdentityParts, by: By, request: LinkRequest): Promise<void> {
	const email = parseEmail(request.email);
	const at = parts.clock.real();
	const allowed = parts.limits.linksPerIp.allow(request.ip, at) && parts.limits.linksPerAddress.allow(email, at);
	if (!allowed) throw new MedskickError('too_many');
	const guest = by.actor.kind === 'person' && !by.actor.verified ? by.actor.accountId : null;
	await transact(parts, by, async (change) => {
		const code = await makeLink(parts, change.db, {
			email,
			purpose: 'sign_in',
			minutes: LINK_MINUTES,
			mergeAccountId: guest
		});
		const letter = signInMail({
			language: request.language,
			sender: await loadSender(change.db),
			address: address(parts, code, request.language, parsePath(request.next)),
			minutes: LINK_MINUTES
		});
		await queueMail(change, { kind: 'sign_in', to: email, language: request.language, letter, secret: true });
		await change.audit({
			action: 'sign_in_link.request',
			objectType: 'sign_in_link',
			objectId: linkName(code),
			dialogueId: null
		});
	});
}

/** Names a link in the audit trail; the start of its hash, which opens nothing. */
const linkName = (code: string): string => hashSecret(code).toString('hex').slice(0, 16);

const liveLink = (parts: IdentityParts, db: Kysely<DB>, code: string) =>
	db
		.selectFrom('sign_in_link')
		.selectAll()
		.where('token_hash', '=', hashSecret(code))
		.where('used_at', 'is', null)
		.where('expires_at', '>', parts.clock.real());

/** Looks at a link without using it. */
export async function peekLink(parts: IdentityParts, code: string): Promise<{ email: string } | null> {
	if (!isSecret(code)) return null;
	const link = await liveLink(parts, parts.database, code).executeTakeFirst();
	return link === undefined ? null : { email: link.email };
}

/** Uses a link up and signs in. A guest who asked for it in this very session keeps what the guest sent. */
export async function useLink(
	parts: IdentityParts,
	by: By,
	input: { code: string; session: string | null }
): Promise<SignedIn> {
	if (!isSecret(input.code)) throw new MedskickError('link_expired');
	return arrive(parts, by, input.session, async (change) => {
		const link = await liveLink(parts, change.db, input.code).forUpdate().executeTakeFirst();
		if (link === undefined) throw new MedskickError('link_expired');
		await change.db
			.updateTable('sign_in_link')
			.set({ used_at: parts.clock.real() })
			.where('token_hash', '=', link.token_hash)
			.execute();
		const present = input.session === null ? null : await sessionAccount(change.db, input.session);
		const guestId = present !== null && !present.verified && present.id === link.merge_account_id ? present.id : null;
		const accountId = await accountFor(parts, change.db, link.email, guestId);
		if (guestId !== null && guestId !== accountId) await mergeGuest(change, parts.clock, guestId, accountId);
		if (link.purpose === 'first_administrator') await makeFirstAdministrator(change.db, accountId);
		await change.audit({ action: 'account.sign_in', objectType: 'account', objectId: accountId, dialogueId: null });
		return { accountId, left: guestId };
	});
}

/** The verified account of an address: the one there is, the guest's own, or a new one. */
async function accountFor(
	parts: IdentityParts,
	db: Transaction<DB>,
	email: string,
	guestId: string | null
): Promise<string> {
	const known = await accountByEmail(db, email);
	if (known !== undefined && known.disabled_at !== null) throw new MedskickError('link_expired');
	const accountId = known?.id ?? guestId ?? (await insertAccount(db, parts.clock, { email, name: '' }));
	await verifyAccount(db, accountId, email, parts.clock.real());
	return accountId;
}

const anAdministrator = (db: Kysely<DB>) =>
	db.selectFrom('account').select('id').where('is_admin', '=', true).limit(1).executeTakeFirst();

async function makeFirstAdministrator(db: Transaction<DB>, accountId: string): Promise<void> {
	await sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`.execute(db);
	if ((await anAdministrator(db)) !== undefined) return;
	await db.updateTable('account').set({ is_admin: true }).where('id', '=', accountId).execute();
}

/** A link for the first administrator of an empty installation; at most one is alive. null where none is needed. */
export async function firstAdministratorLink(parts: IdentityParts, by: By, input: string): Promise<string | null> {
	const email = parseEmail(input);
	return transact(parts, by, async (change) => {
		await sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`.execute(change.db);
		if ((await anAdministrator(change.db)) !== undefined) return null;
		const alive = await change.db
			.selectFrom('sign_in_link')
			.select('email')
			.where('purpose', '=', 'first_administrator')
			.where('used_at', 'is', null)
			.where('expires_at', '>', parts.clock.real())
			.executeTakeFirst();
		if (alive !== undefined) return null;
		const minutes = FIRST_ADMINISTRATOR_HOURS * 60;
		const code = await makeLink(parts, change.db, { email, purpose: 'first_administrator', minutes });
		await change.audit({
			action: 'sign_in_link.first',
			objectType: 'sign_in_link',
			objectId: linkName(code),
			dialogueId: null
		});
		return address(parts, code);
	});
}

/** A printed link to one role of the demo. Only the start of the demo asks for it. */
export async function demoLink(parts: IdentityParts, by: By, input: string): Promise<string> {
	const email = parseEmail(input);
	return transact(parts, by, async (change) => {
		const code = await makeLink(parts, change.db, { email, purpose: 'demo', minutes: DEMO_HOURS * 60 });
		await change.audit({
			action: 'sign_in_link.demo',
			objectType: 'sign_in_link',
			objectId: linkName(code),
			dialogueId: null
		});
		return address(parts, code);
	});
}
