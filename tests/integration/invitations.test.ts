import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApplication, type Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { createLog } from '#server/log.ts';
import { type Actor, ROLES, VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW, testApplication, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeGuest, makePerson, type MadeDialogue } from '../support/factories.ts';
import { makeInvitation, makeList, mailingInput, pasted, sheet } from '../support/invitations.ts';
import { type Mailbox, startMailbox } from '../support/mailbox.ts';
import { makeMeeting, type MadeMeeting, meetingInput } from '../support/meetings.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { signUp } from '../support/registrations.ts';

const NO_SUCH_USER = 'ingen@example.org';
let test: TestApplication;
let mailbox: Mailbox;
let app: Application;
beforeAll(async () => {
	mailbox = await startMailbox({ refused: [NO_SUCH_USER] });
	test = await testApplication({ smtpUrl: mailbox.url });
	app = test.app;
});
afterAll(async () => {
	await test.close();
	await mailbox.close();
});

let counter = 0;
const anAddress = (who = 'nagon') => `${who}-${++counter}@example.org`;
const system = bySystem().actor;
async function ground(): Promise<{ dialogue: MadeDialogue; meeting: MadeMeeting; dialogueId: string }> {
	const dialogue = await makeDialogue(app);
	return { dialogue, dialogueId: dialogue.dialogueId, meeting: await makeMeeting(app, dialogue) };
}
const header = (letter: Email, name: string) => letter.headers.find(({ key }) => key === name)?.value;
const stateOf = async (dialogueId: string, mailingId: string, of = app) =>
	(await of.invitations.mailing(system, dialogueId, mailingId)).state;
const deliveries = async (dialogueId: string, mailingId: string) =>
	Object.fromEntries(
		(await app.invitations.mailing(system, dialogueId, mailingId)).recipients.map((one) => [one.email, one.delivery])
	);
const sentOut = (dialogueId: string, mailingId: string, of = app) =>
	expect.poll(() => stateOf(dialogueId, mailingId, of), { timeout: 30_000 }).toBe('sent');
const leaveCode = (text: string | undefined) => /\/inbjudan\/avsta\?kod=([\w-]{43})/.exec(text ?? '')?.[1] ?? '';
const still = (text: string | undefined, { slug }: MadeDialogue) =>
	(text ?? '').replaceAll(slug, 'dialogen').replace(/kod=[\w-]{43}/g, 'kod=KOD');

describe('a list of addresses', () => {
	it('is looked at line by line before anything is kept, and the same twice adds nothing', async () => {
		const { dialogue, dialogueId } = await ground();
		const listId = await makeList(app, dialogue, ['redan@example.org']);
		const input = sheet(
			'E-post;Namn;Typ\nny@example.org;Ny;Kommun\nNY@example.org;Igen;\nredan@example.org;;\nfel;;\nannan@example.org;;Rymdvarelse'
		);
		const { taken, lines } = await app.invitations.preview(system, dialogueId, listId, input);
		expect([taken, ...lines.map(({ line, refusal }) => `${line} ${refusal ?? 'taken'}`)]).toEqual([
			...[2, '2 taken', '3 twice', '4 in_list', '5 bad_address', '6 taken']
		]);
		expect(lines.at(-1)?.remarks).toEqual(['unknown_type']);
		expect((await app.invitations.list(system, dialogueId, listId)).contacts).toHaveLength(1);
		expect(await app.invitations.addContacts(bySystem(), dialogueId, listId, input)).toEqual({ added: 2 });
		expect(await app.invitations.addContacts(bySystem(), dialogueId, listId, input)).toEqual({ added: 0 });
		const { contacts } = await app.invitations.list(system, dialogueId, listId);
		expect(contacts.map(({ email, organisationType }) => [email, organisationType]).toSorted()).toEqual([
			['annan@example.org', ''],
			['ny@example.org', 'municipality'],
			['redan@example.org', '']
		]);
	});

	it('is refused when it holds nothing, too much or has a name that is taken', async () => {
		const { dialogue, dialogueId } = await ground();
		const listId = await makeList(app, dialogue, []);
		const { name } = await app.invitations.list(system, dialogueId, listId);
		const add = (text: string) => app.invitations.addContacts(bySystem(), dialogueId, listId, pasted(text));
		await expect(add(' \n ')).rejects.toMatchObject({ code: 'bad_input' });
		await expect(add('a@example.org\n'.repeat(3_001))).rejects.toMatchObject({ code: 'too_large' });
		await expect(add('x'.repeat(200_001))).rejects.toMatchObject({ code: 'too_large' });
		for (const taken of [name, '', '\u0000'])
			await expect(app.invitations.createList(bySystem(), dialogueId, taken)).rejects.toMatchObject({
				issues: [{ field: 'name' }]
			});
	});
});

