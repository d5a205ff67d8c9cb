import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { type Actor, ROLES, VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW } from '../support/application.ts';
import { as, makeDialogue, makeGuest, makePerson } from '../support/factories.ts';
import { mailingInput, makeInvitation, makeList, pasted } from '../support/invitations.ts';
import { inviting, system } from '../support/inviting.ts';
import { signUp } from '../support/registrations.ts';

const { test, app, anAddress, ground, sentOut } = inviting();

describe('a consent to be invited', () => {
	const consents = { mayContact: true, mayContactLater: true };

	it('is given and taken back with the personal link, each for itself', async () => {
		const { dialogue, meeting } = await ground();
		const { code } = await signUp(app(), dialogue, meeting, 'online');
		const none = { mayContact: false, mayContactLater: false };
		expect(await app().registrations.view(VISITOR, code)).toMatchObject(none);
		for (const given of [{ ...none, mayContactLater: true }, { ...none, mayContact: true }, none]) {
			await app().registrations.change(as(VISITOR), code, { ...given, people: [] });
			expect(await app().registrations.view(VISITOR, code)).toMatchObject(given);
		}
	});

	it('ends with the registration, and two years after it was given', async () => {
		const { dialogue, meeting } = await ground();
		const left = await signUp(app(), dialogue, meeting, 'online', consents);
		await app().registrations.cancel(as(VISITOR), left.code);
		const none = { mayContact: false, mayContactLater: false };
		expect(await app().registrations.view(VISITOR, left.code)).toMatchObject(none);
		const old = await signUp(app(), dialogue, meeting, 'online', consents);
		await app().invitations.removeOld();
		expect(await app().registrations.view(VISITOR, old.code)).toMatchObject(consents);
		const given = new Date(test().clock.now().getTime() - 731 * 86_400_000);
		const row = app().database.updateTable('registration').set({ created_at: given });
		await row.where('id', '=', old.registrationId).execute();
		await app().invitations.removeOld();
		expect(await app().registrations.view(VISITOR, old.code)).toMatchObject(none);
	});
});

describe('lists and letters', () => {
	it('are for process leads and communicators of that dialogue alone', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const listId = await makeList(app(), dialogue, [anAddress()]);
		const mailingId = await makeInvitation(app(), dialogue, meeting, [anAddress()]);
		const everything = (actor: Actor): Promise<unknown>[] => [
			app().invitations.lists(actor, dialogueId),
			app().invitations.list(actor, dialogueId, listId),
			app().invitations.createList(as(actor), dialogueId, 'Ny'),
			app().invitations.removeList(as(actor), dialogueId, listId),
			app().invitations.preview(actor, dialogueId, listId, pasted('a@example.org')),
			app().invitations.addContacts(as(actor), dialogueId, listId, pasted('a@example.org')),
			app().invitations.removeContact(as(actor), dialogueId, listId, mailingId),
			app().invitations.mailings(actor, dialogueId),
			app().invitations.mailing(actor, dialogueId, mailingId),
			app().invitations.create(as(actor), dialogueId, { kind: 'message', roundOrdinal: 1, meetingSlug: '' }),
			app().invitations.update(as(actor), dialogueId, mailingId, mailingInput()),
			app().invitations.reach(actor, dialogueId, mailingId),
			app().invitations.sendTest(as(actor), dialogueId, mailingId),
			app().invitations.send(as(actor), dialogueId, mailingId),
			app().invitations.pause(as(actor), dialogueId, mailingId),
			app().invitations.resume(as(actor), dialogueId, mailingId),
			app().invitations.takeReports(as(actor), dialogueId, [{ name: 'a.eml', bytes: new Uint8Array() }]),
			app().invitations.reminders(actor, dialogueId),
			app().invitations.setReminder(as(actor), dialogueId, meeting.meetingId, 2)
		];
		const elsewhere = await makeDialogue(app());
		const others = ROLES.filter((role) => role !== 'process_lead' && role !== 'communicator' && role !== 'reviewer');
		const strangers: Actor[] = [
			...[VISITOR, await makeGuest(app()), await makePerson(app()), await makePerson(app(), { admin: true })],
			await makePerson(app(), { role: 'process_lead', dialogue: elsewhere }),
			...(await Promise.all(others.map((role) => makePerson(app(), { role, dialogue }))))
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
		const person = await makePerson(app());
		const mailingId = await makeInvitation(app(), dialogue, meeting, [person.email ?? '']);
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		await sentOut(dialogueId, mailingId);
		const { recipients } = await app().invitations.mailing(system, dialogueId, mailingId);
		expect(recipients).toHaveLength(1);
		const own = await app().invitations.mine(person);
		expect(own).toMatchObject({ lists: [{}], letters: [{ kind: 'invitation', source: 'list' }], refusedAt: null });
		expect(JSON.stringify(own)).not.toMatch(/[\w-]{43}/);
		for (const stranger of [VISITOR, { ...person, verified: false }, await makePerson(app())])
			expect(await app().invitations.mine(stranger)).toEqual({ lists: [], letters: [], refusedAt: null });
	});

	it('of another dialogue are not there, whoever leads this one', async () => {
		const [here, there] = [await ground(), await ground()];
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: here.dialogue });
		const listId = await makeList(app(), there.dialogue, [anAddress()]);
		const mailingId = await makeInvitation(app(), there.dialogue, there.meeting, [anAddress()]);
		const own = await makeInvitation(app(), here.dialogue, here.meeting, [anAddress()]);
		const { dialogueId } = here;
		for (const reach of [
			() => app().invitations.list(lead, dialogueId, listId),
			() => app().invitations.addContacts(as(lead), dialogueId, listId, pasted('a@example.org')),
			() => app().invitations.removeList(as(lead), dialogueId, listId),
			() => app().invitations.mailing(lead, dialogueId, mailingId),
			() => app().invitations.send(as(lead), dialogueId, mailingId),
			() => app().invitations.sendTest(as(lead), dialogueId, mailingId),
			() => app().invitations.mailing(lead, dialogueId, listId),
			() => app().invitations.mailing(lead, dialogueId, 'x')
		])
			await expect(reach()).rejects.toMatchObject({ code: 'not_found' });
		const audience = { ...mailingInput().audience, listIds: [listId] };
		await expect(app().invitations.update(as(lead), dialogueId, own, mailingInput({ audience }))).rejects.toMatchObject(
			{
				issues: [{ field: 'audience' }]
			}
		);
	});

	it('are kept for two years after their dialogue has closed, and what was refused for good', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const mailingId = await makeInvitation(app(), dialogue, meeting, [anAddress()]);
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		await app().dialogues.setState(bySystem(), dialogueId, 'closed');
		const after = async (time: string) => {
			test().clock.set(new Date(time));
			await app().invitations.removeOld();
			return (await app().invitations.lists(system, dialogueId)).length;
		};
		expect(await after('2028-09-22T09:00:00+02:00')).toBe(1);
		expect(await after('2028-09-24T09:00:00+02:00')).toBe(0);
		expect((await app().invitations.mailing(system, dialogueId, mailingId)).recipients).toEqual([]);
		test().clock.set(new Date(TEST_NOW));
	});
});
