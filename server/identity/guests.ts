import { transact, type By, type Change } from '#server/database/transaction.ts';
import { newId } from '#server/database/ids.ts';
import { MedskickError } from '#server/errors.ts';
import { loadPerson } from './actors.ts';
import { arrive } from './arrivals.ts';
import type { IdentityParts } from './parts.ts';
import { parseProfile } from './parse.ts';
import { hashSecret, idFrom, isSecret, newSecret } from './secrets.ts';
import { hashSessionId } from './sessions.ts';
import type { Guest, GuestInput, SignedIn } from './types.ts';

/**
 * Whoever sends something without a session becomes a guest: an account without an address, a session, and a secret
 * link to come back with (domain C-10). Whoever has a session stays who they are.
 */
export async function ensureGuest(
	parts: IdentityParts,
	by: By,
	session: string | null,
	input: GuestInput
): Promise<Guest> {
	const withReturnLink = input.withReturnLink ?? true;
	if (by.actor.kind === 'person' && session !== null) {
		const secret = withReturnLink && !by.actor.verified ? await firstLink(parts, by, by.actor.accountId) : null;
		return { actor: by.actor, sessionIdHash: session, cookie: null, secret };
	}
	const profile = parseProfile(input);
	if (input.ip !== undefined && !parts.limits.guestsPerIp.allow(input.ip, parts.clock.real())) {
		throw new MedskickError('too_many');
	}
	const secret = withReturnLink ? newSecret() : null;
	const { actor, id } = await transact(parts, by, async (change) => {
		const accountId = await makeGuest(parts, change, profile, secret, input.once ?? null);
		const person = await loadPerson(change.db, accountId);
		if (person === null) throw new MedskickError('conflict');
		const created = await parts.sessions.on(change.db).createSession(accountId, {});
		return { actor: person, id: created.id };
	});
	return { actor, sessionIdHash: hashSessionId(id), cookie: parts.sessions.cookie(id), secret };
}

type Profile = ReturnType<typeof parseProfile>;

/** A repeated first input finds the guest it made the first time; the answer with the first secret never arrived. */
async function makeGuest(
	parts: IdentityParts,
	change: Change,
	profile: Profile,
	secret: string | null,
	once: string | null
): Promise<string> {
	const id = once === null ? newId() : idFrom(JSON.stringify(['guest', once, profile]));
	const row = {
		id,
		name: profile.name,
		organisation_name: profile.organisationName,
		organisation_type: profile.organisationType,
		return_secret_hash: secret === null ? null : hashSecret(secret),
		created_at: parts.clock.real()
	};
	const kept = await change.db
		.insertInto('account')
		.values(row)
		.onConflict((conflict) =>
			conflict
				.column('id')
				.doUpdateSet({ return_secret_hash: row.return_secret_hash })
				.where('account.verified_at', 'is', null)
				.where('account.disabled_at', 'is', null)
		)
		.returning('id')
		.executeTakeFirst();
	if (kept === undefined) throw new MedskickError('not_signed_in');
	await change.audit({ action: 'account.guest', objectType: 'account', objectId: id, dialogueId: null });
	return id;
}

/** A guest who has had no link yet gets one; who has one keeps it, since only its hash is known here. */
async function firstLink(parts: IdentityParts, by: By, accountId: string): Promise<string | null> {
	const secret = newSecret();
	return transact(parts, by, async (change) => {
		const given = await change.db
			.updateTable('account')
			.set({ return_secret_hash: hashSecret(secret) })
			.where('id', '=', accountId)
			.where('verified_at', 'is', null)
			.where('return_secret_hash', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (given === undefined) return null;
		await change.audit({ action: 'account.return_link', objectType: 'account', objectId: accountId, dialogueId: null });
		return secret;
	});
}

/** The secret link: the guest is back, in a new session. It can be used again, as long as nobody verified the account. */
export async function returnAsGuest(
	parts: IdentityParts,
	by: By,
	input: { secret: string; session: string | null; ip: string }
): Promise<SignedIn> {
	if (!parts.limits.returnsPerIp.allow(input.ip, parts.clock.real())) throw new MedskickError('too_many');
	if (!isSecret(input.secret)) throw new MedskickError('link_expired');
	return arrive(parts, by, input.session, async (change) => {
		const guest = await change.db
			.selectFrom('account')
			.select('id')
			.where('return_secret_hash', '=', hashSecret(input.secret))
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		if (guest === undefined) throw new MedskickError('link_expired');
		await change.audit({ action: 'account.return', objectType: 'account', objectId: guest.id, dialogueId: null });
		return { accountId: guest.id, left: null };
	});
}
