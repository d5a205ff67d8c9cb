import { describe, expect, it } from 'vitest';
import { writerKey } from '#server/identity/writer.ts';
import { makeGuest, openConsultation, sendPoint } from '../support/factories.ts';
import { refusal } from '../support/refusal.ts';
import { submitting } from '../support/submitting.ts';

const { test, dialogue, document, toEveryone } = submitting();

describe('what was written without a connection', () => {
	const MINUTE_MS = 60_000;

	/** As a device says it that has waited so long. */
	const waited = (minutes: number) => {
		const now = test().app.clock.now().getTime();
		return {
			writtenAt: new Date(now - minutes * MINUTE_MS).toISOString(),
			sentAt: new Date(now).toISOString()
		};
	};

	it('in time, and came late, is taken without asking and marked as late; soon after only', async () => {
		const closes = new Date('2026-09-30T23:59:59+02:00');
		await openConsultation(test().app, dialogue(), [document().documentId], { closesAt: closes });
		const guest = await makeGuest(test().app);
		const { versionId } = document();
		test().clock.set(new Date(closes.getTime() + 5 * MINUTE_MS).toISOString());
		const { late } = await sendPoint(test().app, guest, { versionId, ...waited(10) });
		expect(late).toBe(true);
		await expect(sendPoint(test().app, guest, { versionId, ...waited(4) })).rejects.toEqual(refusal('rule_broken'));
		test().clock.set(new Date(closes.getTime() + 31 * MINUTE_MS).toISOString());
		await expect(sendPoint(test().app, guest, { versionId, ...waited(32) })).rejects.toEqual(refusal('rule_broken'));
	});

	it('says when, to everybody who sees it; what came at once says nothing', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const said = waited(10);
		await sendPoint(test().app, guest, { versionId: document().versionId, text: 'Skrivet i tunneln.', ...said });
		await sendPoint(test().app, guest, { versionId: document().versionId, text: 'Skrivet i hallen.', ...waited(1) });
		const told = toEveryone().flatMap((event) => (event.kind === 'point_published' ? [Object(event.point)] : []));
		const written = told.map((point) => Reflect.get(point, 'writtenAt'));
		expect(written).toEqual([said.writtenAt, undefined]);
	});

	it('by somebody else on the same device is not taken in the name of whoever is signed in', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const [ann, bo] = [await makeGuest(test().app), await makeGuest(test().app)];
		const { versionId } = document();
		for (const writtenBy of [writerKey(ann), ''])
			await expect(sendPoint(test().app, bo, { versionId, writtenBy })).rejects.toMatchObject({
				code: 'conflict',
				issues: [{ field: 'writer' }]
			});
		await sendPoint(test().app, bo, { versionId, writtenBy: writerKey(bo) });
	});

	it('by a visitor whose receipt was lost is theirs, also now that they are a guest', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const input = { versionId: document().versionId, idempotencyKey: 'tappat kvitto' };
		const { reference } = await sendPoint(test().app, guest, input);
		const again = await sendPoint(test().app, guest, { ...input, writtenBy: '', ...waited(3) });
		expect(again).toMatchObject({ reference, repeated: true });
	});
});
