import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCsv } from '#server/consolidation/export.ts';
import { NO_FILTER } from '#server/consolidation/service.ts';
import type { AssessInput } from '#server/consolidation/assess.ts';
import { VISITOR, type Person } from '#server/permissions/actor.ts';
import type { Outcome } from '#lib/protocol/vocabulary.ts';
import { exportLabels } from '#lib/review/export-labels.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	publishVersion,
	sendPoint,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
let other: MadeDialogue;
let document: MadeDocument;
let people: Record<
	'lead' | 'officer' | 'otherArea' | 'registrar' | 'communicator' | 'reviewer' | 'host' | 'stranger',
	Person
>;
let elsewhere: Person;
let author: Person;

beforeAll(async () => {
	test = await testApplication();
	const { app } = test;
	dialogue = await makeDialogue(app);
	other = await makeDialogue(app);
	document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: 'open' });
	const { areaId } = await app.dialogues.addArea(as({ kind: 'system' }), dialogue.dialogueId, {
		code: 'UPP',
		name: 'Upplevelser'
	});
	people = {
		lead: await makePerson(app, { dialogue, role: 'process_lead' }),
		officer: await makePerson(app, { dialogue, role: 'case_officer' }),
		otherArea: await makePerson(app, { dialogue, role: 'case_officer', areaIds: [areaId] }),
		registrar: await makePerson(app, { dialogue, role: 'registrar' }),
		communicator: await makePerson(app, { dialogue, role: 'communicator' }),
		reviewer: await makePerson(app, { dialogue, role: 'reviewer' }),
		host: await makePerson(app, { dialogue, role: 'host' }),
		stranger: await makePerson(app)
	};
	elsewhere = await makePerson(app, { dialogue: other, role: 'process_lead' });
	author = await makeGuest(app);
}, 60_000);
afterAll(() => test.close());

const refused = (code: string) => expect.objectContaining({ name: 'MedskickError', code });
const point = async (text = 'Skriv tydligare.') =>
	(await sendPoint(test.app, author, { versionId: document.versionId, text })).pointId;
const assess = (who: Person, pointIds: string[], input: Partial<AssessInput> = {}) =>
	test.app.consolidation.assess(as(who), { pointIds, outcome: 'noted', publish: false, ...input });
const consolidated = async (pointId: string, viewer: Person | typeof VISITOR = VISITOR) =>
	(await test.app.consolidation.points(viewer, dialogue.dialogueId, NO_FILTER)).find((row) => row.point.id === pointId);

describe('a draft and a published position', () => {
	it('a draft is for staff; published it is for everybody, and the draft is settled', async () => {
		const id = await point();
		await assess(people.officer, [id], { outcome: 'not_accepted', text: 'Förslaget ryms inte.' });
		expect((await consolidated(id))?.point.assessment).toBeNull();
		expect(JSON.stringify(await consolidated(id))).not.toContain('ryms inte');
		expect(JSON.stringify(await consolidated(id, people.reviewer))).not.toContain('ryms inte');
		expect((await consolidated(id, people.communicator))?.draft?.text).toBe('Förslaget ryms inte.');
		await assess(people.lead, [id], { outcome: 'not_accepted', text: 'Ryms inte i år.', publish: true });
		expect((await consolidated(id))?.point.assessment?.text).toBe('Ryms inte i år.');
		expect((await consolidated(id, people.lead))?.draft).toBeNull();
	});

	it('earlier positions stay on record, newest first', async () => {
		const id = await point();
		await assess(people.officer, [id]);
		test.clock.advance(1_000);
		await assess(people.lead, [id], { outcome: 'answered', text: 'Ja.', publish: true });
		const history = await test.app.consolidation.history(people.officer, dialogue.dialogueId, id);
		expect(history.map((entry) => [entry.outcome, entry.state, entry.current])).toEqual([
			['answered', 'published', true],
			['noted', 'draft', false]
		]);
	});
});