describe('an invitation', () => {
	it('begins with what the round is about, and its meetings with times', async () => {
		const { dialogueId, meeting, dialogue } = await ground();
		const { mailingId } = await app.invitations.create(bySystem(), dialogueId, {
			...{ kind: 'invitation', roundOrdinal: meeting.ordinal, meetingSlug: '' }
		});
		const { text, textEn, subject } = await app.invitations.mailing(system, dialogueId, mailingId);
		expect(still([subject, text, textEn].join('\n----\n'), dialogue)).toMatchSnapshot();
	});

	it('comes as text and HTML in the reader’s language, with a link for all and a way to say no', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [swedish, english] = [anAddress(), anAddress()];
		const listId = await makeList(app, dialogue, []);
		await app.invitations.addContacts(
			bySystem(),
			dialogueId,
			listId,
			sheet(`e-post,språk\n${swedish},\n${english},en`)
		);
		const audience = { ...mailingInput().audience, listIds: [listId] };
		const mailingId = await makeInvitation(app, dialogue, meeting, []);
		await app.invitations.update(bySystem(), dialogueId, mailingId, mailingInput({ audience }));
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		for (const [email, path, words] of [
			[swedish, '', 'Vi bjuder in'],
			[english, '/en', 'We invite you']
		] as const) {
			const letter = await mailbox.emailTo(email, words);
			expect(letter.text).toContain(`http://localhost${path}/dialoger/${dialogue.slug}/anmalan/${meeting.ordinal}\n`);
			expect(header(letter, 'list-unsubscribe')).toMatch(
				new RegExp(`^<http://localhost${path}/inbjudan/avsta/ett-klick\\?kod=[\\w-]{43}>$`)
			);
			expect(header(letter, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
			expect(header(letter, 'auto-submitted')).toBe('auto-generated');
			expect(header(letter, 'content-language')).toBe(path === '' ? 'sv' : 'en');
			expect(letter.messageId).toMatch(/^<.+@localhost>$/);
			expect(letter.html).not.toMatch(/<img|src=|url\(|<link/);
			expect(letter.text?.match(/[\w-]{43}/g)).toHaveLength(1);
			expect({ subject: letter.subject, text: still(letter.text, dialogue) }).toMatchSnapshot();
		}
		await sentOut(dialogueId, mailingId);
	});

	it('is tried on oneself first, without a link that would say no for anybody', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const lead = await makePerson(app, { role: 'communicator', dialogue });
		const mailingId = await makeInvitation(app, dialogue, meeting, [anAddress()], {}, as(lead));
		await app.invitations.sendTest(as(lead), dialogueId, mailingId);
		const letter = await mailbox.emailTo(lead.email ?? '', 'Vi bjuder in');
		expect(letter.subject).toBe('Test: Välkommen till mobilisering');
		expect(header(letter, 'list-unsubscribe')).toBeUndefined();
		expect(leaveCode(letter.text)).toBe('');
		expect((await app.invitations.mailing(lead, dialogueId, mailingId)).recipients).toEqual([]);
		expect(await stateOf(dialogueId, mailingId)).toBe('draft');
	});

	it('goes to earlier participants who said that they may be invited, and to no others', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [willing, unwilling] = [anAddress('ja'), anAddress('nej')];
		await signUp(app, dialogue, meeting, 'online', { email: willing, mayContact: true });
		await signUp(app, dialogue, meeting, 'online', { email: unwilling });
		const left = await signUp(app, dialogue, meeting, 'online', { email: anAddress(), mayContact: true });
		await app.registrations.cancel(as(VISITOR), left.code);
		const other = await ground();
		await signUp(app, other.dialogue, other.meeting, 'online', { email: anAddress(), mayContact: true });
		const next = await makeMeeting(app, dialogue);
		const audience = { ...mailingInput().audience, participants: true };
		const mailingId = await makeInvitation(app, dialogue, next, [], { audience });
		const reach = await app.invitations.reach(system, dialogueId, mailingId);
		expect(reach.recipients.map(({ email }) => email)).toEqual([willing]);
		const again = await makeInvitation(app, dialogue, meeting, [], { audience });
		expect(await app.invitations.reach(system, dialogueId, again)).toEqual({
			...{ recipients: [], declined: 0, registered: 1 }
		});
	});

	it('goes to participants of other dialogues who agreed to just that, and tells them why', async () => {
		const [elsewhere, next] = [await ground(), await ground()];
		const [willing, hereOnly] = [anAddress('aven-annat'), anAddress('bara-dar')];
		await signUp(app, elsewhere.dialogue, elsewhere.meeting, 'online', { email: willing, mayContactLater: true });
		await signUp(app, elsewhere.dialogue, elsewhere.meeting, 'online', { email: hereOnly, mayContact: true });
		const among = async ({ dialogue, dialogueId, meeting }: typeof next, who: object) => {
			const audience = { ...mailingInput().audience, ...who };
			const mailingId = await makeInvitation(app, dialogue, meeting, [], { audience });
			const { recipients } = await app.invitations.reach(system, dialogueId, mailingId);
			return { mailingId, emails: recipients.map(({ email }) => email) };
		};
		expect((await among(next, { participants: true })).emails).toEqual([]);
		const round = { ...elsewhere, meeting: await makeMeeting(app, elsewhere.dialogue) };
		expect((await among(round, { otherDialogues: true })).emails).not.toContain(willing);
		const { emails, mailingId } = await among(next, { otherDialogues: true });
		expect(emails).toEqual([willing]);
		await app.invitations.send(bySystem(), next.dialogueId, mailingId);
		const letter = await mailbox.emailTo(willing, 'Vi bjuder in');
		expect(letter.text).toContain('deltagit i en annan dialog hos oss');
		await app.invitations.refuse(as(VISITOR), leaveCode(letter.text));
		expect((await among(next, { otherDialogues: true })).emails).toEqual([]);
	});

	it('shows what the receiving server refused, and who has registered since', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const comes = anAddress('kommer');
		const mailingId = await makeInvitation(app, dialogue, meeting, [NO_SUCH_USER, comes]);
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		await expect
			.poll(() => deliveries(dialogueId, mailingId), { timeout: 30_000 })
			.toEqual({ [NO_SUCH_USER]: 'refused', [comes]: 'sent' });
		await signUp(app, dialogue, meeting, 'online', { email: comes.toUpperCase() });
		const { recipients } = await app.invitations.mailing(system, dialogueId, mailingId);
		expect(recipients.find(({ email }) => email === NO_SUCH_USER)?.error).toContain('No such user');
		expect(recipients.map(({ email, registered }) => [email, registered])).toEqual([
			[NO_SUCH_USER, false],
			[comes, true]
		]);
	});

	it('is not sent to nobody, from a dialogue that is not open, or changed once it has begun', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const empty = await makeInvitation(app, dialogue, meeting, []);
		await expect(app.invitations.send(bySystem(), dialogueId, empty)).rejects.toMatchObject({ code: 'rule_broken' });
		const planned = await makeDialogue(app, { state: 'planning' });
		const soon = await makeInvitation(app, planned, await makeMeeting(app, planned), [anAddress()]);
		await expect(app.invitations.send(bySystem(), planned.dialogueId, soon)).rejects.toMatchObject({
			code: 'rule_broken'
		});
		const begun = await makeInvitation(app, dialogue, meeting, [anAddress()]);
		await app.invitations.send(bySystem(), dialogueId, begun);
		await expect(
			app.invitations.update(bySystem(), dialogueId, begun, mailingInput({ text: 'Annat' }))
		).rejects.toMatchObject({ code: 'rule_broken' });
		for (const wrong of [{ lettersPerMinute: 0 }, { lettersPerMinute: 601 }, { subject: ' ' }, { textEn: '' }])
			await expect(app.invitations.update(bySystem(), dialogueId, empty, mailingInput(wrong))).rejects.toMatchObject({
				code: 'bad_input'
			});
	});
});

