import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import { hasRole, type Role } from '#server/permissions/actor.ts';
import { as, cookieHeader, testIdentity, visitor, type TestIdentity } from '../support/identity.ts';

let t: TestIdentity;
let dialogueId: string;
let admin: Awaited<ReturnType<TestIdentity['administrator']>>;

beforeAll(async () => {
	t = await testIdentity();
	dialogueId = await t.dialogue();
	admin = await t.administrator();
});
afterAll(() => t.close());

const failsWith = (code: string) => expect.objectContaining({ name: 'MedskickError', code });
const invite = (email: string, role: Role, more: object = {}) =>
	t.identity.inviteToRole(as(admin.actor), { email, name: 'Test Testsson', dialogueId, role, ...more });

describe('a role', () => {
	it('is given by the administrator and works from the next request on; sockets are judged again', async () => {
		const { actor, cookie } = await t.signIn('lead@example.org');
		await t.identity.grantRole(as(admin.actor), { dialogueId, accountId: actor.accountId, role: 'process_lead' });
		const found = await t.identity.authenticate(cookieHeader(cookie));
		expect(hasRole(found.actor, dialogueId, 'process_lead')).toBe(true);
		expect(hasRole(found.actor, newId(), 'process_lead')).toBe(false);
		expect(t.told.accessChanged).toContain(actor.accountId);
	});

	it('for somebody without an account waits until they have signed in', async () => {
		const accountId = await invite('invited@example.org', 'communicator');
		expect(hasRole(await t.identity.actorOf(accountId), dialogueId, 'communicator')).toBe(false);
		const { actor } = await t.signIn('invited@example.org');
		expect(actor).toMatchObject({ accountId, name: 'Test Testsson' });
		expect(hasRole(actor, dialogueId, 'communicator')).toBe(true);
	});

	it('is taken away at once', async () => {
		const { actor, cookie } = await t.signIn('former@example.org');
		const role = { dialogueId, accountId: actor.accountId, role: 'host' as const };
		await t.identity.grantRole(as(admin.actor), role);
		await t.identity.revokeRole(as(admin.actor), role);
		expect((await t.identity.authenticate(cookieHeader(cookie))).actor).toMatchObject({ roles: [] });
		await expect(t.identity.revokeRole(as(admin.actor), role)).rejects.toEqual(failsWith('not_found'));
	});

	it('can be given by the dialogue’s own process lead, and in that dialogue only', async () => {
		const lead = await t.signIn('own-lead@example.org');
		await invite('own-lead@example.org', 'process_lead');
		const by = as(await t.identity.actorOf(lead.actor.accountId));
		await t.identity.inviteToRole(by, { email: 'helper@example.org', name: '', dialogueId, role: 'host' });
		const elsewhere = { email: 'helper@example.org', name: '', dialogueId: await t.dialogue(), role: 'host' as const };
		await expect(t.identity.inviteToRole(by, elsewhere)).rejects.toEqual(failsWith('forbidden'));
	});

	it.each<Role>(['host', 'case_officer', 'communicator', 'registrar', 'reviewer'])(
		'cannot be given by a %s',
		async (role) => {
			const email = `${role}@example.org`.replace('_', '-');
			const more = role === 'reviewer' ? { organisationId: await organisation() } : {};
			const accountId = await invite(email, role, more);
			await t.signIn(email);
			const by = as(await t.identity.actorOf(accountId));
			const input = { dialogueId, accountId, role: 'process_lead' as const };
			await expect(t.identity.grantRole(by, input)).rejects.toEqual(failsWith('forbidden'));
			await expect(t.identity.accountsOf(by, dialogueId)).rejects.toEqual(failsWith('forbidden'));
		}
	);

	it('cannot be given by a visitor or a guest, who are told to sign in', async () => {
		const guest = await t.identity.ensureGuest(visitor(), null, {
			name: 'G',
			organisationName: '',
			organisationType: 'other'
		});
		const input = { dialogueId, accountId: admin.actor.accountId, role: 'host' as const };
		for (const by of [visitor(), as(guest.actor)]) {
			await expect(t.identity.grantRole(by, input)).rejects.toEqual(failsWith('not_signed_in'));
		}
	});

	it('is not given to a guest, an unknown account, in an unknown dialogue, or with a word that is no id', async () => {
		const guest = await t.identity.ensureGuest(visitor(), null, {
			name: 'G',
			organisationName: '',
			organisationType: 'other'
		});
		const give = (accountId: string, dialogue = dialogueId) =>
			t.identity.grantRole(as(admin.actor), { dialogueId: dialogue, accountId, role: 'host' });
		for (const accountId of [guest.actor.accountId, newId(), "'; drop table account; --"]) {
			await expect(give(accountId)).rejects.toEqual(failsWith('not_found'));
		}
		await expect(give(admin.actor.accountId, newId())).rejects.toEqual(failsWith('not_found'));
		await expect(give(admin.actor.accountId, 'nonsense')).rejects.toEqual(failsWith('not_found'));
	});

	it('of a reviewer needs an organisation, of a case officer areas of the same dialogue', async () => {
		const bad = invite('rev@example.org', 'reviewer');
		await expect(bad).rejects.toMatchObject({ code: 'bad_input', issues: [{ field: 'organisationId' }] });
		const foreign = invite('co@example.org', 'case_officer', { areaIds: [newId()] });
		await expect(foreign).rejects.toMatchObject({ code: 'bad_input', issues: [{ field: 'areaIds' }] });
		const area = { id: newId(), dialogue_id: dialogueId, code: 'ENE', name: 'Hållbar energi', ordinal: 1 };
		await t.database.insertInto('priority_area').values(area).execute();
		const accountId = await invite('co@example.org', 'case_officer', { areaIds: [area.id, area.id] });
		expect(await t.identity.actorOf(accountId)).toMatchObject({ roles: [{ areaIds: [area.id] }] });
	});

	it('leaves an event in the dialogue’s own trail', async () => {
		const accountId = await invite('trail@example.org', 'host');
		const trail = await t.database
			.selectFrom('audit_event')
			.select(['action', 'dialogue_id', 'actor_id', 'actor_role'])
			.where('object_id', '=', accountId)
			.where('action', '=', 'role.grant')
			.execute();
		expect(trail).toEqual([
			{ action: 'role.grant', dialogue_id: dialogueId, actor_id: admin.actor.accountId, actor_role: 'admin' }
		]);
	});
});

