import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import type { ConsultationInput } from '#server/consultations/types.ts';
import { testApplication, TEST_NOW, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeDocument, makePerson, type MadeDialogue } from '../support/factories.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
});
afterAll(() => test.close());

let counter = 0;
const input = (over: Partial<ConsultationInput> = {}): ConsultationInput => ({
	kind: 'samrad',
	title: `Samråd ${++counter}`,
	opensAt: new Date('2026-09-22T08:00:00+02:00'),
	closesAt: new Date('2026-10-09T23:59:59.999+02:00'),
	moderationMode: 'hold_all',
	documentIds: [],
	...over
});
const create = (over: Partial<ConsultationInput> = {}) =>
	test.app.consultations.create(bySystem(), dialogue.dialogueId, input(over));

describe('a consultation', () => {
	it('is coming, open and closed by the clock alone', async () => {
		const { documentId } = await makeDocument(test.app, dialogue);
		const { slug } = await create({ documentIds: [documentId] });
		const at = async (now: string) => {
			test.clock.set(now);
			const { status } = await test.app.consultations.bySlug(VISITOR, dialogue.dialogueId, slug);
			return [status, (await test.app.consultations.openConsultationFor(documentId))?.slug ?? null];
		};
		expect(await at('2026-09-22T07:59:59+02:00')).toEqual(['coming', null]);
		expect(await at('2026-09-22T08:00:00+02:00')).toEqual(['open', slug]);
		expect(await at('2026-10-09T23:59:59+02:00')).toEqual(['open', slug]);
		expect(await at('2026-10-10T00:00:00+02:00')).toEqual(['closed', null]);
		expect((await test.app.consultations.consultationFor(documentId))?.slug).toBe(slug);
		test.clock.set(TEST_NOW);
	});

	it('asks for every kind of point, a final proof for three', async () => {
		const kindsOf = async (over: Partial<ConsultationInput>) => {
			const { slug } = await create(over);
			return (await test.app.consultations.bySlug(VISITOR, dialogue.dialogueId, slug)).allowedPointKinds;
		};
		expect(await kindsOf({})).toEqual(POINT_KINDS);
		expect(new Set(await kindsOf({ kind: 'final_proof' }))).toEqual(new Set(['proofreading', 'fact', 'objection']));
		expect(await kindsOf({ allowedPointKinds: ['question', 'fact'] })).toEqual(['fact', 'question']);
	});

	it('has a degree of influence of its own, or the dialogue’s', async () => {
		const levelOf = async (over: Partial<ConsultationInput>) => {
			const { slug } = await create(over);
			return (await test.app.consultations.bySlug(VISITOR, dialogue.dialogueId, slug)).influenceLevel;
		};
		expect(await levelOf({})).toBeNull();
		expect(await levelOf({ influenceLevel: 'medbestammande' })).toBe('medbestammande');
		await expect(levelOf({ influenceLevel: 'allt' as never })).rejects.toMatchObject({
			issues: [{ field: 'influenceLevel' }]
		});
	});

	it('takes in documents of its own dialogue only', async () => {
		const other = await makeDialogue(test.app);
		const foreign = await makeDocument(test.app, other);
		for (const documentIds of [[foreign.documentId], ['inget-id'], [foreign.documentId, foreign.documentId]])
			await expect(create({ documentIds })).rejects.toMatchObject({
				code: 'bad_input',
				issues: [{ field: 'documentIds' }]
			});
	});

	it('tells of every field that is wrong', async () => {
		const wrong = create({
			title: '',
			opensAt: new Date(Number.NaN),
			reminderAfterMinutes: 0,
			invitedCount: -1,
			allowedPointKinds: []
		});
		await expect(wrong).rejects.toMatchObject({ code: 'bad_input' });
		const fields = await wrong.catch((error: { issues: { field: string }[] }) =>
			error.issues.map(({ field }) => field)
		);
		expect(fields).toEqual(
			expect.arrayContaining(['opensAt', 'title', 'allowedPointKinds', 'invitedCount', 'reminderAfterMinutes'])
		);
		const backwards = create({ opensAt: new Date('2026-10-10'), closesAt: new Date('2026-10-09') });
		await expect(backwards).rejects.toMatchObject({ issues: [{ field: 'closesAt' }] });
	});

	it('that is not for everybody is listed for staff only', async () => {
		const { slug } = await create({ openTo: 'link' });
		const host = await makePerson(test.app, { role: 'host', dialogue });
		const slugs = async (actor: typeof host | typeof VISITOR) =>
			(await test.app.consultations.list(actor, dialogue.dialogueId)).map((one) => one.slug);
		expect(await slugs(VISITOR)).not.toContain(slug);
		expect(await slugs(host)).toContain(slug);
	});

	it('is changed by the process lead of its dialogue, and its readers hear of it', async () => {
		const { documentId } = await makeDocument(test.app, dialogue);
		const { consultationId, slug } = await create({ documentIds: [documentId] });
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		const heard: string[] = [];
		const stop = test.app.feed.subscribe(({ room, event }) => heard.push(`${room} ${event.kind}`));
		await test.app.consultations.update(as(lead), consultationId, input({ title: 'Förlängt', documentIds: [] }));
		stop();
		expect(heard).toEqual([`document/${documentId} consultation_changed`]);
		const after = await test.app.consultations.bySlug(VISITOR, dialogue.dialogueId, slug);
		expect(after).toMatchObject({ title: 'Förlängt', documentIds: [] });
		const elsewhere = await makePerson(test.app, { role: 'process_lead', dialogue: await makeDialogue(test.app) });
		const taken = test.app.consultations.update(as(elsewhere), consultationId, input());
		await expect(taken).rejects.toMatchObject({ code: 'forbidden' });
	});
});
