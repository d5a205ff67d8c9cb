import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { suggestedPhases } from '#server/dialogues/templates.ts';
import { DIALOGUE_TYPES, type DialogueType } from '#server/dialogues/vocabulary.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeDocument, makeGuest, makePerson, openConsultation } from '../support/factories.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

const details = { title: 'Länets strategi', type: 'development_strategy' as const };
const sami = { answer: 'no' as const, motivation: 'Berör inte renskötsel.', decidedBy: 'Områdeschef', decidedOn: null };

describe('setting a dialogue up', () => {
	it('is begun by an administrator, who then may not change or read it', async () => {
		const { dialogues } = test.app;
		const admin = await makePerson(test.app, { admin: true });
		const { dialogueId, slug } = await dialogues.create(as(admin), details);
		expect(slug).toBe('lanets-strategi');
		await expect(dialogues.update(as(admin), dialogueId, details)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(dialogues.view(admin, slug)).rejects.toMatchObject({ code: 'not_found' });
		await expect(dialogues.headForRoles(admin, slug)).resolves.toMatchObject({ title: 'Länets strategi' });
	});

	it('gives one dialogue for a form that is sent twice', async () => {
		const admin = await makePerson(test.app, { admin: true });
		const twice = [1, 2].map(() => test.app.dialogues.create(as(admin), { ...details, title: 'Skickad två gånger' }));
		const results = await Promise.allSettled(twice);
		expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
	});

	it('starts with reasons not to publish that staff can edit but not take away', async () => {
		const dialogue = await makeDialogue(test.app);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		const { declineReasons, saveDeclineReason } = test.app.dialogues;
		const [first, ...rest] = await declineReasons(lead, dialogue.dialogueId);
		expect(rest.length).toBeGreaterThan(2);
		const changed = { id: first?.id, title: 'Nytt skäl', explanation: '', active: false };
		await saveDeclineReason(as(lead), dialogue.dialogueId, changed);
		const after = await declineReasons(lead, dialogue.dialogueId);
		expect(after).toHaveLength(rest.length + 1);
		expect(after[0]).toMatchObject({ title: 'Nytt skäl', active: false });
	});

	it('refuses to open before the question about Sámi consultation is answered (domain S-08)', async () => {
		const { dialogues } = test.app;
		const { dialogueId } = await dialogues.create(bySystem(), { ...details, slug: 'utan-svar' });
		await expect(dialogues.setState(bySystem(), dialogueId, 'open')).rejects.toMatchObject({ code: 'rule_broken' });
		await dialogues.update(bySystem(), dialogueId, { ...details, sami });
		await dialogues.setState(bySystem(), dialogueId, 'open');
		const unanswer = dialogues.update(bySystem(), dialogueId, { ...details, sami: null });
		await expect(unanswer).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(dialogues.setState(bySystem(), dialogueId, 'planning')).rejects.toMatchObject({ code: 'rule_broken' });
	});

	it('keeps no answer without its reasons and whoever decided, and no open dialogue without one, whoever writes', async () => {
		const { dialogues, database } = test.app;
		const { dialogueId } = await makeDialogue(test.app);
		const half = { ...sami, decidedBy: ' ' };
		await expect(dialogues.update(bySystem(), dialogueId, { ...details, sami: half })).rejects.toMatchObject({
			code: 'bad_input',
			issues: [{ field: 'samiDecidedBy' }]
		});
		const write = (columns: { sami_answer?: null; sami_motivation?: string }) =>
			database.updateTable('dialogue').set(columns).where('id', '=', dialogueId).execute();
		await expect(write({ sami_motivation: '' })).rejects.toMatchObject({ constraint: 'sami_answer_explained' });
		await expect(write({ sami_answer: null })).rejects.toMatchObject({ constraint: 'sami_question_answered' });
	});

	it('shows everybody the answer, why, who decided and when', async () => {
		const { slug, dialogueId } = await makeDialogue(test.app);
		const answer = { answer: 'unclear', motivation: 'Vi frågar sametinget.', decidedBy: 'Nämnden' } as const;
		const given = { ...answer, decidedOn: '2026-06-01' };
		await test.app.dialogues.update(bySystem(), dialogueId, { ...details, sami: given });
		expect((await test.app.dialogues.view(VISITOR, slug)).sami).toEqual(given);
	});

	it('puts an area in its place and moves the others', async () => {
		const { dialogueId, slug, areaId } = await makeDialogue(test.app);
		const { addArea, updateArea, view } = test.app.dialogues;
		const order = async () => (await view(VISITOR, slug)).areas.map(({ code }) => code);
		await addArea(bySystem(), dialogueId, { code: 'DIG', name: 'Digitala lösningar', position: 1 });
		await addArea(bySystem(), dialogueId, { code: 'UPP', name: 'Upplevelser' });
		expect(await order()).toEqual(['DIG', 'ENE', 'UPP']);
		const energy = { code: 'ENE', name: 'Hållbar energi' };
		await updateArea(bySystem(), dialogueId, areaId, { ...energy, position: 99 });
		expect(await order()).toEqual(['DIG', 'UPP', 'ENE']);
		await updateArea(bySystem(), dialogueId, areaId, energy);
		expect(await order()).toEqual(['DIG', 'UPP', 'ENE']);
		for (const position of [0, -1, 1.5, Number.NaN])
			await expect(updateArea(bySystem(), dialogueId, areaId, { ...energy, position })).rejects.toMatchObject({
				issues: [{ field: 'position' }]
			});
	});

	it('marks the phases of today, and takes them in the order given', async () => {
		const { dialogueId, slug } = await makeDialogue(test.app);
		const phase = (title: string, startsOn: string, endsOn: string | null) => ({ title, text: '', startsOn, endsOn });
		await test.app.dialogues.setPhases(bySystem(), dialogueId, [
			phase('Forma', '2026-06-15', '2026-09-22'),
			phase('Tyck till', '2026-09-22', '2026-09-23'),
			phase('Besluta', '2026-09-14', null),
			phase('Genomföra', '2026-09-24', null)
		]);
		const { phases } = await test.app.dialogues.view(VISITOR, slug);
		expect(phases.map(({ title, time }) => [title, time])).toEqual([
			['Forma', 'past'],
			['Tyck till', 'present'],
			['Besluta', 'present'],
			['Genomföra', 'coming']
		]);
	});

	it('tells of every field that is wrong, and writes nothing', async () => {
		const { dialogueId } = await makeDialogue(test.app);
		const wrong = test.app.dialogues.addArea(bySystem(), dialogueId, { code: 'J S', name: ' ', status: 'dropped' });
		await expect(wrong).rejects.toMatchObject({
			code: 'bad_input',
			issues: [{ field: 'code' }, { field: 'dropReason' }, { field: 'name' }]
		});
		const again = test.app.dialogues.addArea(bySystem(), dialogueId, { code: 'ene', name: 'Energi igen' });
		await expect(again).rejects.toMatchObject({ code: 'conflict', issues: [{ field: 'code' }] });
	});

	it('does not change an area of another dialogue', async () => {
		const [own, other] = [await makeDialogue(test.app), await makeDialogue(test.app)];
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue: own });
		const input = { code: 'X', name: 'Övertaget' };
		const { updateArea } = test.app.dialogues;
		await expect(updateArea(as(lead), own.dialogueId, other.areaId, input)).rejects.toMatchObject({
			code: 'not_found'
		});
		await expect(updateArea(as(lead), other.dialogueId, other.areaId, input)).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(updateArea(as(lead), 'inget-id', other.areaId, input)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a template', () => {
	const start = (type: DialogueType, title = `Från mall ${type}`) =>
		test.app.dialogues.createFromTemplate(bySystem(), { type, title });

	it('fills in what dialogues of its type usually have, and opens nothing', async () => {
		await test.app.dialogues.updateRegion(bySystem(), {
			...{ name: 'Region X', short: 'X', countyCode: '23', email: 'r@example.org', phone: '08-465 004 01' },
			...{ postalAddress: '', website: '', responsibleUnit: '' }
		});
		const { dialogueId, slug } = await start('smart_specialisation');
		const lead = await leadOf(dialogueId);
		const dialogue = await test.app.dialogues.view(lead, slug);
		expect(dialogue).toMatchObject({ state: 'planning', sami: null, phases: [], commissionedBy: 'Regionfullmäktige' });
		expect(dialogue.legalBasis.join()).toMatch(/2010:630.*2017:583.*2022:66/);
		expect(dialogue.programmeChain).toContain('Regionalfondsprogrammet Mellersta Norrland');
		expect(await test.app.dialogues.declineReasons(lead, dialogueId)).not.toEqual([]);
		expect(suggestedPhases('smart_specialisation').map(({ title }) => title)).toContain('Mobilisera');
	});

	it.each(DIALOGUE_TYPES)('of the type %s holds what every command takes', async (type) => {
		const { dialogueId, slug } = await start(type, `Prövad ${type}`);
		const dialogue = await test.app.dialogues.view(await leadOf(dialogueId), slug);
		expect(dialogue.type).toBe(type);
		expect(dialogue.level).toBe(type === 'national_question' ? 'national' : 'regional');
		const phases = suggestedPhases(type).map((phase) => ({ ...phase, startsOn: '2026-10-01', endsOn: null }));
		await test.app.dialogues.setPhases(bySystem(), dialogueId, phases);
		await test.app.dialogues.change(bySystem(), dialogueId, { sami });
		await test.app.dialogues.setState(bySystem(), dialogueId, 'open');
	});

	it('that there is not, and one for those who may not create, makes nothing', async () => {
		for (const type of ['__proto__', 'empty', ''])
			await expect(start(type as DialogueType, 'Finns inte')).rejects.toMatchObject({ issues: [{ field: 'type' }] });
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue: await makeDialogue(test.app) });
		const input = { type: 'other' as const, title: 'Finns inte' };
		const { createFromTemplate } = test.app.dialogues;
		await expect(createFromTemplate(as(lead), input)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(createFromTemplate(as(VISITOR), input)).rejects.toMatchObject({ code: 'not_signed_in' });
	});

	async function leadOf(dialogueId: string) {
		return makePerson(test.app, { role: 'process_lead', dialogue: { dialogueId, slug: '', areaId: '' } });
	}
});

describe('changing a part of a dialogue', () => {
	it('leaves the rest as it is, also what somebody else changes at the same time', async () => {
		const { dialogueId, slug } = await makeDialogue(test.app);
		const before = await test.app.dialogues.view(VISITOR, slug);
		const { change } = test.app.dialogues;
		await Promise.all([
			change(bySystem(), dialogueId, { lead: 'Ny ingress.' }),
			change(bySystem(), dialogueId, { contactEmail: 'dialog@example.org' }),
			change(bySystem(), dialogueId, { legalBasis: ['Lag (2010:630)'] })
		]);
		const changed = { lead: 'Ny ingress.', contactEmail: 'dialog@example.org', legalBasis: ['Lag (2010:630)'] };
		expect(await test.app.dialogues.view(VISITOR, slug)).toEqual({ ...before, ...changed });
	});

	it('is refused as a change of the whole is', async () => {
		const { dialogueId } = await makeDialogue(test.app);
		const { change } = test.app.dialogues;
		await expect(change(bySystem(), dialogueId, { title: ' ' })).rejects.toMatchObject({
			issues: [{ field: 'title' }]
		});
		await expect(change(bySystem(), dialogueId, { contactEmail: 'x' })).rejects.toMatchObject({
			issues: [{ field: 'contactEmail' }]
		});
		await expect(change(bySystem(), dialogueId, { sami: null })).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(change(bySystem(), 'inget-id', { lead: '' })).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('who may set up', () => {
	const commands = (dialogueId: string) => {
		const { dialogues, consultations } = test.app;
		const window = { opensAt: new Date('2026-01-01'), closesAt: new Date('2026-02-01') };
		return [
			(by: ReturnType<typeof as>) => dialogues.update(by, dialogueId, { ...details, sami }),
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
		await expect(test.app.dialogues.create(as(lead), details)).rejects.toMatchObject({ code: 'forbidden' });
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
