import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { suggestedPhases } from '#server/dialogues/templates.ts';
import { DIALOGUE_TYPES, type DialogueType } from '#server/dialogues/vocabulary.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as, DIALOGUE, makeDialogue, makePerson, SAMI_ANSWER } from '../support/factories.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

describe('setting a dialogue up', () => {
	it('is begun by an administrator, who then may not change or read it', async () => {
		const { dialogues } = test.app;
		const admin = await makePerson(test.app, { admin: true });
		const { dialogueId, slug } = await dialogues.create(as(admin), DIALOGUE);
		expect(slug).toBe('lanets-strategi');
		await expect(dialogues.update(as(admin), dialogueId, DIALOGUE)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(dialogues.view(admin, slug)).rejects.toMatchObject({ code: 'not_found' });
		await expect(dialogues.headForRoles(admin, slug)).resolves.toMatchObject({ title: 'Länets strategi' });
	});

	it('gives one dialogue for a form that is sent twice', async () => {
		const admin = await makePerson(test.app, { admin: true });
		const twice = [1, 2].map(() => test.app.dialogues.create(as(admin), { ...DIALOGUE, title: 'Skickad två gånger' }));
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
		const { dialogueId } = await dialogues.create(bySystem(), { ...DIALOGUE, slug: 'utan-svar' });
		await expect(dialogues.setState(bySystem(), dialogueId, 'open')).rejects.toMatchObject({ code: 'rule_broken' });
		await dialogues.update(bySystem(), dialogueId, { ...DIALOGUE, sami: { ...SAMI_ANSWER, decidedOn: null } });
		await dialogues.setState(bySystem(), dialogueId, 'open');
		const unanswer = dialogues.update(bySystem(), dialogueId, { ...DIALOGUE, sami: null });
		await expect(unanswer).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(dialogues.setState(bySystem(), dialogueId, 'planning')).rejects.toMatchObject({ code: 'rule_broken' });
	});

	it('keeps no answer without its reasons and whoever decided, and no open dialogue without one, whoever writes', async () => {
		const { dialogues, database } = test.app;
		const { dialogueId } = await makeDialogue(test.app);
		const half = { ...SAMI_ANSWER, decidedBy: ' ' };
		await expect(dialogues.update(bySystem(), dialogueId, { ...DIALOGUE, sami: half })).rejects.toMatchObject({
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
		await test.app.dialogues.update(bySystem(), dialogueId, { ...DIALOGUE, sami: given });
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
		await test.app.dialogues.change(bySystem(), dialogueId, { sami: SAMI_ANSWER });
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
