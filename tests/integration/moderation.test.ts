import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedMessage } from '#server/feed/feed.ts';
import type { Person } from '#server/permissions/actor.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { MASKED } from '#lib/protocol/masking.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let people: Record<'lead' | 'officer' | 'registrar' | 'communicator' | 'reviewer' | 'host' | 'stranger', Person>;
let elsewhere: Person;
let author: Person;
let reasonId: string;

beforeAll(async () => {
	test = await testApplication();
	const { app } = test;
	dialogue = await makeDialogue(app);
	document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: 'hold_all' });
	people = {
		lead: await makePerson(app, { dialogue, role: 'process_lead', name: 'Tove' }),
		officer: await makePerson(app, { dialogue, role: 'case_officer', name: 'Leila' }),
		registrar: await makePerson(app, { dialogue, role: 'registrar', name: 'Saga' }),
		communicator: await makePerson(app, { dialogue, role: 'communicator' }),
		reviewer: await makePerson(app, { dialogue, role: 'reviewer' }),
		host: await makePerson(app, { dialogue, role: 'host' }),
		stranger: await makePerson(app)
	};
	elsewhere = await makePerson(app, { dialogue: await makeDialogue(app), role: 'process_lead' });
	const [reason] = await app.dialogues.declineReasons(people.lead, dialogue.dialogueId);
	reasonId = reason?.id ?? '';
}, 60_000);
afterAll(() => test.close());
beforeEach(async () => {
	author = await makeGuest(test.app);
});

const held = async (text = 'Elen räcker inte till Kvarnby.', options: object = {}) =>
	(await sendPoint(test.app, author, { versionId: document.versionId, text, ...options })).pointId;
const itemOf = (pointId: string, viewer: Person = people.lead) =>
	test.app.moderation.item(viewer, dialogue.dialogueId, pointId);
const queueOf = async (queue: 'waiting' | 'attention' | 'security' | 'published' | 'declined') =>
	(await test.app.moderation.queue(people.lead, dialogue.dialogueId, { queue })).items.map((item) => item.point.id);
const seenByAnybody = (pointId: string) => test.app.submissions.point(VISITOR, pointId);
const refused = (code: string) => expect.objectContaining({ name: 'MedskickError', code });

describe('a point waits, is approved, and is seen', () => {
	it('is in the queue and nowhere else until somebody approves it', async () => {
		const pointId = await held();
		expect(await queueOf('waiting')).toContain(pointId);
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
		await test.app.moderation.approve(as(people.officer), { pointId });
		expect(await queueOf('waiting')).not.toContain(pointId);
		expect(await queueOf('published')).toContain(pointId);
		expect((await seenByAnybody(pointId)).status).toBe('published');
	});

	it('tells readers, and moderators that their queue has changed, only after the decision is kept', async () => {
		const pointId = await held();
		const news: FeedMessage[] = [];
		const stop = test.app.feed.subscribe((message) => news.push(message));
		await test.app.moderation.approve(as(people.officer), { pointId });
		stop();
		expect(news.map((message) => [message.audience, message.event.kind])).toEqual(
			expect.arrayContaining([
				['everyone', 'point_published'],
				['moderators', 'queue_changed']
			])
		);
	});

	it('shows the block that the words stand in, with its neighbours', async () => {
		const blockId = document.blockIds[1] ?? '';
		const pointId = await held('Vilket lokalnät?', { place: { scope: 'block', blockId } });
		expect((await itemOf(pointId)).context).toEqual({
			heading: 'Nuläge',
			before: 'Nuläge',
			block: 'Elen finns men når inte fram. Kapacitetsbristen finns i lokalnätet.',
			after: 'Vägar framåt'
		});
	});
});

