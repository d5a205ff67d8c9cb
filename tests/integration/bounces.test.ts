import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Environment } from '#server/config.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { createLog } from '#server/log.ts';
import { takePiped } from '#server/mail/bounce-pipe.ts';
import { queueMail } from '#server/mail/queue.ts';
import { TEST_NOW } from '../support/application.ts';
import { autoReply, type Bounce, bytes, exchangeReport, postfixReport } from '../support/delivery-reports.ts';
import { as, makePerson } from '../support/factories.ts';
import { makeInvitation } from '../support/invitations.ts';
import { inviting, NO_SUCH_USER, system } from '../support/inviting.ts';
import { makeMeeting } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';

const { test, mailbox, app, anAddress, ground, deliveries, sentOut } = inviting();
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
type Ground = Awaited<ReturnType<typeof ground>>;

/** An invitation that has left, and what its reader's mail server is told of it. */
async function invited(at: Ground, email = anAddress('studsar')) {
	const mailingId = await makeInvitation(app(), at.dialogue, at.meeting, [email]);
	await app().invitations.send(bySystem(), at.dialogueId, mailingId);
	await sentOut(at.dialogueId, mailingId);
	await expect.poll(() => deliveries(at.dialogueId, mailingId)).toEqual({ [email]: 'sent' });
	const letter = await mailbox().emailTo(email, 'Vi bjuder in');
	return { email, mailingId, bounce: { to: email, messageId: letter.messageId?.replace(/[<>]/g, '') ?? '' } };
}
const saved = (message: string) => [{ name: 'studs.eml', bytes: bytes(message) }];
const handIn = async (dialogueId: string, message: string, by = bySystem()) =>
	(await app().invitations.takeReports(by, dialogueId, saved(message)))[0];
const pipe = (message: string, environment: Environment = {}) =>
	takePiped(bytes(message), { DATABASE_URL: test().appUrl, ...environment }, createLog({ level: 'fatal' }));
const eventsOf = (objectId: string) =>
	app()
		.database.selectFrom('audit_event')
		.select(['dialogue_id', 'actor_role'])
		.where('action', '=', 'mail.bounce')
		.where('object_id', '=', objectId)
		.execute();
const idOf = ({ messageId }: Bounce) => messageId.split('@')[0] ?? '';
const reachOf = async ({ dialogue, dialogueId, meeting }: Ground, emails: string[]) => {
	const mailingId = await makeInvitation(app(), dialogue, meeting, emails);
	return app().invitations.reach(system, dialogueId, mailingId);
};

describe('a letter that comes back', () => {
	it.each([
		['Postfix', postfixReport],
		['Exchange', exchangeReport]
	])('is shown beside its reader as refused, with what %s said, once', async (_server, write) => {
		const at = await ground();
		const { email, mailingId, bounce } = await invited(at);
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: at.dialogue });
		expect(await handIn(at.dialogueId, write(bounce), as(lead))).toEqual({
			...{ file: 'studs.eml', outcome: 'marked', email }
		});
		const { recipients } = await app().invitations.mailing(lead, at.dialogueId, mailingId);
		expect(recipients).toMatchObject([{ delivery: 'refused', error: expect.stringMatching(/^550 5\.1\.1/) }]);
		expect(recipients[0]?.error).not.toContain(email);
		for (let again = 0; again < 2; again++)
			expect(await handIn(at.dialogueId, write(bounce), as(lead))).toMatchObject({ outcome: 'known', email });
		expect(await eventsOf(idOf(bounce))).toEqual([{ dialogue_id: at.dialogueId, actor_role: 'process_lead' }]);
	});

	it('is marked by the first of several who say so at once', async () => {
		const at = await ground();
		const { bounce } = await invited(at);
		const outcomes = await Promise.all([1, 2, 3, 4].map(() => handIn(at.dialogueId, postfixReport(bounce))));
		expect(outcomes.map((one) => one?.outcome).toSorted()).toEqual(['known', 'known', 'known', 'marked']);
		expect(await eventsOf(idOf(bounce))).toHaveLength(1);
	});

	it('is not sent again, though we had not heard that it left', async () => {
		const at = await ground();
		const { mailingId, email, bounce } = await invited(at);
		const unheard = { sent_at: null, attempts: 0 };
		await app().database.updateTable('mail_message').set(unheard).where('id', '=', idOf(bounce)).execute();
		await handIn(at.dialogueId, postfixReport(bounce));
		await app().mail.send(idOf(bounce));
		expect(mailbox().count(email, 'Vi bjuder in')).toBe(1);
		expect(await deliveries(at.dialogueId, mailingId)).toEqual({ [email]: 'refused' });
	});

	it('stays sent while it is only late, has arrived, or somebody is away', async () => {
		const at = await ground();
		const { email, mailingId, bounce } = await invited(at);
		for (const [message, outcome] of [
			[postfixReport({ ...bounce, action: 'delayed', status: '4.4.1' }), 'not_final'],
			[postfixReport({ ...bounce, action: 'failed', status: '4.2.2' }), 'not_final'],
			[postfixReport({ ...bounce, action: 'delivered', status: '2.0.0' }), 'not_final'],
			[autoReply(bounce), 'no_report'],
			['Subject: Hej\n\nHej\n', 'no_report']
		] as const)
			expect(await handIn(at.dialogueId, message)).toMatchObject({ outcome });
		expect(await deliveries(at.dialogueId, mailingId)).toEqual({ [email]: 'sent' });
	});
});

