import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, cookieHeader, testIdentity, visitor, type TestIdentity } from '../support/identity.ts';

const MINUTE = 60_000;
let t: TestIdentity;

beforeAll(async () => void (t = await testIdentity()));
afterAll(() => t.close());

const failsWith = (code: string) => expect.objectContaining({ name: 'MedskickError', code });
const auditOf = (objectId: string) =>
	t.database.selectFrom('audit_event').selectAll().where('object_id', '=', objectId).orderBy('position').execute();

describe('a session', () => {
	it('is not there for somebody who only reads: no row, no cookie, a visitor', async () => {
		const found = await t.identity.authenticate(null);
		expect(found).toEqual({ actor: { kind: 'visitor' }, sessionIdHash: null });
	});

	it('is kept as a hash only, so that whoever reads the table can sign in as nobody', async () => {
		const { cookie, sessionIdHash } = await t.signIn('hash@example.org');
		const rows = await t.database.selectFrom('session').selectAll().execute();
		expect(rows.map((row) => row.id_hash)).toContain(sessionIdHash);
		expect(JSON.stringify(rows)).not.toContain(cookie.value);
		const stolen = await t.identity.authenticate(cookieHeader({ ...cookie, value: sessionIdHash }));
		expect(stolen.actor.kind).toBe('visitor');
	});

	it('has a cookie for this host, https and the server alone', async () => {
		const { cookie } = await t.signIn('cookie@example.org');
		expect(cookie.name).toBe('__Host-medskick');
		expect(cookie.attributes).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
	});

	it('drops the prefix that browsers refuse on plain http', async () => {
		const plain = await testIdentity({ secureCookies: false });
		const { cookie } = await plain.signIn('http@example.org');
		expect(cookie).toMatchObject({ name: 'medskick', attributes: { secure: false } });
		await plain.close();
	});

	it('is renewed with the same id when half its time is gone', async () => {
		const { cookie, sessionIdHash } = await t.signIn('renew@example.org');
		expect((await t.identity.authenticate(cookieHeader(cookie))).refreshedCookie).toBeUndefined();
		const soon = new Date(Date.now() + 5 * 24 * 60 * MINUTE);
		await t.database.updateTable('session').set({ expires_at: soon }).where('id_hash', '=', sessionIdHash).execute();
		const found = await t.identity.authenticate(cookieHeader(cookie));
		expect(found.refreshedCookie?.value).toBe(cookie.value);
	});

	it('ends when its time is out', async () => {
		const { cookie, sessionIdHash } = await t.signIn('old@example.org');
		const past = new Date(Date.now() - MINUTE);
		await t.database.updateTable('session').set({ expires_at: past }).where('id_hash', '=', sessionIdHash).execute();
		expect((await t.identity.authenticate(cookieHeader(cookie))).actor.kind).toBe('visitor');
	});

	it.each(['', '=;;=', '__Host-medskick', '__Host-medskick=%E0%A4%A', '__Host-medskick=' + 'a'.repeat(5_000)])(
		'survives the cookie header %j',
		async (header) => expect((await t.identity.authenticate(header)).actor.kind).toBe('visitor')
	);
});

