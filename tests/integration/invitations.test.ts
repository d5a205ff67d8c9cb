import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { mailingInput, makeInvitation, makeList, pasted, sheet } from '../support/invitations.ts';
import { header, inviting, leaveCode, NO_SUCH_USER, still, system } from '../support/inviting.ts';
import { makeMeeting } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';

const { mailbox, app, anAddress, ground, stateOf, deliveries, sentOut } = inviting();

describe('a list of addresses', () => {
	it('is looked at line by line before anything is kept, and the same twice adds nothing', async () => {
		const { dialogue, dialogueId } = await ground();
		const listId = await makeList(app(), dialogue, ['redan@example.org']);
		const input = sheet(
			'E-post;Namn;Typ\nny@example.org;Ny;Kommun\nNY@example.org;Igen;\nredan@example.org;;\nfel;;\nannan@example.org;;Rymdvarelse'
		);
		const { taken, lines } = await app().invitations.preview(system, dialogueId, listId, input);
		expect([taken, ...lines.map(({ line, refusal }) => `${line} ${refusal ?? 'taken'}`)]).toEqual([
			...[2, '2 taken', '3 twice', '4 in_list', '5 bad_address', '6 taken']
		]);
		expect(lines.at(-1)?.remarks).toEqual(['unknown_type']);
		expect((await app().invitations.list(system, dialogueId, listId)).contacts).toHaveLength(1);
		expect(await app().invitations.addContacts(bySystem(), dialogueId, listId, input)).toEqual({ added: 2 });
		expect(await app().invitations.addContacts(bySystem(), dialogueId, listId, input)).toEqual({ added: 0 });
		const { contacts } = await app().invitations.list(system, dialogueId, listId);
		expect(contacts.map(({ email, organisationType }) => [email, organisationType]).toSorted()).toEqual([
			['annan@example.org', ''],
			['ny@example.org', 'municipality'],
			['redan@example.org', '']
		]);
	});

	it('is refused when it holds nothing, too much or has a name that is taken', async () => {
		const { dialogue, dialogueId } = await ground();
		const listId = await makeList(app(), dialogue, []);
		const { name } = await app().invitations.list(system, dialogueId, listId);
		const add = (text: string) => app().invitations.addContacts(bySystem(), dialogueId, listId, pasted(text));
		await expect(add(' \n ')).rejects.toMatchObject({ code: 'bad_input' });
		await expect(add('a@example.org\n'.repeat(3_001))).rejects.toMatchObject({ code: 'too_large' });
		await expect(add('x'.repeat(200_001))).rejects.toMatchObject({ code: 'too_large' });
		for (const taken of [name, '', '\u0000'])
			await expect(app().invitations.createList(bySystem(), dialogueId, taken)).rejects.toMatchObject({
				issues: [{ field: 'name' }]
			});
	});
});