describe('sending', () => {
	const many = (count: number) => Array.from({ length: count }, () => anAddress('manga'));
	const lettersTo = async (mailingId: string, of = app) =>
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
		const mailingId = await makeInvitation(app, dialogue, meeting, addresses);
		await Promise.all([1, 2, 3].map(() => app.invitations.send(bySystem(), dialogueId, mailingId)));
		await Promise.all([1, 2, 3, 4].map(() => app.invitations.writeLetters(mailingId)));
		await sentOut(dialogueId, mailingId);
		for (const email of addresses) await mailbox.emailTo(email, 'Vi bjuder in');
		expect(addresses.map((email) => mailbox.count(email, 'Vi bjuder in'))).toEqual(addresses.map(() => 1));
	});

	it('keeps to its pace, stops when it is paused and goes on from there', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const mailingId = await makeInvitation(app, dialogue, meeting, many(5), { lettersPerMinute: 12 });
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		await expect.poll(() => lettersTo(mailingId), { timeout: 15_000 }).toBe(2);
		await Promise.all([1, 2, 3].map(() => app.invitations.writeLetters(mailingId)));
		expect(await lettersTo(mailingId)).toBe(2);
		await app.invitations.pause(bySystem(), dialogueId, mailingId);
		await app.database.updateTable('mailing').set({ next_at: null }).where('id', '=', mailingId).execute();
		await app.invitations.writeLetters(mailingId);
		expect([await lettersTo(mailingId), await stateOf(dialogueId, mailingId)]).toEqual([2, 'paused']);
		await app.invitations.resume(bySystem(), dialogueId, mailingId);
		await expect.poll(() => lettersTo(mailingId), { timeout: 15_000 }).toBe(4);
	});

	it('goes on where it was after the process has ended in the middle, and writes nobody twice', async () => {
		const database = await testDatabaseUrl();
		const start = async () => {
			const started = await createApplication({
				...{ config: app.config, databaseUrl: database.appUrl, clock: test.clock, inputsPerMinute: 10_000 },
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
		for (const email of addresses) await mailbox.emailTo(email, 'Vi bjuder in');
		expect(new Set(addresses.map((email) => mailbox.count(email, 'Vi bjuder in')))).toEqual(new Set([1]));
		await second.close();
		await database.drop();
	});
});

describe('saying no', () => {
	it('takes one press, holds for every dialogue and list, and takes back what has not left', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [email, stays] = [anAddress('nej'), anAddress('kvar')];
		const mailingId = await makeInvitation(app, dialogue, meeting, [email, stays]);
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		const code = leaveCode((await mailbox.emailTo(email, 'Vi bjuder in')).text);
		await sentOut(dialogueId, mailingId);
		const unsent = { sent_at: null };
		await app.database.updateTable('mail_message').set(unsent).where('to_address', '=', email).execute();
		expect(await app.invitations.peekRefusal(code)).toMatchObject({ email });
		for (let press = 0; press < 2; press++) await app.invitations.refuse(as(VISITOR), code);
		expect(await app.invitations.peekRefusal(code)).toBeNull();
		expect(await deliveries(dialogueId, mailingId)).toMatchObject({ [email]: 'left_out', [stays]: 'sent' });
		const other = await ground();
		const listId = await makeList(app, other.dialogue, []);
		const preview = app.invitations.preview(system, other.dialogueId, listId, pasted(email.toUpperCase()));
		expect((await preview).lines).toMatchObject([{ refusal: 'declined' }]);
		const again = await makeInvitation(app, dialogue, meeting, []);
		const audience = {
			...mailingInput().audience,
			listIds: (await app.invitations.lists(system, dialogueId)).map(({ id }) => id)
		};
		await app.invitations.update(bySystem(), dialogueId, again, mailingInput({ audience }));
		expect(await app.invitations.reach(system, dialogueId, again)).toMatchObject({
			recipients: [{ email: stays }],
			declined: 1
		});
	});

	it('takes back both consents of a registration, which its sender then sees', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const email = anAddress('angrar-sig');
		const both = { mayContact: true, mayContactLater: true };
		const { code } = await signUp(app, dialogue, meeting, 'online', { email, ...both });
		expect(await app.registrations.view(VISITOR, code)).toMatchObject(both);
		const mailingId = await makeInvitation(app, dialogue, await makeMeeting(app, dialogue), [email]);
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		await app.invitations.refuse(as(VISITOR), leaveCode((await mailbox.emailTo(email, 'Vi bjuder in')).text));
		const none = { mayContact: false, mayContactLater: false };
		expect(await app.registrations.view(VISITOR, code)).toMatchObject(none);
	});

	it('while letters are being written leaves that one out', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const email = anAddress('nej');
		const first = await makeInvitation(app, dialogue, meeting, [email]);
		await app.invitations.send(bySystem(), dialogueId, first);
		const code = leaveCode((await mailbox.emailTo(email, 'Vi bjuder in')).text);
		const addresses = [`0-${anAddress()}`, `1-${anAddress()}`, email];
		const second = await makeInvitation(app, dialogue, meeting, addresses, {
			...{ lettersPerMinute: 6, subject: 'Igen', text: 'En gång till.' }
		});
		await app.invitations.send(bySystem(), dialogueId, second);
		await app.invitations.refuse(as(VISITOR), code);
		await app.database.updateTable('mailing').set({ letters_per_minute: 600, next_at: null }).execute();
		await app.invitations.writeLetters(second);
		await sentOut(dialogueId, second);
		expect((await deliveries(dialogueId, second))[email]).toBe('left_out');
		expect(mailbox.count(email, 'En gång till')).toBe(0);
	});

	it('goes by nothing but the code of an invitation', async () => {
		for (const code of ['', 'x', '__proto__']) {
			await expect(app.invitations.refuse(as(VISITOR), code)).rejects.toMatchObject({ code: 'not_found' });
			expect(await app.invitations.peekRefusal(code)).toBeNull();
		}
		await app.invitations.refuse(as(VISITOR), 'x'.repeat(43));
		expect(await app.invitations.peekRefusal('x'.repeat(43))).toBeNull();
	});
});

