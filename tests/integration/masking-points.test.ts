import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MASKED } from '#lib/protocol/masking.ts';
import type { Person } from '#server/permissions/actor.ts';
import type { TestApplication } from '../support/application.ts';
import { type Desk, holdPoint, itemOn, openDesk, queueOn, refused, seenByAnybody } from '../support/desk.ts';
import { as, makeGuest } from '../support/factories.ts';

let desk: Desk;
let test: TestApplication;
let people: Desk['people'];
let elsewhere: Person;
let reasonId: string;
let author: Person;

beforeAll(async () => {
	desk = await openDesk();
	({ test, people, elsewhere, reasonId } = desk);
}, 60_000);
afterAll(() => desk.test.close());
beforeEach(async () => {
	author = await makeGuest(desk.test.app);
});

const held = (text?: string, options?: object) => holdPoint(desk, author, text, options);

describe('masking', () => {
	const mask = (pointId: string, who: Person = people.officer) =>
		test.app.moderation.mask(as(who), { pointId, ranges: [{ start: 0, end: 4 }], reason: 'Pekar ut någon.' });

	it('of a private person waits for a second person, and shows nothing until then', async () => {
		const pointId = await held('Anna på Torget vet.');
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await mask(pointId)).waits).toBe(true);
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
		expect(await queueOn(desk, 'attention')).toContain(pointId);
		expect(await queueOn(desk, 'waiting')).not.toContain(pointId);
		await expect(test.app.moderation.approve(as(people.lead), { pointId })).rejects.toEqual(refused('rule_broken'));
		await expect(test.app.moderation.approveMask(as(people.officer), { pointId })).rejects.toEqual(
			refused('forbidden')
		);
		await test.app.moderation.approveMask(as(people.lead), { pointId });
		expect((await seenByAnybody(desk, pointId)).text).toBe(`${MASKED} på Torget vet.`);
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
		expect((await seenByAnybody(desk, pointId)).text).toBe(`${MASKED} vet var kabeln ligger.`);
	});

	it('undone, neither shows nor waits for anybody', async () => {
		const pointId = await held('Anna på Torget vet.');
		const { decisionId } = await mask(pointId);
		await test.app.moderation.undo(as(people.officer), { decisionId });
		expect((await itemOn(desk, pointId)).waitingMask).toBeNull();
		await test.app.moderation.approve(as(people.lead), { pointId });
		expect((await seenByAnybody(desk, pointId)).masked).toBe(false);
	});

	it('whose approval is undone waits again: approving the point does not publish the hidden words', async () => {
		const pointId = await held('Anna på Torget vet.');
		await mask(pointId);
		const { decisionId } = await test.app.moderation.approveMask(as(people.lead), { pointId });
		await test.app.moderation.undo(as(people.lead), { decisionId });
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
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
		const { revision, point } = await itemOn(desk, pointId);
		const seen = { revision, status: point.status };
		await test.app.submissions.correct(as(author), { pointId, text: 'Sedan så här.', kind: 'change' });
		await expect(test.app.moderation.approve(as(people.lead), { pointId, seen })).rejects.toEqual(refused('conflict'));
		await expect(
			test.app.moderation.mask(as(people.lead), { pointId, seen, ranges: [{ start: 0, end: 5 }], reason: 'x' })
		).rejects.toEqual(refused('conflict'));
		await expect(seenByAnybody(desk, pointId)).rejects.toEqual(refused('not_found'));
	});

	it('a colleague got there first', async () => {
		const pointId = await held();
		const { revision, point } = await itemOn(desk, pointId);
		const seen = { revision, status: point.status };
		await test.app.moderation.approve(as(people.officer), { pointId, seen });
		await expect(
			test.app.moderation.decline(as(people.lead), { pointId, seen, declineReasonId: reasonId, note: '', message: '' })
		).rejects.toEqual(refused('conflict'));
		expect((await seenByAnybody(desk, pointId)).status).toBe('published');
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
