import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedMessage } from '#server/feed/feed.ts';
import { type Person, VISITOR } from '#server/permissions/actor.ts';
import type { TestApplication } from '../support/application.ts';
import { type Desk, holdPoint, itemOn, openDesk, queueOn, refused, seenByAnybody } from '../support/desk.ts';
import { as, makeGuest, type MadeDialogue, type MadeDocument } from '../support/factories.ts';

let desk: Desk;
let test: TestApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let people: Desk['people'];
let elsewhere: Person;
let reasonId: string;
let author: Person;

beforeAll(async () => {
	desk = await openDesk();
	({ test, dialogue, document, people, elsewhere, reasonId } = desk);
}, 60_000);
afterAll(() => desk.test.close());
beforeEach(async () => {
	author = await makeGuest(desk.test.app);
});

const held = (text?: string, options?: object) => holdPoint(desk, author, text, options);

describe('a point waits, is approved, and is seen', () => {
	it('is in the queue and nowhere else until somebody approves it', async () => {
		const pointId = await held();
		expect(await queueOn(desk, 'waiting')).toContain(pointId);
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
		await test.app.moderation.approve(as(people.officer), { pointId });
		expect(await queueOn(desk, 'waiting')).not.toContain(pointId);
		expect(await queueOn(desk, 'published')).toContain(pointId);
		expect((await seenByAnybody(desk, pointId)).status).toBe('published');
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
		expect((await itemOn(desk, pointId)).context).toEqual({
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
		expect((await itemOn(desk, pointId)).point.status).toBe('held');
		expect((await itemOn(desk, pointId)).decisions).toEqual([]);
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
		expect((await itemOn(desk, pointId)).point.status).toBe('held');
	});

	it('refuses words that cannot be kept, and keeps nothing of them', async () => {
		const pointId = await held();
		for (const note of ['a\u0000b', 'x'.repeat(4_001)])
			await expect(
				test.app.moderation.decline(as(people.lead), { pointId, declineReasonId: reasonId, note, message: '' })
			).rejects.toEqual(refused('bad_input'));
		expect((await itemOn(desk, pointId)).decisions).toEqual([]);
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
		expect((await itemOn(desk, pointId)).point.status).toBe('held');
	});
});

describe('undo', () => {
	it('puts back what was, and can be done from the history as long as nothing newer has happened', async () => {
		const pointId = await held();
		const first = await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await itemOn(desk, pointId)).decisions.map((one) => one.undoable)).toEqual([true]);
		await test.app.moderation.undo(as(people.officer), first);
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.undo(as(people.lead), first)).rejects.toEqual(refused('conflict'));
		const [undoing, undone] = (await itemOn(desk, pointId)).decisions;
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
		expect(await queueOn(desk, 'security')).toContain(pointId);
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
		await test.app.moderation.securityReview(as(people.officer), { pointId, on: false, note: '' });
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await seenByAnybody(desk, pointId)).status).toBe('published');
	});
});