describe('an invitation', () => {
	it('begins with what the round is about, and its meetings with times', async () => {
		const { dialogueId, meeting, dialogue } = await ground();
		const { mailingId } = await app().invitations.create(bySystem(), dialogueId, {
			...{ kind: 'invitation', roundOrdinal: meeting.ordinal, meetingSlug: '' }
		});
		const { text, textEn, subject } = await app().invitations.mailing(system, dialogueId, mailingId);
		expect(still([subject, text, textEn].join('\n----\n'), dialogue)).toMatchSnapshot();
	});

	it('comes as text and HTML in the reader’s language, with a link for all and a way to say no', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [swedish, english] = [anAddress(), anAddress()];
		const listId = await makeList(app(), dialogue, []);
		await app().invitations.addContacts(
			bySystem(),
			dialogueId,
			listId,
			sheet(`e-post,språk\n${swedish},\n${english},en`)
		);
		const audience = { ...mailingInput().audience, listIds: [listId] };
		const mailingId = await makeInvitation(app(), dialogue, meeting, []);
		await app().invitations.update(bySystem(), dialogueId, mailingId, mailingInput({ audience }));
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		for (const [email, path, words] of [
			[swedish, '', 'Vi bjuder in'],
			[english, '/en', 'We invite you']
		] as const) {
			const letter = await mailbox().emailTo(email, words);
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
		const lead = await makePerson(app(), { role: 'communicator', dialogue });
		const mailingId = await makeInvitation(app(), dialogue, meeting, [anAddress()], {}, as(lead));
		await app().invitations.sendTest(as(lead), dialogueId, mailingId);
		const letter = await mailbox().emailTo(lead.email ?? '', 'Vi bjuder in');
		expect(letter.subject).toBe('Test: Välkommen till mobilisering');
		expect(header(letter, 'list-unsubscribe')).toBeUndefined();
		expect(leaveCode(letter.text)).toBe('');
		expect((await app().invitations.mailing(lead, dialogueId, mailingId)).recipients).toEqual([]);
		expect(await stateOf(dialogueId, mailingId)).toBe('draft');
	});

	it('goes to earlier participants who said that they may be invited, and to no others', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const [willing, unwilling] = [anAddress('ja'), anAddress('nej')];
		await signUp(app(), dialogue, meeting, 'online', { email: willing, mayContact: true });
		await signUp(app(), dialogue, meeting, 'online', { email: unwilling });
		const left = await signUp(app(), dialogue, meeting, 'online', { email: anAddress(), mayContact: true });
		await app().registrations.cancel(as(VISITOR), left.code);
		const other = await ground();
		await signUp(app(), other.dialogue, other.meeting, 'online', { email: anAddress(), mayContact: true });
		const next = await makeMeeting(app(), dialogue);
		const audience = { ...mailingInput().audience, participants: true };
		const mailingId = await makeInvitation(app(), dialogue, next, [], { audience });
		const reach = await app().invitations.reach(system, dialogueId, mailingId);
		expect(reach.recipients.map(({ email }) => email)).toEqual([willing]);
		// Whoever has left every meeting of the round, one after the other, may be asked again.
		const gone = await signUp(app(), dialogue, next, 'online', { email: willing, mayContact: true });
		expect((await app().invitations.reach(system, dialogueId, mailingId)).registered).toBe(1);
		const { participants } = await app().registrations.view(VISITOR, gone.code);
		await app().registrations.change(as(VISITOR), gone.code, {
			mayContact: true,
			mayContactLater: false,
			people: participants.map(({ id, name, title, showInList }) => ({
				...{ participantId: id, name, title, showInList, needs: null },
				choices: [{ meetingId: next.meetingId, choice: '' }]
			}))
		});
		expect((await app().invitations.reach(system, dialogueId, mailingId)).registered).toBe(0);
		const again = await makeInvitation(app(), dialogue, meeting, [], { audience });
		expect(await app().invitations.reach(system, dialogueId, again)).toEqual({
			...{ recipients: [], declined: 0, registered: 1, unreachable: [] }
		});
	});

	it('goes to participants of other dialogues who agreed to just that, and tells them why', async () => {
		const [elsewhere, next] = [await ground(), await ground()];
		const [willing, hereOnly] = [anAddress('aven-annat'), anAddress('bara-dar')];
		await signUp(app(), elsewhere.dialogue, elsewhere.meeting, 'online', { email: willing, mayContactLater: true });
		await signUp(app(), elsewhere.dialogue, elsewhere.meeting, 'online', { email: hereOnly, mayContact: true });
		const among = async ({ dialogue, dialogueId, meeting }: typeof next, who: object) => {
			const audience = { ...mailingInput().audience, ...who };
			const mailingId = await makeInvitation(app(), dialogue, meeting, [], { audience });
			const { recipients } = await app().invitations.reach(system, dialogueId, mailingId);
			return { mailingId, emails: recipients.map(({ email }) => email) };
		};
		expect((await among(next, { participants: true })).emails).toEqual([]);
		const round = { ...elsewhere, meeting: await makeMeeting(app(), elsewhere.dialogue) };
		expect((await among(round, { otherDialogues: true })).emails).not.toContain(willing);
		const { emails, mailingId } = await among(next, { otherDialogues: true });
		expect(emails).toEqual([willing]);
		await app().invitations.send(bySystem(), next.dialogueId, mailingId);
		const letter = await mailbox().emailTo(willing, 'Vi bjuder in');
		expect(letter.text).toContain('deltagit i en annan dialog hos oss');
		await app().invitations.refuse(as(VISITOR), leaveCode(letter.text));
		expect((await among(next, { otherDialogues: true })).emails).toEqual([]);
	});

	it('shows what the receiving server refused, and who has registered since', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const comes = anAddress('kommer');
		const mailingId = await makeInvitation(app(), dialogue, meeting, [NO_SUCH_USER, comes]);
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		await expect
			.poll(() => deliveries(dialogueId, mailingId), { timeout: 30_000 })
			.toEqual({ [NO_SUCH_USER]: 'refused', [comes]: 'sent' });
		await signUp(app(), dialogue, meeting, 'online', { email: comes.toUpperCase() });
		const { recipients } = await app().invitations.mailing(system, dialogueId, mailingId);
		expect(recipients.find(({ email }) => email === NO_SUCH_USER)?.error).toContain('No such user');
		expect(recipients.map(({ email, registered }) => [email, registered])).toEqual([
			[NO_SUCH_USER, false],
			[comes, true]
		]);
	});

	it('is not sent to nobody, from a dialogue that is not open, or changed once it has begun', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const empty = await makeInvitation(app(), dialogue, meeting, []);
		await expect(app().invitations.send(bySystem(), dialogueId, empty)).rejects.toMatchObject({ code: 'rule_broken' });
		const planned = await makeDialogue(app(), { state: 'planning' });
		const soon = await makeInvitation(app(), planned, await makeMeeting(app(), planned), [anAddress()]);
		await expect(app().invitations.send(bySystem(), planned.dialogueId, soon)).rejects.toMatchObject({
			code: 'rule_broken'
		});
		const begun = await makeInvitation(app(), dialogue, meeting, [anAddress()]);
		await app().invitations.send(bySystem(), dialogueId, begun);
		await expect(
			app().invitations.update(bySystem(), dialogueId, begun, mailingInput({ text: 'Annat' }))
		).rejects.toMatchObject({ code: 'rule_broken' });
		for (const wrong of [{ lettersPerMinute: 0 }, { lettersPerMinute: 601 }, { subject: ' ' }, { textEn: '' }])
			await expect(app().invitations.update(bySystem(), dialogueId, empty, mailingInput(wrong))).rejects.toMatchObject({
				code: 'bad_input'
			});
	});
});