describe('a message to those registered', () => {
	it('reaches everybody with a seat or in line at that meeting, without a list to leave', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const other = await makeMeeting(app, dialogue, { round: meeting });
		const [here, there] = [anAddress('har'), anAddress('dar')];
		await signUp(app, dialogue, meeting, 'online', { email: here });
		await signUp(app, dialogue, other, 'online', { email: there });
		const gone = await signUp(app, dialogue, meeting, 'online', { email: anAddress('borta') });
		await app.registrations.cancel(as(VISITOR), gone.code);
		const { mailingId } = await app.invitations.create(bySystem(), dialogueId, {
			...{ kind: 'message', roundOrdinal: meeting.ordinal, meetingSlug: meeting.slug }
		});
		await app.invitations.update(bySystem(), dialogueId, mailingId, mailingInput({ text: 'Ta med ficklampa.' }));
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		const letter = await mailbox.emailTo(here, 'Ta med ficklampa');
		expect(header(letter, 'list-unsubscribe')).toBeUndefined();
		expect(letter.text).toContain(`/dialoger/${dialogue.slug}/moten/${meeting.slug}`);
		await sentOut(dialogueId, mailingId);
		expect(Object.keys(await deliveries(dialogueId, mailingId))).toEqual([here]);
	});
});

describe('a reminder', () => {
	it('goes once to who comes, on the day that was chosen, and again when the meeting is moved', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const small = await makeMeeting(app, dialogue, {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			conferenceId: ''
		});
		const [comes, waits, other] = [anAddress('kommer'), anAddress('vantar'), anAddress('annat')];
		await signUp(app, dialogue, small, 'room_or_line', { email: comes });
		await signUp(app, dialogue, small, 'room_or_line', { email: waits });
		await signUp(app, dialogue, meeting, 'online', { email: other });
		await app.invitations.setReminder(bySystem(), dialogueId, small.meetingId, 3);
		const at = async (time: string) => {
			test.clock.set(new Date(time));
			await Promise.all([app.invitations.remind(), app.invitations.remind()]);
		};
		const count = (email: string) => mailbox.count(email, 'Snart är det dags');
		await at('2026-10-12T07:59:00+02:00');
		expect(await notices(dialogueId, small)).toEqual([]);
		await at('2026-10-12T08:00:00+02:00');
		const letter = await mailbox.emailTo(comes, 'Snart är det dags');
		const words = (letter.text ?? '')
			.replace(/anmalan\/[\w-]{43}/, 'anmalan/KOD')
			.replace(/[A-Z]{2,4}-[\w-]+$/m, 'NUMMER');
		expect(still(words, dialogue).replaceAll(/\d{4}-\d{4}|Anna Andersson \d+/g, 'NÅGON')).toMatchSnapshot();
		await at('2026-10-13T08:00:00+02:00');
		await app.meetings.update(bySystem(), small.meetingId, {
			...{ ...meetingInput(dialogue), mode: 'on_site', joinUrl: '', conferenceId: '', onSiteCapacity: 1 },
			startsOn: '2026-10-22',
			startsAt: new Date('2026-10-22T09:30:00+02:00'),
			endsAt: new Date('2026-10-22T12:30:00+02:00')
		});
		await at('2026-10-18T12:00:00+02:00');
		expect((await notices(dialogueId, small)).filter((what) => what === 'reminder')).toHaveLength(1);
		await at('2026-10-19T08:00:00+02:00');
		await expect.poll(() => count(comes), { timeout: 15_000 }).toBe(2);
		expect([count(waits), count(other)]).toEqual([0, 0]);
		test.clock.set(new Date(TEST_NOW));
	});

	const notices = async (dialogueId: string, { meetingId }: MadeMeeting) =>
		(await app.invitations.reminders(system, dialogueId))
			.filter((line) => line.meetingId === meetingId)
			.flatMap((line) => line.notices.map(({ what }) => what));

	it('is for one to fourteen days, and of meetings of the dialogue', async () => {
		const { dialogueId, meeting } = await ground();
		for (const days of [0, 15, 1.5, NaN])
			await expect(app.invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, days)).rejects.toMatchObject({
				code: 'bad_input'
			});
		const other = await ground();
		await expect(app.invitations.setReminder(bySystem(), dialogueId, other.meeting.meetingId, 2)).rejects.toMatchObject(
			{ code: 'not_found' }
		);
		await app.invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, 2);
		await app.invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, null);
		expect(await app.invitations.reminders(system, dialogueId)).toMatchObject([{ daysBefore: null }]);
	});
});