describe('who may do what', () => {
	const decisions: Record<string, (by: ReturnType<typeof as>, pointId: string) => Promise<unknown>> = {
		approve: (by, pointId) => test.app.moderation.approve(by, { pointId }),
		decline: (by, pointId) =>
			test.app.moderation.decline(by, { pointId, declineReasonId: reasonId, note: '', message: '' }),
		unpublish: (by, pointId) => test.app.moderation.unpublish(by, { pointId, note: '' }),
		securityReview: (by, pointId) => test.app.moderation.securityReview(by, { pointId, on: true, note: '' }),
		assign: (by, pointId) => test.app.moderation.assign(by, { pointId, accountId: null }),
		handleReports: (by, pointId) => test.app.moderation.handleReports(by, { pointId }),
		mask: (by, pointId) =>
			test.app.moderation.mask(by, { pointId, ranges: [{ start: 0, end: 4 }], reason: 'Personuppgift' }),
		note: (by, pointId) => test.app.moderation.note(by, { pointId, text: 'Titta på den här.' })
	};
	const REGISTRAR_MAY = new Set(['mask', 'note']);

	it.each(Object.keys(decisions))('%s is closed to everybody who does not moderate here', async (name) => {
		const pointId = await held();
		const decide = decisions[name];
		// Who may not even see the point hears that it does not exist.
		for (const outsider of [people.communicator, people.reviewer, people.host, people.stranger, elsewhere])
			await expect(decide?.(as(outsider), pointId)).rejects.toEqual(refused('not_found'));
		await expect(decide?.(as(VISITOR), pointId)).rejects.toEqual(refused('not_found'));
		// The author sees it, and may not.
		await expect(decide?.(as(author), pointId)).rejects.toEqual(refused('not_signed_in'));
		if (!REGISTRAR_MAY.has(name))
			await expect(decide?.(as(people.registrar), pointId)).rejects.toEqual(refused('forbidden'));
		expect((await itemOf(pointId)).point.status).toBe('held');
		expect((await itemOf(pointId)).decisions).toEqual([]);
	});

	it.each(Object.keys(decisions))(
		'%s knows nothing of ids that are none, or of points that are not there',
		async (name) => {
			for (const pointId of ['', "' or 1=1", 'x'.repeat(5_000), '0190d0a0-0000-7000-8000-000000000000'])
				await expect(decisions[name]?.(as(people.lead), pointId)).rejects.toEqual(refused('not_found'));
		}
	);

	it('the desk itself opens for case officers, process leads and registrars', async () => {
		const open = (who: Person) => test.app.moderation.queue(who, dialogue.dialogueId, { queue: 'all' });
		for (const who of [people.lead, people.officer, people.registrar]) await expect(open(who)).resolves.toBeDefined();
		for (const who of [people.communicator, people.reviewer, people.host, people.stranger, elsewhere])
			await expect(open(who)).rejects.toEqual(refused('forbidden'));
	});

	it('a point of another dialogue is not found on this desk', async () => {
		const pointId = await held();
		const there = elsewhere.roles[0]?.dialogueId ?? '';
		await expect(test.app.moderation.item(elsewhere, there, pointId)).rejects.toEqual(refused('not_found'));
	});
});

describe('declining', () => {
	it('needs a reason from the list of this dialogue', async () => {
		const pointId = await held();
		for (const declineReasonId of ['', 'none', '0190d0a0-0000-7000-8000-000000000000'])
			await expect(
				test.app.moderation.decline(as(people.lead), { pointId, declineReasonId, note: '', message: '' })
			).rejects.toEqual(refused('bad_input'));
		expect((await itemOf(pointId)).point.status).toBe('held');
	});

	it('refuses words that cannot be kept, and keeps nothing of them', async () => {
		const pointId = await held();
		for (const note of ['a\u0000b', 'x'.repeat(4_001)])
			await expect(
				test.app.moderation.decline(as(people.lead), { pointId, declineReasonId: reasonId, note, message: '' })
			).rejects.toEqual(refused('bad_input'));
		expect((await itemOf(pointId)).decisions).toEqual([]);
	});

	it('writes to the author where there is an address, and takes the letter back with the decision', async () => {
		const sender = {
			anonymous: false,
			name: 'Siv',
			organisationName: '',
			organisationType: 'private_person',
			email: 'siv@example.org'
		};
		const pointId = await held('Kommer ni till Kvarnby?', { sender });
		const letters = () =>
			test.app.database
				.selectFrom('mail_message')
				.select('kind')
				.where('to_address', '=', 'siv@example.org')
				.where('kind', '=', 'declined')
				.execute();
		const { decisionId } = await test.app.moderation.decline(as(people.lead), {
			pointId,
			declineReasonId: reasonId,
			note: 'Bara för oss.',
			message: 'Skriv gärna igen.'
		});
		expect(await letters()).toHaveLength(1);
		expect((await test.app.submissions.mine(author))[0]?.points[0]?.message).toBe('Skriv gärna igen.');
		expect(JSON.stringify(await test.app.submissions.mine(author))).not.toContain('Bara för oss.');
		await test.app.moderation.undo(as(people.lead), { decisionId });
		expect(await letters()).toHaveLength(0);
		expect((await itemOf(pointId)).point.status).toBe('held');
	});
});

