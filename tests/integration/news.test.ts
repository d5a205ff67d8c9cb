import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, TEST_NOW, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeGuest, makePerson, type MadeDialogue } from '../support/factories.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

const words = { title: 'Underlagen finns att läsa', text: 'Läs det som berör dig.' };
const NO_ID = '01900000-0000-7000-8000-000000000000';

async function published(dialogue: MadeDialogue, input = words): Promise<string> {
	const { postId } = await test.app.news.create(bySystem(), dialogue.dialogueId, input);
	await test.app.news.publish(bySystem(), postId);
	return postId;
}
const shown = (dialogue: MadeDialogue) => test.app.news.list(VISITOR, dialogue.dialogueId);
const actionsOn = async (postId: string) =>
	(
		await test.app.database
			.selectFrom('audit_event')
			.select('action')
			.where('object_id', '=', postId)
			.orderBy('id')
			.execute()
	).map(({ action }) => action);

describe('a news post', () => {
	it('is nobody’s but its writers’ until it is published, with the name of who did', async () => {
		const dialogue = await makeDialogue(test.app);
		const communicator = await makePerson(test.app, { role: 'communicator', dialogue, name: 'Maja' });
		const { news } = test.app;
		const { postId } = await news.create(as(communicator), dialogue.dialogueId, words);
		expect(await shown(dialogue)).toEqual([]);
		expect(await news.working(communicator, dialogue.dialogueId)).toMatchObject([{ id: postId, state: 'draft' }]);
		await news.publish(as(communicator), postId);
		expect(await shown(dialogue)).toEqual([
			{
				...words,
				id: postId,
				state: 'published',
				publishedAt: new Date(TEST_NOW),
				publishedBy: 'Maja',
				correctedAt: null,
				correction: '',
				withdrawnAt: null,
				withdrawReason: ''
			}
		]);
	});

	it('is written on as a draft without a word about it', async () => {
		const dialogue = await makeDialogue(test.app);
		const { postId } = await test.app.news.create(bySystem(), dialogue.dialogueId, words);
		await test.app.news.revise(bySystem(), postId, { title: 'En annan rubrik', text: words.text, note: '' });
		await test.app.news.publish(bySystem(), postId);
		expect(await shown(dialogue)).toMatchObject([{ title: 'En annan rubrik', correctedAt: null }]);
	});

	it('is corrected openly, with what was wrong, and its first words are kept', async () => {
		const dialogue = await makeDialogue(test.app);
		const postId = await published(dialogue);
		const better = { ...words, text: 'Läs det senast fredag.', note: '' };
		await expect(test.app.news.revise(bySystem(), postId, better)).rejects.toMatchObject({
			code: 'bad_input',
			issues: [{ field: 'note' }]
		});
		test.clock.set('2026-09-24T10:00:00+02:00');
		await test.app.news.revise(bySystem(), postId, { ...better, note: 'Datumet saknades.' });
		test.clock.set(TEST_NOW);
		expect(await shown(dialogue)).toMatchObject([
			{
				text: better.text,
				correction: 'Datumet saknades.',
				publishedAt: new Date(TEST_NOW),
				correctedAt: new Date('2026-09-24T10:00:00+02:00')
			}
		]);
		const { database } = test.app;
		const kept = await database.selectFrom('news_revision').select('text').where('post_id', '=', postId).execute();
		expect(kept.map(({ text }) => text)).toContain(words.text);
		const forge = database.updateTable('news_revision').set({ text: 'x' }).where('post_id', '=', postId).execute();
		await expect(forge).rejects.toThrow();
	});

	it('loses its words for everybody when it is withdrawn, and says why', async () => {
		const dialogue = await makeDialogue(test.app);
		const postId = await published(dialogue, { title: 'Hemligt ord', text: 'Hemligt ord igen.' });
		await expect(test.app.news.withdraw(bySystem(), postId, ' ')).rejects.toMatchObject({
			issues: [{ field: 'reason' }]
		});
		await test.app.news.withdraw(bySystem(), postId, 'Uppgifterna stämde inte.');
		const seen = await shown(dialogue);
		expect(seen).toMatchObject([{ state: 'withdrawn', withdrawReason: 'Uppgifterna stämde inte.', title: '' }]);
		expect(JSON.stringify(seen)).not.toContain('Hemligt');
		const again = test.app.news.revise(bySystem(), postId, { ...words, note: 'Ny' });
		await expect(again).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(test.app.news.publish(bySystem(), postId)).rejects.toMatchObject({ code: 'rule_broken' });
	});

	it('that is sent twice acts once, and leaves one event for each step', async () => {
		const dialogue = await makeDialogue(test.app);
		const postId = await published(dialogue);
		await test.app.news.publish(bySystem(), postId);
		await test.app.news.revise(bySystem(), postId, { ...words, note: 'Inget' });
		await Promise.all([1, 2].map(() => test.app.news.withdraw(bySystem(), postId, 'Fel.')));
		expect(await actionsOn(postId)).toEqual(['news.create', 'news.publish', 'news.withdraw']);
	});

	it('cannot be published before the dialogue is open, withdrawn as a draft, or found where it is not', async () => {
		const dialogue = await makeDialogue(test.app, { state: 'planning' });
		const other = await makeDialogue(test.app);
		const { postId } = await test.app.news.create(bySystem(), dialogue.dialogueId, words);
		await expect(test.app.news.publish(bySystem(), postId)).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(test.app.news.withdraw(bySystem(), postId, 'Fel.')).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(shown(dialogue)).rejects.toMatchObject({ code: 'not_found' });
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue: other });
		await expect(test.app.news.workingOne(lead, other.dialogueId, postId)).rejects.toMatchObject({ code: 'not_found' });
		for (const id of [NO_ID, 'inget-id'])
			await expect(test.app.news.publish(bySystem(), id)).rejects.toMatchObject({ code: 'not_found' });
	});

	it('tells of every field that is wrong', async () => {
		const dialogue = await makeDialogue(test.app);
		const wrong = test.app.news.create(bySystem(), dialogue.dialogueId, { title: ' ', text: 'x'.repeat(5001) });
		await expect(wrong).rejects.toMatchObject({ issues: [{ field: 'title' }, { field: 'text' }] });
	});

	it('moves the date when the dialogue was last updated, but not while it is a draft', async () => {
		const dialogue = await makeDialogue(test.app);
		const updated = async () => (await test.app.dialogues.view(VISITOR, dialogue.slug)).updatedAt;
		const before = await updated();
		test.clock.set('2026-09-25T10:00:00+02:00');
		const { postId } = await test.app.news.create(bySystem(), dialogue.dialogueId, words);
		expect(await updated()).toEqual(before);
		await test.app.news.publish(bySystem(), postId);
		expect(await updated()).toEqual(new Date('2026-09-25T10:00:00+02:00'));
		test.clock.set(TEST_NOW);
	});
});

