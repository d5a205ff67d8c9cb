import { describe, expect, it } from 'vitest';
import { VISITOR } from '#server/permissions/actor.ts';
import { parseSubmit } from '#server/submissions/parse.ts';
import { testApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint,
	submission
} from '../support/factories.ts';
import { refusal } from '../support/refusal.ts';
import { submitting } from '../support/submitting.ts';

const { test, dialogue, document, news, toEveryone, onPage } = submitting();

describe('a point that is sent', () => {
	it('is kept with reference, place and words, shown to everybody and told to those who read', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app, 'Anna Andersson');
		const place = {
			scope: 'words' as const,
			blockId: document().blockIds[1] ?? '',
			start: 0,
			end: 10,
			exact: 'Elen finns'
		};
		const sent = await sendPoint(test().app, guest, {
			versionId: document().versionId,
			place,
			text: 'Nej, den finns inte.'
		});
		expect(sent.reference).toMatch(/^MS-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
		const page = await onPage();
		expect(page.places[place.blockId]?.points.map((point) => point.text)).toEqual(['Nej, den finns inte.']);
		expect(page.marks).toEqual([{ pointId: sent.pointId, blockId: place.blockId, start: 0, end: 10 }]);
		expect(toEveryone().at(-1)).toMatchObject({ kind: 'point_published', pointId: sent.pointId });
		expect(JSON.stringify(news())).not.toContain('Anna');
	});

	it('twice with the same key is one input; the same key with other words is a new one (invariant 5)', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const input = { versionId: document().versionId, idempotencyKey: 'k1' };
		const first = await sendPoint(test().app, guest, input);
		const again = await sendPoint(test().app, guest, input);
		const other = await sendPoint(test().app, guest, { ...input, text: 'Något annat.' });
		expect(again).toMatchObject({ reference: first.reference, repeated: true });
		expect(other.reference).not.toBe(first.reference);
	});

	it('twice at the very same time is one input', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const input = submission({ versionId: document().versionId, idempotencyKey: 'k2' });
		const receipts = await Promise.all(
			Array.from({ length: 6 }, () => test().app.submissions.submit(as(guest), input))
		);
		expect(new Set(receipts.map((receipt) => receipt.reference)).size).toBe(1);
	});

	it('about words that do not stand there is refused', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const place = {
			scope: 'words' as const,
			blockId: document().blockIds[1] ?? '',
			start: 0,
			end: 10,
			exact: 'Elen saknas'
		};
		await expect(sendPoint(test().app, guest, { versionId: document().versionId, place })).rejects.toEqual(
			refusal('bad_input')
		);
		const unknown = { scope: 'block' as const, blockId: 'finns-inte' };
		await expect(sendPoint(test().app, guest, { versionId: document().versionId, place: unknown })).rejects.toEqual(
			refusal('bad_input')
		);
	});

	it('with an identity number is refused until its sender says that it should be there, and is then held', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const input = { versionId: document().versionId, text: 'Ring mig, 121212-1212.' };
		await expect(sendPoint(test().app, guest, input)).rejects.toEqual(refusal('bad_input'));
		expect((await sendPoint(test().app, guest, { ...input, keepIdentityNumbers: true })).status).toBe('held');
	});

	it('by nobody, in a dialogue that is being planned, or on a version of somebody else’s making, is refused', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		await expect(sendPoint(test().app, VISITOR, { versionId: document().versionId })).rejects.toEqual(
			refusal('not_signed_in')
		);
		const planned = await makeDialogue(test().app, { state: 'planning' });
		const hidden = await makeDocument(test().app, planned);
		const guest = await makeGuest(test().app);
		await expect(sendPoint(test().app, guest, { versionId: hidden.versionId })).rejects.toEqual(refusal('not_found'));
		await expect(sendPoint(test().app, guest, { versionId: '01900000-0000-7000-8000-000000000000' })).rejects.toEqual(
			refusal('not_found')
		);
	});
});