describe('accounts', () => {
	it('are for the administrator alone', async () => {
		const { actor } = await t.signIn('curious@example.org');
		const lead = await invite('curious-lead@example.org', 'process_lead');
		await t.signIn('curious-lead@example.org');
		for (const by of [as(actor), as(await t.identity.actorOf(lead))]) {
			await expect(t.identity.accounts(by)).rejects.toEqual(failsWith('forbidden'));
			await expect(t.identity.account(by, admin.actor.accountId)).rejects.toEqual(failsWith('forbidden'));
			await expect(t.identity.disableAccount(by, admin.actor.accountId)).rejects.toEqual(failsWith('forbidden'));
			await expect(t.identity.setAdministrator(by, actor.accountId, true)).rejects.toEqual(failsWith('forbidden'));
			const created = t.identity.createAccount(by, { email: 'x@example.org', name: '' });
			await expect(created).rejects.toEqual(failsWith('forbidden'));
		}
	});

	it('that are disabled are out at once, cannot come in, and can be opened again', async () => {
		const { actor, cookie } = await t.signIn('leaver@example.org');
		await t.identity.disableAccount(as(admin.actor), actor.accountId);
		expect((await t.identity.authenticate(cookieHeader(cookie))).actor.kind).toBe('visitor');
		expect(t.told.signedOut).toContainEqual({ accountId: actor.accountId });
		await expect(t.signIn('leaver@example.org')).rejects.toEqual(failsWith('link_expired'));
		await t.identity.enableAccount(as(admin.actor), actor.accountId);
		expect((await t.signIn('leaver@example.org')).actor.accountId).toBe(actor.accountId);
	});

	it('are found by a part of the name or address; wildcards are ordinary letters; guests are not listed', async () => {
		await t.identity.createAccount(as(admin.actor), { email: 'needle@example.org', name: 'Åke Synål' });
		await t.identity.ensureGuest(visitor(), null, { name: 'Synål', organisationName: '', organisationType: 'other' });
		const find = async (search: string) =>
			(await t.identity.accounts(as(admin.actor), { search })).accounts.map((account) => account.email);
		expect(await find('synål')).toEqual(['needle@example.org']);
		expect(await find('NEEDLE@')).toEqual(['needle@example.org']);
		expect(await find('%')).toEqual([]);
		expect(await find('\u0000')).not.toEqual([]);
	});

	it('keep an administrator: the last one can neither step down nor be closed', async () => {
		const own = await testIdentity();
		const only = await own.administrator();
		const by = as(only.actor);
		const stepDown = () => own.identity.setAdministrator(by, only.actor.accountId, false);
		await expect(stepDown()).rejects.toEqual(failsWith('rule_broken'));
		await expect(own.identity.disableAccount(by, only.actor.accountId)).rejects.toEqual(failsWith('rule_broken'));
		const second = await own.signIn('second@example.org');
		await own.identity.setAdministrator(by, second.actor.accountId, true);
		await stepDown();
		expect((await own.identity.actorOf(second.actor.accountId)) as object).toMatchObject({ isAdmin: true });
		await own.close();
	});

	it('become administrators only after signing in', async () => {
		const accountId = await t.identity.createAccount(as(admin.actor), { email: 'unseen@example.org', name: '' });
		const asked = t.identity.setAdministrator(as(admin.actor), accountId, true);
		await expect(asked).rejects.toEqual(failsWith('rule_broken'));
	});
});

async function organisation(): Promise<string> {
	const row = { id: newId(), name: `Kommun ${newId()}`, type: 'municipality' };
	await t.database.insertInto('organisation').values(row).execute();
	return row.id;
}