describe('masking', () => {
	const mask = (pointId: string, who: Person = people.officer) =>
		test.app.moderation.mask(as(who), { pointId, ranges: [{ start: 0, end: 4 }], reason: 'Pekar ut någon.' });

	it('of a private person waits for a second person, and shows nothing until then', async () => {
		const pointId = await held('Anna på Torget vet.');
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await mask(pointId)).waits).toBe(true);
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
		expect(await queueOf('attention')).toContain(pointId);
		expect(await queueOf('waiting')).not.toContain(pointId);
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
		await expect(test.app.moderation.approveMask(as(people.officer), { pointId })).rejects.toEqual(
			refused('forbidden')
		);
		await test.app.moderation.approveMask(as(people.lead), { pointId });
		expect((await seenByAnybody(pointId)).text).toBe(`${MASKED} på Torget vet.`);
		expect((await test.app.submissions.point(people.lead, pointId)).text).toBe('Anna på Torget vet.');
	});

	it('is not approved by those who do not moderate here', async () => {
		const pointId = await held('Anna på Torget vet.');
		await mask(pointId);
		for (const who of [people.communicator, people.reviewer, people.host, elsewhere])
			await expect(test.app.moderation.approveMask(as(who), { pointId })).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.approveMask(as(author), { pointId })).rejects.toEqual(refused('not_signed_in'));
	});

	it('of an organisation shows at once, with the words gone from search too', async () => {
		const sender = {
			anonymous: false,
			name: 'Bo',
			organisationName: 'Elbolaget',
			organisationType: 'company',
			email: ''
		};
		const pointId = await held('Bosse vet var kabeln ligger.', { sender });
		await test.app.moderation.approve(as(people.lead), { pointId });
		await test.app.moderation.mask(as(people.lead), { pointId, ranges: [{ start: 0, end: 5 }], reason: 'Namn.' });
		expect((await seenByAnybody(pointId)).text).toBe(`${MASKED} vet var kabeln ligger.`);
	});

	it('undone, neither shows nor waits for anybody', async () => {
		const pointId = await held('Anna på Torget vet.');
		const { decisionId } = await mask(pointId);
		await test.app.moderation.undo(as(people.officer), { decisionId });
		expect((await itemOf(pointId)).waitingMask).toBeNull();
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await seenByAnybody(pointId)).masked).toBe(false);
	});

	it('whose approval is undone waits again: approving the point does not publish the hidden words', async () => {
		const pointId = await held('Anna på Torget vet.');
		await mask(pointId);
		const { decisionId } = await test.app.moderation.approveMask(as(people.lead), { pointId });
		await test.app.moderation.undo(as(people.lead), { decisionId });
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
	});

	it('may be done, and taken back, by the registrar', async () => {
		const pointId = await held('Anna på Torget vet.');
		const { decisionId } = await mask(pointId, people.registrar);
		await expect(test.app.moderation.undo(as(people.registrar), { decisionId })).resolves.toBeDefined();
	});

	it.each([
		['nothing', []],
		['what is not there', [{ start: 0, end: 9_999 }]],
		['backwards', [{ start: 4, end: 1 }]],
		['halves', [{ start: 0.5, end: 2 }]]
	])('of %s is refused', async (_what, ranges) => {
		const pointId = await held();
		await expect(test.app.moderation.mask(as(people.lead), { pointId, ranges, reason: 'x' })).rejects.toEqual(
			refused('bad_input')
		);
	});

	it('is refused without a reason', async () => {
		const pointId = await held();
		const ranges = [{ start: 0, end: 4 }];
		await expect(test.app.moderation.mask(as(people.lead), { pointId, ranges, reason: ' ' })).rejects.toEqual(
			refused('bad_input')
		);
	});
});

