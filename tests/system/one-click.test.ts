import { afterAll, beforeAll, expect, it } from 'vitest';
import { VISITOR } from '#server/permissions/actor.ts';
import { bySystem } from '#server/database/transaction.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeInvitation } from '../support/invitations.ts';
import { makeMeeting } from '../support/meetings.ts';
import { startSite, type Site } from '../support/site.ts';

// What a mail server does when its reader presses *leave* (RFC 8058): a form from nowhere, without cookie or Origin.

let site: Site;
beforeAll(async () => {
	site = await startSite();
});
afterAll(() => site.close());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

it('leaves the list with one form from nowhere, and answers the same when it has been left', async () => {
	const { app } = site;
	const { dialogueId } = await makeDialogue(app);
	const request = { dialogueId, email: 'anna@example.org', language: 'sv' as const, ip: '10.0.0.1' };
	await app.news.subscribe(as(VISITOR), request);
	const rows = () => app.database.selectFrom('news_subscription').select('leave_code').execute();
	const [row] = await rows();
	const path = `/prenumeration/avsluta/ett-klick?kod=${row?.leave_code ?? ''}`;
	expect((await site.ask(path)).status).toBe(303);
	expect(await rows()).toHaveLength(1);
	for (let press = 0; press < 2; press++) {
		const answer = await site.ask(path, {
			...{ method: 'POST', headers: FORM, origin: null },
			body: 'List-Unsubscribe=One-Click'
		});
		expect(answer.status).toBe(204);
		expect(await rows()).toEqual([]);
	}
});

it('says no to invitations with one form from nowhere, and to nothing by being looked at', async () => {
	const { app } = site;
	const dialogue = await makeDialogue(app);
	const mailingId = await makeInvitation(app, dialogue, await makeMeeting(app, dialogue), ['bo@example.org']);
	await app.invitations.send(bySystem(), dialogue.dialogueId, mailingId);
	const recipient = app.database
		.selectFrom('mailing_recipient')
		.select('leave_code')
		.where('mailing_id', '=', mailingId);
	const path = `/inbjudan/avsta/ett-klick?kod=${(await recipient.executeTakeFirstOrThrow()).leave_code}`;
	const refused = () => app.database.selectFrom('invitation_refusal').select('email').execute();
	expect((await site.ask(path)).status).toBe(303);
	expect((await site.ask(path.replace('/ett-klick', ''))).body).toContain('bo@example.org');
	expect(await refused()).toEqual([]);
	for (let press = 0; press < 2; press++) {
		const asked = { method: 'POST', headers: FORM, origin: null, body: 'List-Unsubscribe=One-Click' };
		expect((await site.ask(path, asked)).status).toBe(204);
		expect(await refused()).toEqual([{ email: 'bo@example.org' }]);
	}
});

it('takes forms from nowhere at no other address', async () => {
	const person = await makePerson(site.app);
	for (const path of ['/prenumeration/avsluta', '/inbjudan/avsta', '/logga-ut', '/mitt?/everywhere'])
		expect((await site.post(path, { _code: 'x'.repeat(43) }, { as: person, origin: null })).status).toBe(403);
});