describe('a sign-in link', () => {
	it('signs in once, as whoever reads the address, written in any case', async () => {
		const first = await t.signIn('Once@Example.org'.toLowerCase());
		const code = await t.mailedCode('once@example.org');
		expect(first.actor).toMatchObject({ email: 'once@example.org', verified: true, isAdmin: false, roles: [] });
		await expect(t.identity.useLink(visitor(), { code, session: null })).rejects.toEqual(failsWith('link_expired'));
		const again = await t.signIn('once@example.org');
		expect(again.actor.accountId).toBe(first.actor.accountId);
	});

	it('can be looked at by a mail scanner without being used up', async () => {
		await t.identity.requestLink(visitor(), { email: 'scan@example.org', language: 'en', ip: '198.51.100.1' });
		const code = await t.mailedCode('scan@example.org');
		for (let look = 0; look < 3; look++) {
			expect(await t.identity.peekLink(code)).toEqual({ email: 'scan@example.org' });
		}
		await t.identity.useLink(visitor(), { code, session: null });
		expect(await t.identity.peekLink(code)).toBeNull();
	});

	it('works for two who press at the same time only for one of them', async () => {
		await t.identity.requestLink(visitor(), { email: 'race@example.org', language: 'sv', ip: '198.51.100.2' });
		const code = await t.mailedCode('race@example.org');
		const presses = await Promise.allSettled(
			Array.from({ length: 5 }, () => t.identity.useLink(visitor(), { code, session: null }))
		);
		expect(presses.filter((press) => press.status === 'fulfilled')).toHaveLength(1);
	});

	it('runs out after fifteen minutes of the machine’s time, whatever the demo’s time says', async () => {
		const own = await testIdentity();
		await own.identity.requestLink(visitor(), { email: 'late@example.org', language: 'sv', ip: '198.51.100.3' });
		const code = await own.mailedCode('late@example.org');
		own.clock.pass(15 * MINUTE - 5_000);
		expect(await own.identity.peekLink(code)).not.toBeNull();
		own.clock.pass(10_000);
		await expect(own.identity.useLink(visitor(), { code, session: null })).rejects.toEqual(failsWith('link_expired'));
		await own.close();
	});

	it('is nowhere in the database but in its letter', async () => {
		await t.identity.requestLink(visitor(), { email: 'secret@example.org', language: 'sv', ip: '198.51.100.4' });
		const code = await t.mailedCode('secret@example.org');
		const links = await t.database.selectFrom('sign_in_link').selectAll().execute();
		const jobs = await t.database.selectFrom('audit_event').selectAll().execute();
		const kept = JSON.stringify([links.map((link) => link.token_hash.toString('base64url')), jobs]);
		expect(kept).not.toContain(code);
	});

	it('is sent to an address that nobody knows just as to one that is known, also to a closed account', async () => {
		const admin = await t.administrator('answer-admin@example.org');
		const known = await t.signIn('known@example.org');
		await t.identity.disableAccount(as(admin.actor), known.actor.accountId);
		for (const email of ['known@example.org', 'unknown@example.org']) {
			const answer = await t.identity.requestLink(visitor(), { email, language: 'sv', ip: '198.51.100.5' });
			expect(answer).toBeUndefined();
		}
		const code = await t.mailedCode('known@example.org');
		await expect(t.identity.useLink(visitor(), { code, session: null })).rejects.toEqual(failsWith('link_expired'));
	});

	it('is refused the sixth time in a quarter of an hour for one address, wherever the questions come from', async () => {
		const ask = (n: number) =>
			t.identity.requestLink(visitor(), { email: 'flood@example.org', language: 'sv', ip: `203.0.113.${n}` });
		for (let n = 1; n <= 5; n++) await ask(n);
		await expect(ask(6)).rejects.toEqual(failsWith('too_many'));
	});

	it('is refused to one place that asks for many addresses', async () => {
		const ask = (n: number) =>
			t.identity.requestLink(visitor(), { email: `n${n}@example.org`, language: 'sv', ip: '203.0.113.99' });
		for (let n = 0; n < 60; n++) await ask(n);
		await expect(ask(60)).rejects.toEqual(failsWith('too_many'));
	});

	it.each(['', 'namn', 'a@b', 'a@b.se\r\nBcc: c@d.se', 'a b@c.se', 'x'.repeat(300) + '@example.org', '\0@example.org'])(
		'is not sent to %j, and the answer says how an address is written',
		async (email) => {
			const asked = t.identity.requestLink(visitor(), { email, language: 'sv', ip: '198.51.100.6' });
			await expect(asked).rejects.toMatchObject({ code: 'bad_input', issues: [{ field: 'email' }] });
		}
	);

	it.each(['', 'x', 'å'.repeat(43), 'A'.repeat(43), '../../etc', '\0'.repeat(43)])('is not %j', async (code) => {
		await expect(t.identity.useLink(visitor(), { code, session: null })).rejects.toEqual(failsWith('link_expired'));
		expect(await t.identity.peekLink(code)).toBeNull();
	});

	it('goes on only to a page of ours', async () => {
		const ask = async (next: string, email: string) => {
			await t.identity.requestLink(visitor(), { email, language: 'en', ip: '198.51.100.7', next });
			const { text_body } = await t.database
				.selectFrom('mail_message')
				.select('text_body')
				.where('to_address', '=', email)
				.executeTakeFirstOrThrow();
			return new URL(/https:\S+/.exec(text_body)?.[0] ?? '');
		};
		const good = await ask('/arbetsyta/dialog?a=1', 'next-1@example.org');
		expect(good.pathname).toBe('/en/logga-in/lank');
		expect(good.searchParams.get('till')).toBe('/arbetsyta/dialog?a=1');
		for (const [index, bad] of [
			'//evil.example',
			'https://evil.example',
			'/\\evil.example',
			'javascript:x'
		].entries()) {
			expect((await ask(bad, `next-bad-${index}@example.org`)).searchParams.has('till')).toBe(false);
		}
	});

	it('gives a new session id at each sign-in and ends the one before it', async () => {
		const first = await t.signIn('fixation@example.org');
		const second = await t.signIn('fixation@example.org', as(first.actor), first.sessionIdHash);
		expect(second.cookie.value).not.toBe(first.cookie.value);
		expect((await t.identity.authenticate(cookieHeader(first.cookie))).actor.kind).toBe('visitor');
		expect(t.told.signedOut).toContainEqual({ sessionIdHash: first.sessionIdHash });
	});
});