describe('nobody decides on what they have not read', () => {
	it('the author has corrected the words meanwhile', async () => {
		const pointId = await held('Först så här.');
		const { revision, point } = await itemOf(pointId);
		const seen = { revision, status: point.status };
		await test.app.submissions.correct(as(author), { pointId, text: 'Sedan så här.', kind: 'change' });
		await expect(test.app.moderation.approve(as(people.lead), { pointId, seen })).rejects.toEqual(refused('conflict'));
		await expect(
			test.app.moderation.mask(as(people.lead), { pointId, seen, ranges: [{ start: 0, end: 5 }], reason: 'x' })
		).rejects.toEqual(refused('conflict'));
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
	});

	it('a colleague got there first', async () => {
		const pointId = await held();
		const { revision, point } = await itemOf(pointId);
		const seen = { revision, status: point.status };
		await test.app.moderation.approve(as(people.officer), { pointId, seen });
		await expect(
			test.app.moderation.decline(as(people.lead), { pointId, seen, declineReasonId: reasonId, note: '', message: '' })
		).rejects.toEqual(refused('conflict'));
		expect((await seenByAnybody(pointId)).status).toBe('published');
	});

	it('the author has withdrawn it', async () => {
		const pointId = await held();
		await test.app.submissions.withdraw(as(author), { pointId });
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
		await expect(
			test.app.moderation.mask(as(people.lead), { pointId, ranges: [{ start: 0, end: 4 }], reason: 'x' })
		).rejects.toEqual(refused('rule_broken'));
	});
});

describe('undo', () => {
	it('puts back what was, and can be done from the history as long as nothing newer has happened', async () => {
		const pointId = await held();
		const first = await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await itemOf(pointId)).decisions.map((one) => one.undoable)).toEqual([true]);
		await test.app.moderation.undo(as(people.officer), first);
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.undo(as(people.lead), first)).rejects.toEqual(refused('conflict'));
		const [undoing, undone] = (await itemOf(pointId)).decisions;
		expect([undoing?.action, undone?.undone]).toEqual(['undo', true]);
	});

	it('is refused when the author has written new words since', async () => {
		const pointId = await held();
		const decision = await test.app.moderation.unpublish(as(people.lead), { pointId, note: '' });
		test.clock.advance(1_000);
		await test.app.moderation.undo(as(people.lead), decision);
		const approved = await test.app.moderation.approve(as(people.lead), { pointId });
		test.clock.advance(1_000);
		await test.app.submissions.correct(as(author), { pointId, text: 'Nya ord.', kind: 'change' });
		await expect(test.app.moderation.undo(as(people.lead), approved)).rejects.toEqual(refused('conflict'));
	});

	it('is closed to others, and knows no decision that is not there', async () => {
		const pointId = await held();
		const decision = await test.app.moderation.approve(as(people.lead), { pointId });
		for (const who of [people.registrar, people.communicator, people.stranger])
			await expect(test.app.moderation.undo(as(who), decision)).rejects.toEqual(refused('forbidden'));
		for (const decisionId of ['', 'x', '0190d0a0-0000-7000-8000-000000000000'])
			await expect(test.app.moderation.undo(as(people.lead), { decisionId })).rejects.toEqual(refused('not_found'));
	});
});

describe('security review', () => {
	it('stops publication until it is ended', async () => {
		const pointId = await held('Reservkraften står i källaren.');
		await test.app.moderation.approve(as(people.lead), { pointId });
		await test.app.moderation.securityReview(as(people.officer), { pointId, on: true, note: 'Anläggning.' });
		expect(await queueOf('security')).toContain(pointId);
		await expect(seenByAnybody(pointId)).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
		await test.app.moderation.securityReview(as(people.officer), { pointId, on: false, note: '' });
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await seenByAnybody(pointId)).status).toBe('published');
	});
});