describe('the organiser’s next steps', () => {
	const step = (what: string, dueOn: string | null, doneOn: string | null = null) => ({
		what,
		who: 'Nämnden',
		dueOn,
		doneOn
	});

	it('come by date, those without one after them, and those that are done last', async () => {
		const { dialogueId } = await makeDialogue(test.app);
		const { saveStep, nextSteps } = test.app.news;
		for (const one of [
			step('Klart', '2026-08-01', '2026-08-02'),
			step('Utan datum', null),
			step('Sedan', '2026-12-01'),
			step('Snart', '2026-10-13')
		])
			await saveStep(bySystem(), dialogueId, one);
		const order = (await nextSteps(VISITOR, dialogueId)).map(({ what }) => what);
		expect(order).toEqual(['Snart', 'Sedan', 'Utan datum', 'Klart']);
	});

	it('are changed where they are, never in another dialogue, and need what, who and days that exist', async () => {
		const [own, other] = [await makeDialogue(test.app), await makeDialogue(test.app)];
		const { saveStep, nextSteps } = test.app.news;
		const { stepId } = await saveStep(bySystem(), own.dialogueId, step('Svara', '2026-09-30'));
		await saveStep(bySystem(), own.dialogueId, { ...step('Svara', '2026-09-30', '2026-09-29'), id: stepId });
		expect(await nextSteps(VISITOR, own.dialogueId)).toMatchObject([{ id: stepId, doneOn: '2026-09-29' }]);
		for (const id of [stepId, NO_ID, 'inget-id'])
			await expect(saveStep(bySystem(), other.dialogueId, { ...step('Ta över', null), id })).rejects.toMatchObject({
				code: 'not_found'
			});
		const wrong = { what: '', who: ' ', dueOn: '2026-02-30', doneOn: 'igår' };
		await expect(saveStep(bySystem(), own.dialogueId, wrong)).rejects.toMatchObject({
			issues: [{ field: 'what' }, { field: 'who' }, { field: 'dueOn' }, { field: 'doneOn' }]
		});
	});
});

describe('news and next steps are written', () => {
	const commands = (dialogueId: string, postId: string) => {
		const { news } = test.app;
		return [
			(by: ReturnType<typeof as>) => news.create(by, dialogueId, words),
			(by: ReturnType<typeof as>) => news.revise(by, postId, { ...words, note: 'x' }),
			(by: ReturnType<typeof as>) => news.publish(by, postId),
			(by: ReturnType<typeof as>) => news.withdraw(by, postId, 'x'),
			(by: ReturnType<typeof as>) => news.saveStep(by, dialogueId, { what: 'x', who: 'x', dueOn: null, doneOn: null }),
			(by: ReturnType<typeof as>) => news.working(by.actor, dialogueId),
			(by: ReturnType<typeof as>) => news.workingOne(by.actor, dialogueId, postId)
		];
	};

	it.each(['host', 'case_officer', 'registrar', 'reviewer'] as const)('by no %s', async (role) => {
		const dialogue = await makeDialogue(test.app);
		const postId = await published(dialogue);
		const actor = await makePerson(test.app, { role, dialogue });
		for (const command of commands(dialogue.dialogueId, postId))
			await expect(command(as(actor))).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('by no visitor, guest or writer of another dialogue, and nothing comes of it', async () => {
		const [dialogue, other] = [await makeDialogue(test.app), await makeDialogue(test.app)];
		const postId = await published(dialogue);
		const stranger = await makePerson(test.app, { role: 'communicator', dialogue: other });
		for (const command of commands(dialogue.dialogueId, postId)) {
			for (const actor of [VISITOR, await makeGuest(test.app)])
				await expect(command(as(actor))).rejects.toMatchObject({ code: 'not_signed_in' });
			await expect(command(as(stranger))).rejects.toMatchObject({ code: 'forbidden' });
		}
		expect(await shown(dialogue)).toHaveLength(1);
		const { count } = await test.app.database
			.selectFrom('next_step')
			.select(sql<number>`count(*)`.as('count'))
			.where('dialogue_id', '=', dialogue.dialogueId)
			.executeTakeFirstOrThrow();
		expect(count).toBe(0);
	});
});