describe('who may assess', () => {
	it('nobody from outside, and only what one treats', async () => {
		const id = await point();
		for (const who of [
			people.registrar,
			people.communicator,
			people.reviewer,
			people.host,
			people.stranger,
			people.otherArea
		])
			await expect(assess(who, [id])).rejects.toEqual(refused('forbidden'));
		await expect(assess(elsewhere, [id])).rejects.toEqual(refused('forbidden'));
		await expect(assess(author, [id])).rejects.toEqual(refused('not_signed_in'));
		await expect(assess(people.officer, [id], { publish: true })).rejects.toEqual(refused('forbidden'));
		expect(await test.app.consolidation.history(people.lead, dialogue.dialogueId, id)).toEqual([]);
	});

	it('is told point by point before anybody tries', async () => {
		const id = await point();
		const may = async (who: Person) =>
			(await test.app.consolidation.assessable(who, dialogue.dialogueId, NO_FILTER)).find((row) => row.point.id === id)
				?.mayAssess;
		expect([await may(people.lead), await may(people.officer), await may(people.otherArea)]).toEqual([
			true,
			true,
			false
		]);
	});

	it('the list, the history and the progress are closed to those who may not read drafts', async () => {
		const id = await point();
		const { consolidation } = test.app;
		for (const who of [people.reviewer, people.host, people.stranger, elsewhere]) {
			await expect(consolidation.assessable(who, dialogue.dialogueId, NO_FILTER)).rejects.toEqual(refused('forbidden'));
			await expect(consolidation.history(who, dialogue.dialogueId, id)).rejects.toEqual(refused('forbidden'));
			await expect(consolidation.progress(who, dialogue.dialogueId)).rejects.toEqual(refused('forbidden'));
		}
	});

	it('a point of another dialogue is not found here', async () => {
		const id = await point();
		await expect(test.app.consolidation.history(elsewhere, other.dialogueId, id)).rejects.toEqual(refused('not_found'));
	});
});

describe('what each outcome requires (M-06)', () => {
	it.each<[Outcome, string]>([
		['accepted', 'changeReference'],
		['already_covered', 'changeReference'],
		['not_accepted', 'text'],
		['answered', 'text'],
		['out_of_scope', 'text'],
		['carried_forward', 'target']
	])('%s is refused without its %s', async (outcome, field) => {
		const id = await point();
		await expect(assess(people.lead, [id], { outcome })).rejects.toMatchObject({
			code: 'bad_input',
			issues: [expect.objectContaining({ field })]
		});
		expect(await test.app.consolidation.history(people.lead, dialogue.dialogueId, id)).toEqual([]);
	});

	it('partly accepted says both things that are missing', async () => {
		const id = await point();
		await expect(assess(people.lead, [id], { outcome: 'partially_accepted' })).rejects.toMatchObject({
			issues: [expect.objectContaining({ field: 'text' }), expect.objectContaining({ field: 'changeReference' })]
		});
	});

	it('a changed section can be named by a published version of the same dialogue, and is linked', async () => {
		const id = await point();
		const changeVersionId = await publishVersion(test.app, document.documentId);
		const changeBlockId = document.blockIds[0] ?? null;
		await assess(people.lead, [id], { outcome: 'accepted', changeVersionId, changeBlockId, publish: true });
		expect((await consolidated(id))?.change).toEqual({
			documentSlug: document.slug,
			version: 2,
			blockId: changeBlockId
		});
		const foreign = await makeDocument(test.app, other);
		await expect(
			assess(people.lead, [id], { outcome: 'accepted', changeVersionId: foreign.versionId })
		).rejects.toEqual(refused('bad_input'));
	});

	it.each([
		['no points', { pointIds: [] }],
		['ids that are none', { pointIds: ['x'] }],
		['an outcome that does not exist', { outcome: 'maybe' as Outcome }],
		['a version that is none', { changeVersionId: "' or 1=1" }],
		['a text without end', { text: 'x'.repeat(5_001) }],
		['a text with a NUL', { text: 'a\u0000b' }],
		['something that nobody asked for', { admin: true }]
	])('%s is refused and nothing is written', async (_what, wrong) => {
		const id = await point();
		const input = { pointIds: [id], outcome: 'noted', publish: false, ...wrong } as AssessInput;
		await expect(test.app.consolidation.assess(as(people.lead), input)).rejects.toEqual(refused('bad_input'));
		expect(await test.app.consolidation.history(people.lead, dialogue.dialogueId, id)).toEqual([]);
	});
});

describe('many at once', () => {
	it('all of them, or none when one may not be assessed', async () => {
		const [first, second] = [await point(), await point()];
		await assess(people.lead, [first, second, first], { outcome: 'noted', publish: true });
		expect((await consolidated(first))?.point.assessment?.outcome).toBe('noted');
		expect((await consolidated(second))?.point.assessment?.outcome).toBe('noted');
		const third = await point();
		await expect(
			assess(people.lead, [third, '0190d0a0-0000-7000-8000-000000000000'], { publish: true })
		).rejects.toEqual(refused('not_found'));
		expect((await consolidated(third))?.point.assessment).toBeNull();
	});

	it('progress counts what is left', async () => {
		const before = await test.app.consolidation.progress(people.lead, dialogue.dialogueId);
		const id = await point();
		await assess(people.officer, [id]);
		const drafted = await test.app.consolidation.progress(people.lead, dialogue.dialogueId);
		expect(drafted).toEqual({ points: before.points + 1, assessed: before.assessed, drafts: before.drafts + 1 });
		await assess(people.lead, [id], { publish: true });
		const done = await test.app.consolidation.progress(people.lead, dialogue.dialogueId);
		expect(done).toEqual({ points: before.points + 1, assessed: before.assessed + 1, drafts: before.drafts });
	});
});