describe('a report', () => {
	it('marks nothing unless it names a letter of ours and its own reader', async () => {
		const [at, other] = [await ground(), await ground()];
		const { email, mailingId, bounce } = await invited(at);
		const elsewhere = await invited(other);
		for (const wrong of [
			{ ...bounce, to: anAddress('annan') },
			{ ...bounce, messageId: 'nagot-annat@localhost' },
			{ ...bounce, messageId: `${mailingId}@localhost` },
			{ ...bounce, messageId: `'; drop table mail_message; --@localhost` },
			elsewhere.bounce
		])
			expect(await handIn(at.dialogueId, postfixReport(wrong))).toEqual({
				...{ file: 'studs.eml', outcome: 'not_ours', email: '' }
			});
		expect(await deliveries(at.dialogueId, mailingId)).toEqual({ [email]: 'sent' });
		expect(await deliveries(other.dialogueId, elsewhere.mailingId)).toEqual({ [elsewhere.email]: 'sent' });
	});

	it('counts in whatever case its address is written, and by whom it was meant for where mail is passed on', async () => {
		const at = await ground();
		const first = await invited(at);
		expect(
			await handIn(at.dialogueId, postfixReport({ ...first.bounce, to: first.email.toUpperCase() }))
		).toMatchObject({ outcome: 'marked' });
		const second = await invited(at);
		const passedOn = postfixReport(second.bounce).replace(
			/^Final-Recipient:.*$/m,
			'Final-Recipient: rfc822; b@c.example'
		);
		expect(await handIn(at.dialogueId, passedOn)).toMatchObject({ outcome: 'marked', email: second.email });
	});

	it('is one of several files, each with its own answer', async () => {
		const at = await ground();
		const { email, bounce } = await invited(at);
		const outlook = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
		const results = await app().invitations.takeReports(bySystem(), at.dialogueId, [
			...saved(postfixReport(bounce)),
			{ name: 'studs.msg', bytes: outlook },
			{ name: 'stor.eml', bytes: new Uint8Array(1_100_000) },
			{ name: 'delar.eml', bytes: bytes('--a\n'.repeat(2_000)) },
			{ name: 'x'.repeat(500), bytes: new Uint8Array() }
		]);
		expect(results.map((one) => [one.outcome, one.email])).toEqual([
			['marked', email],
			['outlook', ''],
			['too_large', ''],
			['unreadable', ''],
			['no_report', '']
		]);
		expect(results.at(-1)?.file).toHaveLength(120);
		const many = Array.from({ length: 21 }, () => ({ name: 'a', bytes: new Uint8Array() }));
		for (const wrong of [[], many])
			await expect(app().invitations.takeReports(bySystem(), at.dialogueId, wrong)).rejects.toMatchObject({
				issues: [{ field: 'reports' }]
			});
		await expect(handIn(idOf(bounce), '')).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('the mail server’s pipe', () => {
	it('takes reports about letters of every dialogue and kind, and says which without a name', async () => {
		const { email, bounce } = await invited(await ground());
		const first = await pipe(postfixReport(bounce));
		expect(first).toEqual({ exitCode: 0, says: `taken: the letter ${idOf(bounce)} came back` });
		expect(first.says).not.toContain(email);
		expect(await pipe(postfixReport(bounce))).toMatchObject({ exitCode: 0, says: expect.stringContaining('known') });
		const letter = { subject: 'Hej', text: 'Hej', html: '<p>Hej</p>' };
		const id = await transact(app(), bySystem(), (change) =>
			queueMail(change, { kind: 'news', to: email, language: 'sv', letter })
		);
		expect(await pipe(postfixReport({ to: email, messageId: `${id}@localhost` }))).toMatchObject({
			says: `taken: the letter ${id} came back`
		});
		expect(await eventsOf(id)).toEqual([{ dialogue_id: null, actor_role: 'system' }]);
	});

	it('is a program that reads standard input and ends with what a mail server goes by', async () => {
		const { bounce } = await invited(await ground());
		const run = (DATABASE_URL: string) => {
			const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL };
			const input = bytes(postfixReport(bounce));
			const { status, stdout } = spawnSync(process.execPath, ['scripts/bounce.mjs'], { cwd: ROOT, env, input });
			return { status, says: String(stdout) };
		};
		expect(run('postgres://a:b@127.0.0.1:1/x')).toMatchObject({ status: 75 });
		expect(run(test().appUrl)).toEqual({ status: 0, says: `taken: the letter ${idOf(bounce)} came back\n` });
		expect(run(test().appUrl)).toMatchObject({ status: 0, says: expect.stringContaining('was known') });
	});

	it('passes over what is not about us, and has the mail server try again while the database is away', async () => {
		const strange = postfixReport({ to: 'a@example.org', messageId: 'annat@example.org' });
		for (const message of [strange, autoReply({ to: 'a@example.org', messageId: 'x@y' }), '', '--a\n'.repeat(2_000)])
			expect(await pipe(message)).toMatchObject({ exitCode: 0, says: expect.stringMatching(/^passed over: /) });
		const [DATABASE_URL, DATA_DIR] = ['postgres://a:b@127.0.0.1:1/x', '/nonexistent'];
		for (const environment of [{ DATABASE_URL }, { DATABASE_URL: '', DATA_DIR }, { PORT: 'x' }])
			expect(await pipe(strange, environment)).toMatchObject({
				exitCode: 75,
				says: expect.stringMatching(/^not taken/)
			});
	});
});

describe('an address that letters come back from', () => {
	it('gets no further invitation until a letter to it has arrived, or three months have passed', async () => {
		const at = await ground();
		const { email, bounce } = await invited(at);
		const next = { ...at, meeting: await makeMeeting(app(), at.dialogue) };
		const comes = anAddress('kommer');
		await handIn(at.dialogueId, postfixReport(bounce));
		expect(await reachOf(next, [email.toUpperCase(), comes])).toMatchObject({
			recipients: [{ email: comes }],
			unreachable: [email]
		});
		const old = { created_at: new Date(Date.now() - 91 * 86_400_000) };
		await app().database.updateTable('mail_message').set(old).where('id', '=', idOf(bounce)).execute();
		expect(await reachOf(next, [email])).toMatchObject({ unreachable: [] });
		const again = await invited(next, email);
		await handIn(at.dialogueId, postfixReport(again.bounce));
		expect(await reachOf(next, [email])).toMatchObject({ unreachable: [email] });
		await signUp(app(), at.dialogue, at.meeting, 'online', { email });
		await mailbox().emailTo(email, 'Vi har tagit emot din anmälan');
		await expect.poll(async () => (await reachOf(next, [email])).unreachable).toEqual([]);
	});

	it('is told from a letter, or a sender, that was not wanted', async () => {
		const at = await ground();
		const { email, mailingId, bounce } = await invited(at);
		const said = '550 5.7.1 Message rejected as spam';
		await handIn(at.dialogueId, postfixReport({ ...bounce, status: '5.7.1', said }));
		expect(await deliveries(at.dialogueId, mailingId)).toEqual({ [email]: 'refused' });
		expect(await reachOf({ ...at, meeting: await makeMeeting(app(), at.dialogue) }, [email])).toMatchObject({
			recipients: [{ email }],
			unreachable: []
		});
	});

	it('is left out as well when its server said no at once', async () => {
		const at = await ground();
		const mailingId = await makeInvitation(app(), at.dialogue, at.meeting, [NO_SUCH_USER]);
		await app().invitations.send(bySystem(), at.dialogueId, mailingId);
		await expect.poll(() => deliveries(at.dialogueId, mailingId)).toEqual({ [NO_SUCH_USER]: 'refused' });
		expect(await reachOf(at, [NO_SUCH_USER])).toMatchObject({ recipients: [], unreachable: [NO_SUCH_USER] });
	});

	it('gets no reminder, which staff see, but still hears of changes', async () => {
		const at = await ground();
		const { dialogue, dialogueId, meeting } = at;
		const { email, bounce } = await invited(at);
		const comes = anAddress('kommer');
		for (const address of [email, comes]) await signUp(app(), dialogue, meeting, 'online', { email: address });
		const receipt = await mailbox().emailTo(email, 'Vi har tagit emot din anmälan');
		const messageId = receipt.messageId?.replace(/[<>]/g, '') ?? '';
		await pipe(postfixReport({ ...bounce, messageId }));
		await app().invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, 3);
		expect(await app().invitations.reminders(system, dialogueId)).toMatchObject([
			{ confirmed: 2, unreachable: [email] }
		]);
		test().clock.set('2026-10-12T08:00:00+02:00');
		await app().invitations.remind();
		await mailbox().emailTo(comes, 'Snart är det dags');
		expect(mailbox().count(email, 'Snart är det dags')).toBe(0);
		await app().meetings.cancel(bySystem(), meeting.meetingId, 'Sjukdom.');
		await mailbox().emailTo(email, 'är inställt');
		test().clock.set(TEST_NOW);
	});
});
