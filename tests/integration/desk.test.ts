import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#server/permissions/actor.ts';
import type { TestApplication } from '../support/application.ts';
import { type Desk, holdPoint, itemOn, openDesk, queueOn, refused, seenByAnybody } from '../support/desk.ts';
import { as, makeGuest, type MadeDialogue } from '../support/factories.ts';

let desk: Desk;
let test: TestApplication;
let dialogue: MadeDialogue;
let people: Desk['people'];
let author: Person;

beforeAll(async () => {
	desk = await openDesk();
	({ test, dialogue, people } = desk);
}, 60_000);
afterAll(() => desk.test.close());
beforeEach(async () => {
	author = await makeGuest(desk.test.app);
});

const held = (text?: string, options?: object) => holdPoint(desk, author, text, options);

describe('working together', () => {
	it('a point can be given to a colleague, to nobody, and to no outsider', async () => {
		const pointId = await held();
		await test.app.moderation.assign(as(people.lead), { pointId, accountId: people.officer.accountId });
		expect((await itemOn(desk, pointId)).assignedTo?.name).toBe('Leila');
		for (const accountId of [people.reviewer.accountId, people.stranger.accountId, 'x', ''])
			await expect(test.app.moderation.assign(as(people.lead), { pointId, accountId })).rejects.toEqual(
				refused('bad_input')
			);
		await test.app.moderation.assign(as(people.lead), { pointId, accountId: null });
		expect((await itemOn(desk, pointId)).assignedTo).toBeNull();
	});

	it('says to colleagues, and not to oneself, who has a point open', async () => {
		const pointId = await held();
		test.app.moderation.open(people.officer, dialogue.dialogueId, pointId);
		expect((await itemOn(desk, pointId)).openedBy?.name).toBe('Leila');
		expect((await itemOn(desk, pointId, people.officer)).openedBy).toBeNull();
		test.app.moderation.close(people.officer, pointId);
		expect((await itemOn(desk, pointId)).openedBy).toBeNull();
		expect(() => test.app.moderation.open(people.reviewer, dialogue.dialogueId, pointId)).toThrow();
	});

	it('notes are for colleagues and never empty', async () => {
		const pointId = await held();
		await test.app.moderation.note(as(people.registrar), { pointId, text: 'Ring avsändaren.' });
		expect((await itemOn(desk, pointId)).noteList.map((note) => [note.by, note.text])).toEqual([
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
		expect(await queueOn(desk, 'attention')).toContain(pointId);
		await test.app.moderation.handleReports(as(people.officer), { pointId });
		expect(await queueOn(desk, 'attention')).not.toContain(pointId);
		expect((await seenByAnybody(desk, pointId)).status).toBe('published');
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
		expect(JSON.stringify(await itemOn(desk, pointId))).not.toMatch(/Hemlig|hemlig/);
		expect((await itemOn(desk, pointId, people.registrar)).email).toBe('hemlig@example.org');
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