describe('a consent to be invited', () => {
	const consents = { mayContact: true, mayContactLater: true };

	it('is given and taken back with the personal link, each for itself', async () => {
		const { dialogue, meeting } = await ground();
		const { code } = await signUp(app, dialogue, meeting, 'online');
		const none = { mayContact: false, mayContactLater: false };
		expect(await app.registrations.view(VISITOR, code)).toMatchObject(none);
		for (const given of [{ ...none, mayContactLater: true }, { ...none, mayContact: true }, none]) {
			await app.registrations.change(as(VISITOR), code, { ...given, people: [] });
			expect(await app.registrations.view(VISITOR, code)).toMatchObject(given);
		}
	});

	it('ends with the registration, and two years after it was given', async () => {
		const { dialogue, meeting } = await ground();
		const left = await signUp(app, dialogue, meeting, 'online', consents);
		await app.registrations.cancel(as(VISITOR), left.code);
		const none = { mayContact: false, mayContactLater: false };
		expect(await app.registrations.view(VISITOR, left.code)).toMatchObject(none);
		const old = await signUp(app, dialogue, meeting, 'online', consents);
		await app.invitations.removeOld();
		expect(await app.registrations.view(VISITOR, old.code)).toMatchObject(consents);
		const given = new Date(test.clock.now().getTime() - 731 * 86_400_000);
		const row = app.database.updateTable('registration').set({ created_at: given });
		await row.where('id', '=', old.registrationId).execute();
		await app.invitations.removeOld();
		expect(await app.registrations.view(VISITOR, old.code)).toMatchObject(none);
	});
});