describe('what the viewer may see', () => {
	it('held, declined and unpublished points are in no list, no count and no export of the public', async () => {
		const marker = 'Hemlighetenbaravi';
		const id = await point(`${marker} skrev detta.`);
		await test.app.moderation.unpublish(as(people.lead), { pointId: id, note: '' });
		const filter = { ...NO_FILTER, words: marker };
		for (const viewer of [VISITOR, people.stranger, people.reviewer, people.host, people.communicator, elsewhere]) {
			expect((await test.app.consolidation.figures(viewer, dialogue.dialogueId, filter)).points).toBe(0);
			const taken = await test.app.consolidation.take(as(viewer), dialogue.dialogueId, NO_FILTER);
			expect(JSON.stringify(taken) + toCsv(taken, exportLabels())).not.toContain(marker);
		}
		expect((await test.app.consolidation.figures(people.lead, dialogue.dialogueId, filter)).points).toBe(1);
	});

	it('the kind of a protected sender cannot be counted out by anybody but the registrar (K-02)', async () => {
		await test.app.submissions.record(as(people.registrar), {
			dialogueId: dialogue.dialogueId,
			consultationId: null,
			areaId: null,
			kind: 'message',
			channel: 'phone',
			receivedAt: test.clock.now(),
			sender: { name: 'Skyddad', organisationName: '', organisationType: 'sami_community', anonymous: false },
			protectedIdentity: true,
			publication: 'no',
			points: [{ kind: 'other', text: 'Om betet.', versionId: null, place: { scope: 'whole' } }]
		});
		const filter = { ...NO_FILTER, organisationTypes: ['sami_community'] };
		const found = async (viewer: Person) =>
			(await test.app.consolidation.figures(viewer, dialogue.dialogueId, filter)).points;
		expect([await found(people.registrar), await found(people.lead)]).toEqual([1, 0]);
		const { byOrganisationType } = await test.app.consolidation.figures(people.lead, dialogue.dialogueId, NO_FILTER);
		expect(byOrganisationType).not.toHaveProperty('sami_community');
	});

	it('the text around a point is masked where the version is masked since', async () => {
		const { pointId } = await sendPoint(test.app, author, {
			versionId: document.versionId,
			place: { scope: 'block', blockId: document.blockIds[1] ?? '' }
		});
		const surroundings = async (viewer: Person | typeof VISITOR) => {
			const points = await test.app.consolidation.points(viewer, dialogue.dialogueId, NO_FILTER);
			return (await test.app.consolidation.surroundings(viewer, dialogue.dialogueId, points))[pointId];
		};
		expect(await surroundings(VISITOR)).toContain('Kapacitetsbristen');
		await test.app.documents.maskVersion(as(people.lead), document.versionId, {
			reason: 'Pekar ut',
			ranges: [{ blockId: document.blockIds[1] ?? '', start: 0, end: 60 }]
		});
		expect(await surroundings(VISITOR)).not.toContain('Kapacitetsbristen');
		expect(await surroundings(people.officer)).not.toContain('Kapacitetsbristen');
		expect(await surroundings(people.lead)).toContain('Kapacitetsbristen');
		expect((await test.app.moderation.item(people.officer, dialogue.dialogueId, pointId)).context?.block).not.toContain(
			'Kapacitetsbristen'
		);
	});

	it('taking out is an event', async () => {
		const reader = await makePerson(test.app, { dialogue, role: 'reviewer' });
		await test.app.consolidation.take(as(reader), dialogue.dialogueId, NO_FILTER);
		const events = await test.app.database
			.selectFrom('audit_event')
			.select('actor_id')
			.where('action', '=', 'consolidation.export')
			.where('actor_id', '=', reader.accountId)
			.execute();
		expect(events).toHaveLength(1);
	});

	it('filters and pages that make no sense find nothing or the first page', async () => {
		const { consolidation } = test.app;
		const words = { ...NO_FILTER, words: '\u0000"\ud800' };
		await expect(consolidation.points(VISITOR, dialogue.dialogueId, words)).resolves.toBeDefined();
		for (const page of [-1, Number.NaN, 1e12])
			await expect(consolidation.points(VISITOR, dialogue.dialogueId, NO_FILTER, page)).resolves.toBeDefined();
	});
});
