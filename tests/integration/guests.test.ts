import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import type { Person } from '#server/permissions/actor.ts';
import { as, cookieHeader, testIdentity, visitor, type TestIdentity } from '../support/identity.ts';

let t: TestIdentity;
let dialogueId: string;

beforeAll(async () => {
	t = await testIdentity();
	dialogueId = await t.dialogue();
});
afterAll(() => t.close());

const failsWith = (code: string) => expect.objectContaining({ name: 'MedskickError', code });
const ULLA = { name: 'Ulla Bergsmo', organisationName: '', organisationType: 'private_person' };
const guest = (input: Partial<typeof ULLA> & { once?: string } = {}) =>
	t.identity.ensureGuest(visitor(), null, { ...ULLA, ...input });

/** A published point by an account, straight into the tables. */
async function sent(
	accountId: string,
	options: { key?: string; hash?: string } = {}
): Promise<{ submissionId: string; pointId: string }> {
	const [submissionId, pointId, at] = [newId(), newId(), new Date()];
	await t.database
		.insertInto('submission')
		.values({
			id: submissionId,
			dialogue_id: dialogueId,
			reference: submissionId,
			kind: 'comment',
			channel: 'web',
			received_at: at,
			is_late: false,
			account_id: accountId,
			sender_name: ULLA.name,
			sender_organisation_type: 'private_person',
			publication: 'anonymous',
			content_hash: options.hash ?? submissionId,
			idempotency_key: options.key ?? submissionId
		})
		.execute();
	const row = { id: pointId, submission_id: submissionId, ordinal: 1, dialogue_id: dialogueId, kind: 'support' };
	const times = { created_at: at, published_at: at, changed_at: at };
	await t.database
		.insertInto('point')
		.values({ ...row, ...times, status: 'published' })
		.execute();
	return { submissionId, pointId };
}

const senderOf = async (submissionId: string) =>
	await t.database.selectFrom('submission').selectAll().where('id', '=', submissionId).executeTakeFirstOrThrow();
const agree = (pointId: string, accountId: string) =>
	t.database
		.insertInto('agreement')
		.values({ point_id: pointId, account_id: accountId, agreed_at: new Date() })
		.execute();
const agreed = async (pointId: string) =>
	(await t.database.selectFrom('agreement').select('account_id').where('point_id', '=', pointId).execute()).map(
		(row) => row.account_id
	);

describe('a guest', () => {
	it('is made by the first input, with a session and a link to come back with, and without rights', async () => {
		const { actor, cookie, secret } = await guest();
		expect(actor).toMatchObject({ ...ULLA, verified: false, email: null, isAdmin: false, roles: [] });
		expect(secret).toMatch(/^[\w-]{43}$/);
		const found = await t.identity.authenticate(cookie && cookieHeader(cookie));
		expect(found.actor).toEqual(actor);
	});

	it('stays the same at the next input', async () => {
		const first = await guest();
		const again = await t.identity.ensureGuest(as(first.actor), first.sessionIdHash, { ...ULLA, name: 'Någon annan' });
		expect(again).toMatchObject({ actor: first.actor, cookie: null, secret: null });
	});

	it('need not say who they are', async () => {
		expect((await guest({ name: '' })).actor.name).toBe('');
	});

	it('who repeats the first input, because the answer was lost, is not two guests', async () => {
		const [one, two] = await Promise.all([guest({ once: 'key+hash' }), guest({ once: 'key+hash' })]);
		expect(one.actor.accountId).toBe(two.actor.accountId);
		expect(one.sessionIdHash).not.toBe(two.sessionIdHash);
		const other = await guest({ once: 'key+other content' });
		expect(other.actor.accountId).not.toBe(one.actor.accountId);
	});

	it('comes back by the secret link, as often as needed; the code itself is not kept', async () => {
		const { actor, secret } = await guest();
		for (const ip of ['192.0.2.1', '192.0.2.2']) {
			const back = await t.identity.returnAsGuest(visitor(), { secret: secret ?? '', session: null, ip });
			expect(back.actor.accountId).toBe(actor.accountId);
		}
		const accounts = await t.database.selectFrom('account').select('return_secret_hash').execute();
		expect(accounts.map((row) => row.return_secret_hash?.toString('base64url'))).not.toContain(secret);
	});

	it.each(['', 'x', 'A'.repeat(43), 'å'.repeat(43)])('does not come back by %j', async (secret) => {
		const asked = t.identity.returnAsGuest(visitor(), { secret, session: null, ip: '192.0.2.3' });
		await expect(asked).rejects.toEqual(failsWith('link_expired'));
	});

	it('cannot be guessed: one place may try only so often', async () => {
		const knock = () => t.identity.returnAsGuest(visitor(), { secret: 'A'.repeat(43), session: null, ip: '192.0.2.4' });
		for (let n = 0; n < 60; n++) await expect(knock()).rejects.toEqual(failsWith('link_expired'));
		await expect(knock()).rejects.toEqual(failsWith('too_many'));
	});

	it('of *Inte du?* leaves the next person a visitor', async () => {
		const { actor, cookie, sessionIdHash } = await guest();
		await t.identity.signOut(as(actor), sessionIdHash);
		expect((await t.identity.authenticate(cookie && cookieHeader(cookie))).actor.kind).toBe('visitor');
	});

	it.each([
		[{ name: 'x'.repeat(121) }, 'name'],
		[{ organisationType: 'nonsense' }, 'organisationType'],
		[{ name: 'a\u0000b' }, 'name']
	])('is not made from %j', async (input, field) => {
		const before = await t.database.selectFrom('account').select('id').execute();
		await expect(guest(input)).rejects.toMatchObject({ code: 'bad_input', issues: [{ field }] });
		expect(await t.database.selectFrom('account').select('id').execute()).toHaveLength(before.length);
	});
});