describe('working together', () => {
	it('a point can be given to a colleague, to nobody, and to no outsider', async () => {
		const pointId = await held();
		await test.app.moderation.assign(as(people.lead), { pointId, accountId: people.officer.accountId });
		expect((await itemOf(pointId)).assignedTo?.name).toBe('Leila');
		for (const accountId of [people.reviewer.accountId, people.stranger.accountId, 'x', ''])
			await expect(test.app.moderation.assign(as(people.lead), { pointId, accountId })).rejects.toEqual(
				refused('bad_input')
			);
		await test.app.moderation.assign(as(people.lead), { pointId, accountId: null });
		expect((await itemOf(pointId)).assignedTo).toBeNull();
	});

	it('says to colleagues, and not to oneself, who has a point open', async () => {
		const pointId = await held();
		test.app.moderation.open(people.officer, dialogue.dialogueId, pointId);
		expect((await itemOf(pointId)).openedBy?.name).toBe('Leila');
		expect((await itemOf(pointId, people.officer)).openedBy).toBeNull();
		test.app.moderation.close(people.officer, pointId);
		expect((await itemOf(pointId)).openedBy).toBeNull();
		expect(() => test.app.moderation.open(people.reviewer, dialogue.dialogueId, pointId)).toThrow();
	});

	it('notes are for colleagues and never empty', async () => {
		const pointId = await held();
		await test.app.moderation.note(as(people.registrar), { pointId, text: 'Ring avsändaren.' });
		expect((await itemOf(pointId)).noteList.map((note) => [note.by, note.text])).toEqual([
			['Saga', 'Ring avsändaren.']
		]);
		await expect(test.app.moderation.note(as(people.lead), { pointId, text: '  ' })).rejects.toEqual(
			refused('bad_input')
		);
		expect(JSON.stringify(await test.app.submissions.mine(author))).not.toContain('Ring avsändaren.');
	});

	it('a reported point asks for attention until somebody has looked at it', async () => {
		const pointId = await held();
		await test.app.moderation.approve(as(people.lead), { pointId });
		await test.app.submissions.report(as(people.stranger), { pointId, reason: 'offensive', text: 'Grovt.' });
		expect(await queueOf('attention')).toContain(pointId);
		await test.app.moderation.handleReports(as(people.officer), { pointId });
		expect(await queueOf('attention')).not.toContain(pointId);
		expect((await seenByAnybody(pointId)).status).toBe('published');
	});
});

describe('the queue', () => {
	it('counts what the filter found, beside what each queue holds', async () => {
		await held('Ripornas häckning störs.');
		const page = await test.app.moderation.queue(people.lead, dialogue.dialogueId, { queue: 'all', words: 'häckning' });
		expect(page.total).toBe(1);
		expect(page.counts.all).toBeGreaterThan(1);
	});

	it('gives rows again by id: as they are now, null for what it no longer holds, nothing for what is no id', async () => {
		const [here, gone] = [await held(), await held()];
		await test.app.moderation.approve(as(people.lead), { pointId: gone });
		const { rows, counts } = await test.app.moderation.rows(people.lead, dialogue.dialogueId, { queue: 'waiting' }, [
			here,
			gone,
			'x'
		]);
		expect(rows.map((row) => [row.id, row.item?.point.status])).toEqual([
			[here, 'held'],
			[gone, undefined]
		]);
		expect(counts.published).toBeGreaterThan(0);
		await expect(
			test.app.moderation.rows(people.reviewer, dialogue.dialogueId, { queue: 'all' }, [here])
		).rejects.toEqual(refused('forbidden'));
	});

	it('survives filters that make no sense', async () => {
		for (const filter of [{ page: -3 }, { page: Number.NaN }, { page: 1e12 }, { words: 'a\u0000\ud800" OR' }])
			await expect(
				test.app.moderation.queue(people.lead, dialogue.dialogueId, { queue: 'all', ...filter })
			).resolves.toBeDefined();
	});

	it('hides a protected sender from all but the registrar', async () => {
		const recorded = await test.app.submissions.record(as(people.registrar), {
			dialogueId: dialogue.dialogueId,
			consultationId: null,
			areaId: null,
			kind: 'message',
			channel: 'phone',
			receivedAt: test.clock.now(),
			sender: {
				name: 'Hemlig Person',
				email: 'hemlig@example.org',
				organisationName: '',
				organisationType: 'private_person',
				anonymous: false
			},
			protectedIdentity: true,
			publication: 'no',
			points: [{ kind: 'other', text: 'Om odling.', versionId: null, place: { scope: 'whole' } }]
		});
		const pointId = recorded.points[0]?.id ?? '';
		expect(JSON.stringify(await itemOf(pointId))).not.toMatch(/Hemlig|hemlig/);
		expect((await itemOf(pointId, people.registrar)).email).toBe('hemlig@example.org');
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
	});
});

describe('the reminder', () => {
	it('goes out once when points have waited longer than the set time', async () => {
		await held();
		test.clock.advance(7 * 24 * 60 * 60 * 1000);
		expect(await test.app.moderation.remind()).toBeGreaterThan(0);
		expect(await test.app.moderation.remind()).toBe(0);
	});
});