describe('time', () => {
	it('before opening nothing is taken', async () => {
		const opensAt = new Date('2026-09-24T08:00:00+02:00');
		await openConsultation(test().app, dialogue(), [document().documentId], {
			opensAt,
			closesAt: new Date('2026-09-30T23:59:59+02:00')
		});
		await expect(
			sendPoint(test().app, await makeGuest(test().app), { versionId: document().versionId })
		).rejects.toEqual(refusal('not_open'));
	});

	it('the last second is on time, the next is late and only taken as late', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId], {
			closesAt: new Date('2026-09-30T23:59:59+02:00')
		});
		const guest = await makeGuest(test().app);
		test().clock.set('2026-09-30T23:59:59.900+02:00');
		expect((await sendPoint(test().app, guest, { versionId: document().versionId })).late).toBe(false);
		test().clock.set('2026-10-01T00:00:00+02:00');
		await expect(sendPoint(test().app, guest, { versionId: document().versionId })).rejects.toEqual(
			refusal('rule_broken')
		);
		expect((await sendPoint(test().app, guest, { versionId: document().versionId, acceptLate: true })).late).toBe(true);
	});
});

describe('moderation modes', () => {
	it('hold all: nobody but author and staff ever receives the point', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId], { mode: 'hold_all' });
		const author = await makeGuest(test().app);
		const officer = await makePerson(test().app, { role: 'case_officer', dialogue: dialogue() });
		const stranger = await makeGuest(test().app);
		await sendPoint(test().app, author, { versionId: document().versionId, text: 'Hemligt tills vidare' });
		for (const [actor, sees] of [
			[author, 1],
			[officer, 1],
			[stranger, 0],
			[VISITOR, 0]
		] as const) {
			const page = await onPage(actor);
			expect([page.total, JSON.stringify(page).includes('Hemligt')]).toEqual([sees, sees === 1]);
		}
		expect(JSON.stringify(toEveryone())).not.toContain('Hemligt');
	});

	it('hold first: the second point of somebody once approved is shown at once', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId], { mode: 'hold_first' });
		const author = await makeGuest(test().app);
		const lead = await makePerson(test().app, { role: 'process_lead', dialogue: dialogue() });
		const first = await sendPoint(test().app, author, { versionId: document().versionId });
		expect(first.status).toBe('held');
		await test().app.moderation.approve(as(lead), { pointId: first.pointId });
		expect((await sendPoint(test().app, author, { versionId: document().versionId, text: 'En till' })).status).toBe(
			'published'
		);
	});
});

describe('input from outside', () => {
	it.each([
		null,
		[],
		{},
		{ versionId: 'x' },
		{ ...submission({ versionId: '01900000-0000-7000-8000-000000000000' }), points: [] },
		{ ...submission({ versionId: '01900000-0000-7000-8000-000000000000' }), extra: 1 },
		submission({ versionId: '01900000-0000-7000-8000-000000000000', text: 'a\u0000b' }),
		submission({ versionId: '01900000-0000-7000-8000-000000000000', text: ' ' }),
		submission({ versionId: '01900000-0000-7000-8000-000000000000', text: 'x'.repeat(5_001) }),
		submission({
			versionId: '01900000-0000-7000-8000-000000000000',
			sender: { anonymous: false, name: '', organisationName: '', organisationType: '', email: 'nej' }
		})
	])('of the wrong shape is refused with what to mend: %#', (input) => {
		expect(() => parseSubmit(input)).toThrow(refusal('bad_input'));
	});
});

describe('somebody who sends faster than anybody writes', () => {
	it('is asked to wait, and nothing of it is kept', async () => {
		const hasty = await testApplication({ inputsPerMinute: 2 });
		const there = await makeDialogue(hasty.app);
		const text = await makeDocument(hasty.app, there);
		await openConsultation(hasty.app, there, [text.documentId]);
		const guest = await makeGuest(hasty.app);
		const send = (words: string) => sendPoint(hasty.app, guest, { versionId: text.versionId, text: words });
		await send('ett');
		await send('två');
		await expect(send('tre')).rejects.toEqual(refusal('too_many'));
		expect(await hasty.app.database.selectFrom('submission').select('id').execute()).toHaveLength(2);
		await hasty.close();
	});
});