describe('signing out', () => {
	it('ends this session and leaves the others', async () => {
		const phone = await t.signIn('two@example.org');
		const laptop = await t.signIn('two@example.org');
		const blank = await t.identity.signOut(as(phone.actor), phone.sessionIdHash);
		expect(blank).toMatchObject({ value: '', attributes: { maxAge: 0 } });
		expect((await t.identity.authenticate(cookieHeader(phone.cookie))).actor.kind).toBe('visitor');
		expect((await t.identity.authenticate(cookieHeader(laptop.cookie))).actor.kind).toBe('person');
		expect(t.told.signedOut).toContainEqual({ sessionIdHash: phone.sessionIdHash });
	});

	it('elsewhere ends every session but this one, and only one’s own', async () => {
		const lost = await t.signIn('elsewhere@example.org');
		const here = await t.signIn('elsewhere@example.org');
		const somebodyElse = await t.signIn('else@example.org');
		await t.identity.signOutElsewhere(as(here.actor), here.sessionIdHash);
		expect((await t.identity.authenticate(cookieHeader(lost.cookie))).actor.kind).toBe('visitor');
		expect((await t.identity.authenticate(cookieHeader(here.cookie))).actor.kind).toBe('person');
		expect((await t.identity.authenticate(cookieHeader(somebodyElse.cookie))).actor.kind).toBe('person');
		expect(t.told.signedOut).toContainEqual({ sessionIdHash: lost.sessionIdHash });
	});

	it('everywhere ends this one too', async () => {
		const one = await t.signIn('everywhere@example.org');
		await t.identity.signOutEverywhere(as(one.actor));
		expect((await t.identity.authenticate(cookieHeader(one.cookie))).actor.kind).toBe('visitor');
		expect(t.told.signedOut).toContainEqual({ accountId: one.actor.accountId });
	});

	it('is nothing to a visitor, who can end nobody’s sessions', async () => {
		expect(await t.identity.signOut(visitor(), null)).toMatchObject({ value: '' });
		await expect(t.identity.signOutEverywhere(visitor())).rejects.toEqual(failsWith('not_signed_in'));
	});

	it('lists one’s own sessions and says which is this one', async () => {
		await t.signIn('list@example.org');
		const here = await t.signIn('list@example.org');
		const sessions = await t.identity.sessionsOf(as(here.actor), here.sessionIdHash);
		expect(sessions).toHaveLength(2);
		expect(sessions.filter((session) => session.current).map((session) => session.sessionIdHash)).toEqual([
			here.sessionIdHash
		]);
	});
});

describe('the first administrator', () => {
	it('gets one link at a time, and none once there is an administrator', async () => {
		const own = await testIdentity();
		const link = await own.identity.firstAdministratorLink('chef@example.org');
		expect(link).toMatch(/^https:\/\/dialog\.example\.org\/logga-in\/lank\?kod=/);
		expect(await own.identity.firstAdministratorLink('chef@example.org')).toBeNull();
		const code = new URL(link ?? '').searchParams.get('kod') ?? '';
		const { actor } = await own.identity.useLink(visitor(), { code, session: null });
		expect(actor).toMatchObject({ isAdmin: true, email: 'chef@example.org' });
		own.clock.pass(48 * 60 * MINUTE);
		expect(await own.identity.firstAdministratorLink('chef@example.org')).toBeNull();
		await own.close();
	});

	it('gets a new link when the first ran out unused', async () => {
		const own = await testIdentity();
		await own.identity.firstAdministratorLink('chef@example.org');
		own.clock.pass(25 * 60 * MINUTE);
		expect(await own.identity.firstAdministratorLink('chef@example.org')).not.toBeNull();
		await own.close();
	});

	it('is nobody who signs in by an ordinary link, also with that address', async () => {
		const own = await testIdentity();
		await own.identity.firstAdministratorLink('chef@example.org');
		expect((await own.signIn('chef@example.org')).actor.isAdmin).toBe(false);
		await own.close();
	});
});

describe('one’s own details', () => {
	it('can be changed by oneself, and the trail holds the change without the words', async () => {
		const { actor } = await t.signIn('profile@example.org');
		const profile = { name: 'Åsa Öberg', organisationName: 'Byalaget', organisationType: 'civil_society' };
		await t.identity.updateProfile(as(actor), profile);
		expect(await t.identity.actorOf(actor.accountId)).toMatchObject(profile);
		const trail = await auditOf(actor.accountId);
		expect(trail.map((event) => event.action)).toEqual(['account.sign_in', 'account.update']);
		expect(JSON.stringify(trail)).not.toContain('Öberg');
	});

	it.each([
		[{ name: 'a\nb', organisationName: '', organisationType: 'other' }, 'name'],
		[{ name: 'a'.repeat(121), organisationName: '', organisationType: 'other' }, 'name'],
		[{ name: '', organisationName: '\0', organisationType: 'other' }, 'organisationName'],
		[{ name: '', organisationName: '', organisationType: 'king' }, 'organisationType']
	])('refuses %j and names the field', async (profile, field) => {
		const { actor } = await t.identity.ensureGuest(visitor(), null, {
			name: 'Gäst',
			organisationName: '',
			organisationType: 'private_person'
		});
		const asked = t.identity.updateProfile(as(actor), profile);
		await expect(asked).rejects.toMatchObject({ code: 'bad_input', issues: [{ field }] });
	});
});