describe('a guest who confirms an e-mail address', () => {
	it('that is new keeps the account, with everything in it', async () => {
		const { actor, sessionIdHash, secret } = await guest();
		const { submissionId } = await sent(actor.accountId);
		const signedIn = await t.signIn('new-address@example.org', as(actor), sessionIdHash);
		expect(signedIn.actor).toMatchObject({ accountId: actor.accountId, verified: true, name: ULLA.name });
		expect((await senderOf(submissionId)).account_id).toBe(actor.accountId);
		const old = t.identity.returnAsGuest(visitor(), { secret: secret ?? '', session: null, ip: '192.0.2.5' });
		await expect(old).rejects.toEqual(failsWith('link_expired'));
	});

	it('that is known brings what was sent along, and each record’s trail says so', async () => {
		const known = await t.signIn('known-guest@example.org');
		const { actor, sessionIdHash } = await guest();
		const { submissionId } = await sent(actor.accountId);
		const signedIn = await t.signIn('known-guest@example.org', as(actor), sessionIdHash);
		expect(signedIn.actor.accountId).toBe(known.actor.accountId);
		const record = await senderOf(submissionId);
		expect(record).toMatchObject({ account_id: known.actor.accountId, sender_name: ULLA.name });
		const trail = await t.database
			.selectFrom('audit_event')
			.selectAll()
			.where('object_id', '=', submissionId)
			.execute();
		expect(trail).toMatchObject([
			{ action: 'submission.follow_account', dialogue_id: dialogueId, actor_role: 'guest' }
		]);
		expect((await t.identity.actorOf(actor.accountId)).kind).toBe('visitor');
		expect(t.told.signedOut).toContainEqual({ accountId: actor.accountId });
	});

	it('agrees once with a point that both had agreed with, and never with an own one', async () => {
		const known = await t.signIn('agree@example.org');
		const { actor, sessionIdHash } = await guest();
		const stranger = await guest();
		const other = await sent(stranger.actor.accountId);
		const own = await sent(actor.accountId);
		await agree(other.pointId, known.actor.accountId);
		await agree(other.pointId, actor.accountId);
		await agree(own.pointId, known.actor.accountId);
		await t.signIn('agree@example.org', as(actor), sessionIdHash);
		expect(await agreed(other.pointId)).toEqual([known.actor.accountId]);
		expect(await agreed(own.pointId)).toEqual([]);
	});

	it('brings along also what was sent twice with the same key', async () => {
		const known = await t.signIn('twice@example.org');
		const { actor, sessionIdHash } = await guest();
		await sent(known.actor.accountId, { key: 'k', hash: 'h' });
		const { submissionId } = await sent(actor.accountId, { key: 'k', hash: 'h' });
		await t.signIn('twice@example.org', as(actor), sessionIdHash);
		expect((await senderOf(submissionId)).account_id).toBe(known.actor.accountId);
	});

	it('in another browser than the one that asked gets nothing of the guest’s', async () => {
		const known = await t.signIn('other-browser@example.org');
		const { actor } = await guest();
		const { submissionId } = await sent(actor.accountId);
		await t.signIn('other-browser@example.org', as(actor), null);
		expect((await senderOf(submissionId)).account_id).toBe(actor.accountId);
		expect((await t.identity.actorOf(known.actor.accountId)).kind).toBe('person');
	});

	it('cannot be robbed by a link that somebody else asked for', async () => {
		const thief = await t.signIn('thief@example.org');
		const victim = await guest();
		const { submissionId } = await sent(victim.actor.accountId);
		await t.identity.requestLink(as(thief.actor), { email: 'thief@example.org', language: 'sv', ip: '192.0.2.77' });
		const code = await t.mailedCode('thief@example.org');
		await t.identity.useLink(as(victim.actor), { code, session: victim.sessionIdHash });
		expect((await senderOf(submissionId)).account_id).toBe(victim.actor.accountId);
	});

	it('does not merge two verified people', async () => {
		const one: Person = (await t.signIn('verified-one@example.org')).actor;
		const two = await t.signIn('verified-two@example.org');
		const { submissionId } = await sent(two.actor.accountId);
		await t.signIn('verified-one@example.org', as(two.actor), two.sessionIdHash);
		expect((await senderOf(submissionId)).account_id).toBe(two.actor.accountId);
		expect((await t.identity.actorOf(one.accountId)).kind).toBe('person');
	});
});