describe('lists and letters', () => {
	it('are for process leads and communicators of that dialogue alone', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const listId = await makeList(app, dialogue, [anAddress()]);
		const mailingId = await makeInvitation(app, dialogue, meeting, [anAddress()]);
		const everything = (actor: Actor): Promise<unknown>[] => [
			app.invitations.lists(actor, dialogueId),
			app.invitations.list(actor, dialogueId, listId),
			app.invitations.createList(as(actor), dialogueId, 'Ny'),
			app.invitations.removeList(as(actor), dialogueId, listId),
			app.invitations.preview(actor, dialogueId, listId, pasted('a@example.org')),
			app.invitations.addContacts(as(actor), dialogueId, listId, pasted('a@example.org')),
			app.invitations.removeContact(as(actor), dialogueId, listId, mailingId),
			app.invitations.mailings(actor, dialogueId),
			app.invitations.mailing(actor, dialogueId, mailingId),
			app.invitations.create(as(actor), dialogueId, { kind: 'message', roundOrdinal: 1, meetingSlug: '' }),
			app.invitations.update(as(actor), dialogueId, mailingId, mailingInput()),
			app.invitations.reach(actor, dialogueId, mailingId),
			app.invitations.sendTest(as(actor), dialogueId, mailingId),
			app.invitations.send(as(actor), dialogueId, mailingId),
			app.invitations.pause(as(actor), dialogueId, mailingId),
			app.invitations.resume(as(actor), dialogueId, mailingId),
			app.invitations.reminders(actor, dialogueId),
			app.invitations.setReminder(as(actor), dialogueId, meeting.meetingId, 2)
		];
		const elsewhere = await makeDialogue(app);
		const others = ROLES.filter((role) => role !== 'process_lead' && role !== 'communicator' && role !== 'reviewer');
		const strangers: Actor[] = [
			...[VISITOR, await makeGuest(app), await makePerson(app), await makePerson(app, { admin: true })],
			await makePerson(app, { role: 'process_lead', dialogue: elsewhere }),
			...(await Promise.all(others.map((role) => makePerson(app, { role, dialogue }))))
		];
		for (const actor of strangers)
			for (const answer of await Promise.allSettled(everything(actor)))
				expect(answer).toMatchObject({
					status: 'rejected',
					reason: { code: expect.stringMatching(/^(forbidden|not_signed_in)$/) }
				});
	});

	it('are told to whoever has confirmed that address, and nobody else’s to anybody', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const person = await makePerson(app);
		const mailingId = await makeInvitation(app, dialogue, meeting, [person.email ?? '']);
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		await sentOut(dialogueId, mailingId);
		const { recipients } = await app.invitations.mailing(system, dialogueId, mailingId);
		expect(recipients).toHaveLength(1);
		const own = await app.invitations.mine(person);
		expect(own).toMatchObject({ lists: [{}], letters: [{ kind: 'invitation', source: 'list' }], refusedAt: null });
		expect(JSON.stringify(own)).not.toMatch(/[\w-]{43}/);
		for (const stranger of [VISITOR, { ...person, verified: false }, await makePerson(app)])
			expect(await app.invitations.mine(stranger)).toEqual({ lists: [], letters: [], refusedAt: null });
	});

	it('of another dialogue are not there, whoever leads this one', async () => {
		const [here, there] = [await ground(), await ground()];
		const lead = await makePerson(app, { role: 'process_lead', dialogue: here.dialogue });
		const listId = await makeList(app, there.dialogue, [anAddress()]);
		const mailingId = await makeInvitation(app, there.dialogue, there.meeting, [anAddress()]);
		const own = await makeInvitation(app, here.dialogue, here.meeting, [anAddress()]);
		const { dialogueId } = here;
		for (const reach of [
			() => app.invitations.list(lead, dialogueId, listId),
			() => app.invitations.addContacts(as(lead), dialogueId, listId, pasted('a@example.org')),
			() => app.invitations.removeList(as(lead), dialogueId, listId),
			() => app.invitations.mailing(lead, dialogueId, mailingId),
			() => app.invitations.send(as(lead), dialogueId, mailingId),
			() => app.invitations.sendTest(as(lead), dialogueId, mailingId),
			() => app.invitations.mailing(lead, dialogueId, listId),
			() => app.invitations.mailing(lead, dialogueId, 'x')
		])
			await expect(reach()).rejects.toMatchObject({ code: 'not_found' });
		const audience = { ...mailingInput().audience, listIds: [listId] };
		await expect(app.invitations.update(as(lead), dialogueId, own, mailingInput({ audience }))).rejects.toMatchObject({
			issues: [{ field: 'audience' }]
		});
	});

	it('are kept for two years after their dialogue has closed, and what was refused for good', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const mailingId = await makeInvitation(app, dialogue, meeting, [anAddress()]);
		await app.invitations.send(bySystem(), dialogueId, mailingId);
		await app.dialogues.setState(bySystem(), dialogueId, 'closed');
		const after = async (time: string) => {
			test.clock.set(new Date(time));
			await app.invitations.removeOld();
			return (await app.invitations.lists(system, dialogueId)).length;
		};
		expect(await after('2028-09-22T09:00:00+02:00')).toBe(1);
		expect(await after('2028-09-24T09:00:00+02:00')).toBe(0);
		expect((await app.invitations.mailing(system, dialogueId, mailingId)).recipients).toEqual([]);
		test.clock.set(new Date(TEST_NOW));
	});
});
