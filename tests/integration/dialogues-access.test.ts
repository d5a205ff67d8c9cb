import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	DIALOGUE,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	SAMI_ANSWER
} from '../support/factories.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

describe('who may set up', () => {
	const commands = (dialogueId: string) => {
		const { dialogues, consultations } = test.app;
		const window = { opensAt: new Date('2026-01-01'), closesAt: new Date('2026-02-01') };
		return [
			(by: ReturnType<typeof as>) => dialogues.update(by, dialogueId, { ...DIALOGUE, sami: SAMI_ANSWER }),
			(by: ReturnType<typeof as>) => dialogues.change(by, dialogueId, { lead: 'Ny ingress.' }),
			(by: ReturnType<typeof as>) => dialogues.setState(by, dialogueId, 'closed'),
			(by: ReturnType<typeof as>) => dialogues.setPhases(by, dialogueId, []),
			(by: ReturnType<typeof as>) => dialogues.addArea(by, dialogueId, { code: 'NY', name: 'Nytt' }),
			(by: ReturnType<typeof as>) =>
				dialogues.saveDeclineReason(by, dialogueId, { title: 'x', explanation: '', active: true }),
			(by: ReturnType<typeof as>) =>
				consultations.create(by, dialogueId, {
					...window,
					kind: 'samrad',
					title: 'Mitt samråd',
					moderationMode: 'open',
					documentIds: []
				})
		];
	};

	it.each(['host', 'case_officer', 'communicator', 'registrar', 'reviewer'] as const)('is not a %s', async (role) => {
		const dialogue = await makeDialogue(test.app);
		const actor = await makePerson(test.app, { role, dialogue });
		for (const command of commands(dialogue.dialogueId))
			await expect(command(as(actor))).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('is no visitor, guest or lead of another dialogue', async () => {
		const [dialogue, other] = [await makeDialogue(test.app), await makeDialogue(test.app)];
		const strangers = [VISITOR, await makeGuest(test.app)];
		const otherLead = await makePerson(test.app, { role: 'process_lead', dialogue: other });
		for (const command of commands(dialogue.dialogueId)) {
			for (const stranger of strangers)
				await expect(command(as(stranger))).rejects.toMatchObject({ code: 'not_signed_in' });
			await expect(command(as(otherLead))).rejects.toMatchObject({ code: 'forbidden' });
		}
	});

	it('is nobody but an administrator for the region and for a new dialogue', async () => {
		const dialogue = await makeDialogue(test.app);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		const profile = {
			...(await test.app.dialogues.region()),
			name: 'Region X',
			short: 'X',
			email: 'r@example.org',
			phone: '08-465 004 01'
		};
		await expect(test.app.dialogues.updateRegion(as(lead), profile)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(test.app.dialogues.create(as(lead), DIALOGUE)).rejects.toMatchObject({ code: 'forbidden' });
		const admin = await makePerson(test.app, { admin: true });
		await test.app.dialogues.updateRegion(as(admin), profile);
		expect(await test.app.dialogues.region()).toMatchObject({ name: 'Region X' });
	});
});

describe('a dialogue that is being planned', () => {
	it('is not seen on the start page, in the sitemap, in search or at its address, even with a published text', async () => {
		const dialogue = await makeDialogue(test.app, { state: 'planning' });
		const document = await makeDocument(test.app, dialogue, '## Rubrik\n\nOrdet kvastfening finns bara här.');
		await openConsultation(test.app, dialogue, [document.documentId]);
		const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug };
		const admin = await makePerson(test.app, { admin: true });
		const other = await makePerson(test.app, { role: 'process_lead', dialogue: await makeDialogue(test.app) });
		const { dialogues, documents, consultations } = test.app;
		for (const stranger of [VISITOR, await makeGuest(test.app), admin, other]) {
			const seen = JSON.stringify([
				await dialogues.start(stranger),
				await dialogues.publicAddresses(),
				await documents.search(stranger, 'kvastfening'),
				await documents.list(stranger, dialogue.dialogueId)
			]);
			expect(seen).not.toContain(dialogue.slug);
			expect(seen).not.toContain(document.slug);
			const asked = [
				() => dialogues.head(stranger, dialogue.slug),
				() => dialogues.view(stranger, dialogue.slug),
				() => documents.head(stranger, address),
				() => documents.versionFor(stranger, address),
				() => documents.versionFor(stranger, { ...address, number: 1 }),
				() => documents.compare(stranger, { ...address, from: 1, to: 1 }),
				() => consultations.list(stranger, dialogue.dialogueId)
			];
			for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'not_found' });
		}
	});

	it('answers in the workspace as if it did not exist', async () => {
		const dialogue = await makeDialogue(test.app, { state: 'planning' });
		const { workspace } = test.app.dialogues;
		await expect(workspace(VISITOR, dialogue.slug)).rejects.toMatchObject({ code: 'not_found' });
		await expect(workspace(VISITOR, 'finns-inte')).rejects.toMatchObject({ code: 'not_found' });
		const host = await makePerson(test.app, { role: 'host', dialogue });
		await expect(workspace(host, dialogue.slug)).resolves.toMatchObject({ slug: dialogue.slug });
	});

	it('is read by its staff and reviewers, and by all once it is open', async () => {
		const dialogue = await makeDialogue(test.app, { state: 'planning' });
		const reviewer = await makePerson(test.app, { role: 'reviewer', dialogue });
		await expect(test.app.dialogues.view(reviewer, dialogue.slug)).resolves.toMatchObject({ state: 'planning' });
		await test.app.dialogues.setState(bySystem(), dialogue.dialogueId, 'open');
		await expect(test.app.dialogues.view(VISITOR, dialogue.slug)).resolves.toMatchObject({ state: 'open' });
		expect(JSON.stringify(await test.app.dialogues.start(VISITOR))).toContain(dialogue.slug);
	});
});

describe('an address that is none of ours', () => {
	it.each(['\u0000', '%', "' or 1=1", '../x', 'Å', ''])('%j is not found', async (slug) => {
		const { dialogues, documents } = test.app;
		await expect(dialogues.view(VISITOR, slug)).rejects.toMatchObject({ code: 'not_found' });
		await expect(dialogues.workspace(VISITOR, slug)).rejects.toMatchObject({ code: 'not_found' });
		const address = { dialogueSlug: slug, documentSlug: slug };
		await expect(documents.versionFor(VISITOR, address)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('the start page', () => {
	it('puts a dialogue under coming until its first phase begins, and under closed when it is over', async () => {
		const dialogue = await makeDialogue(test.app);
		const group = async () => {
			const start = await test.app.dialogues.start(VISITOR);
			return (['open', 'coming', 'closed'] as const).find((name) =>
				start[name].some(({ slug }) => slug === dialogue.slug)
			);
		};
		const phase = { title: 'Forma', text: '', startsOn: '2026-09-24', endsOn: null };
		await test.app.dialogues.setPhases(bySystem(), dialogue.dialogueId, [phase]);
		expect(await group()).toBe('coming');
		test.clock.set('2026-09-24T00:00:00+02:00');
		expect(await group()).toBe('open');
		await test.app.dialogues.setState(bySystem(), dialogue.dialogueId, 'closed');
		expect(await group()).toBe('closed');
		test.clock.set('2026-09-23T09:00:00+02:00');
	});
});
