import { describe, expect, it } from 'vitest';
import { createApplication } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { createLog } from '#server/log.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue } from '../support/factories.ts';
import { mailingInput, makeInvitation, makeList, pasted } from '../support/invitations.ts';
import { inviting, leaveCode, system } from '../support/inviting.ts';
import { makeMeeting } from '../support/meetings.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { signUp } from '../support/registrations.ts';

const { test, mailbox, app, anAddress, ground, stateOf, deliveries, sentOut } = inviting();

describe('sending', () => {
	const many = (count: number) => Array.from({ length: count }, () => anAddress('manga'));
	const lettersTo = async (mailingId: string, of = app()) =>
		(
			await of.database
				.selectFrom('mailing_recipient')
				.select('email')
				.where('mailing_id', '=', mailingId)
				.where('state', '=', 'written')
				.execute()
		).length;

	it('writes one letter for each address however often the job runs and the button is pressed', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const addresses = many(20);
		const mailingId = await makeInvitation(app(), dialogue, meeting, addresses);
		await Promise.all([1, 2, 3].map(() => app().invitations.send(bySystem(), dialogueId, mailingId)));
		await Promise.all([1, 2, 3, 4].map(() => app().invitations.writeLetters(mailingId)));
		await sentOut(dialogueId, mailingId);
		for (const email of addresses) await mailbox().emailTo(email, 'Vi bjuder in');
		expect(addresses.map((email) => mailbox().count(email, 'Vi bjuder in'))).toEqual(addresses.map(() => 1));
	});

	it('keeps to its pace, stops when it is paused and goes on from there', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const mailingId = await makeInvitation(app(), dialogue, meeting, many(5), { lettersPerMinute: 12 });
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		await expect.poll(() => lettersTo(mailingId), { timeout: 15_000 }).toBe(2);
		await Promise.all([1, 2, 3].map(() => app().invitations.writeLetters(mailingId)));
		expect(await lettersTo(mailingId)).toBe(2);
		await app().invitations.pause(bySystem(), dialogueId, mailingId);
		await app().database.updateTable('mailing').set({ next_at: null }).where('id', '=', mailingId).execute();
		await app().invitations.writeLetters(mailingId);
		expect([await lettersTo(mailingId), await stateOf(dialogueId, mailingId)]).toEqual([2, 'paused']);
		await app().invitations.resume(bySystem(), dialogueId, mailingId);
		await expect.poll(() => lettersTo(mailingId), { timeout: 15_000 }).toBe(4);
	});

	it('goes on where it was after the process has ended in the middle, and writes nobody twice', async () => {
		const database = await testDatabaseUrl();
		const start = async () => {
			const started = await createApplication({
				...{ config: app().config, databaseUrl: database.appUrl, clock: test().clock, inputsPerMinute: 10_000 },
				log: createLog({ level: 'fatal' })
			});
			await started.start();
			return started;
		};
		const first = await start();
		const dialogue = await makeDialogue(first);
		const addresses = many(130);
		const mailingId = await makeInvitation(first, dialogue, await makeMeeting(first, dialogue), addresses);
		await first.invitations.send(bySystem(), dialogue.dialogueId, mailingId);
		await expect.poll(() => lettersTo(mailingId, first), { timeout: 15_000 }).toBe(100);
		await first.close();
		const second = await start();
		expect(await stateOf(dialogue.dialogueId, mailingId, second)).toBe('sending');
		await sentOut(dialogue.dialogueId, mailingId, second);
		for (const email of addresses) await mailbox().emailTo(email, 'Vi bjuder in');
		expect(new Set(addresses.map((email) => mailbox().count(email, 'Vi bjuder in')))).toEqual(new Set([1]));
		await second.close();
		await database.drop();
	});
});

describe('saying no', () => {
	it('takes one press, holds for every dialogue and list, and takes back what has not left', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [email, stays] = [anAddress('nej'), anAddress('kvar')];
		const mailingId = await makeInvitation(app(), dialogue, meeting, [email, stays]);
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		const code = leaveCode((await mailbox().emailTo(email, 'Vi bjuder in')).text);
		await sentOut(dialogueId, mailingId);
		const unsent = { sent_at: null };
		await app().database.updateTable('mail_message').set(unsent).where('to_address', '=', email).execute();
		expect(await app().invitations.peekRefusal(code)).toMatchObject({ email });
		for (let press = 0; press < 2; press++) await app().invitations.refuse(as(VISITOR), code);
		expect(await app().invitations.peekRefusal(code)).toBeNull();
		expect(await deliveries(dialogueId, mailingId)).toMatchObject({ [email]: 'left_out', [stays]: 'sent' });
		const other = await ground();
		const listId = await makeList(app(), other.dialogue, []);
		const preview = app().invitations.preview(system, other.dialogueId, listId, pasted(email.toUpperCase()));
		expect((await preview).lines).toMatchObject([{ refusal: 'declined' }]);
		const again = await makeInvitation(app(), dialogue, meeting, []);
		const audience = {
			...mailingInput().audience,
			listIds: (await app().invitations.lists(system, dialogueId)).map(({ id }) => id)
		};
		await app().invitations.update(bySystem(), dialogueId, again, mailingInput({ audience }));
		expect(await app().invitations.reach(system, dialogueId, again)).toMatchObject({
			recipients: [{ email: stays }],
			declined: 1
		});
	});

	it('takes back both consents of a registration, which its sender then sees', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const email = anAddress('angrar-sig');
		const both = { mayContact: true, mayContactLater: true };
		const { code } = await signUp(app(), dialogue, meeting, 'online', { email, ...both });
		expect(await app().registrations.view(VISITOR, code)).toMatchObject(both);
		const mailingId = await makeInvitation(app(), dialogue, await makeMeeting(app(), dialogue), [email]);
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		await app().invitations.refuse(as(VISITOR), leaveCode((await mailbox().emailTo(email, 'Vi bjuder in')).text));
		const none = { mayContact: false, mayContactLater: false };
		expect(await app().registrations.view(VISITOR, code)).toMatchObject(none);
	});

	it('while letters are being written leaves that one out', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const email = anAddress('nej');
		const first = await makeInvitation(app(), dialogue, meeting, [email]);
		await app().invitations.send(bySystem(), dialogueId, first);
		const code = leaveCode((await mailbox().emailTo(email, 'Vi bjuder in')).text);
		const addresses = [`0-${anAddress()}`, `1-${anAddress()}`, email];
		const second = await makeInvitation(app(), dialogue, meeting, addresses, {
			...{ lettersPerMinute: 6, subject: 'Igen', text: 'En gång till.' }
		});
		await app().invitations.send(bySystem(), dialogueId, second);
		await app().invitations.refuse(as(VISITOR), code);
		await app().database.updateTable('mailing').set({ letters_per_minute: 600, next_at: null }).execute();
		await app().invitations.writeLetters(second);
		await sentOut(dialogueId, second);
		expect((await deliveries(dialogueId, second))[email]).toBe('left_out');
		expect(mailbox().count(email, 'En gång till')).toBe(0);
	});

	it('goes by nothing but the code of an invitation', async () => {
		for (const code of ['', 'x', '__proto__']) {
			await expect(app().invitations.refuse(as(VISITOR), code)).rejects.toMatchObject({ code: 'not_found' });
			expect(await app().invitations.peekRefusal(code)).toBeNull();
		}
		await app().invitations.refuse(as(VISITOR), 'x'.repeat(43));
		expect(await app().invitations.peekRefusal('x'.repeat(43))).toBeNull();
	});
});
