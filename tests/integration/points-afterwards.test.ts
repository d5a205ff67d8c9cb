import { describe, expect, it } from 'vitest';
import { leaves } from '#lib/document/outline.ts';
import { storedContent } from '#lib/document/schema.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { as, makeGuest, makePerson, openConsultation, publishVersion, sendPoint } from '../support/factories.ts';
import { refusal } from '../support/refusal.ts';
import { submitting } from '../support/submitting.ts';

const { test, dialogue, document, toEveryone, onPage, contentOf } = submitting();

describe('the author', () => {
	it('corrects: the new words are shown, the old ones stay on record', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const author = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, author, { versionId: document().versionId, text: 'Fell' });
		await test().app.submissions.correct(as(author), { pointId, text: 'Fel', kind: 'fact' });
		expect((await onPage()).places.whole?.points[0]).toMatchObject({ text: 'Fel', kind: 'fact', corrected: true });
		const revisions = await test()
			.app.database.selectFrom('point_revision')
			.select('text')
			.where('point_id', '=', pointId)
			.orderBy('number')
			.execute();
		expect(revisions.map((one) => one.text)).toEqual(['Fell', 'Fel']);
	});

	it('withdraws: gone for all others, kept for the record, and only by the author', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const author = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, author, { versionId: document().versionId });
		const stranger = await makeGuest(test().app);
		await expect(test().app.submissions.withdraw(as(stranger), { pointId })).rejects.toEqual(refusal('not_signed_in'));
		const verified = await makePerson(test().app);
		await expect(test().app.submissions.withdraw(as(verified), { pointId })).rejects.toEqual(refusal('forbidden'));
		await test().app.submissions.withdraw(as(author), { pointId });
		expect((await onPage()).total).toBe(0);
		expect((await test().app.submissions.mine(author))[0]?.points[0]?.status).toBe('withdrawn');
		expect(toEveryone().map((event) => event.kind)).toContain('point_unpublished');
	});
});

describe('a link to one point', () => {
	it('finds its place and page, of what the reader may see', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId], { mode: 'hold_all' });
		const author = await makeGuest(test().app);
		const versionId = document().versionId;
		const sent: string[] = [];
		for (const text of ['Ett.', 'Två.', 'Tre.']) {
			sent.push((await sendPoint(test().app, author, { versionId, text })).pointId);
		}
		const inView = { documentId: document().documentId, versionId, content: await contentOf(versionId) };
		const whereIs = (viewer: Actor, pointId = '') =>
			test().app.submissions.whereStands(viewer, inView, { pointId, perPage: 2 });
		expect(await Promise.all(sent.map((pointId) => whereIs(author, pointId)))).toEqual(
			[1, 1, 2].map((page) => ({ place: 'whole', page }))
		);
		expect(await whereIs(VISITOR, sent[0])).toBeNull();
		expect(await whereIs(await makeGuest(test().app), sent[2])).toBeNull();
	});
});

describe('others', () => {
	it('agree once each and can take it back; not with themselves', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const author = await makeGuest(test().app);
		const other = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, author, { versionId: document().versionId });
		expect(await test().app.submissions.agree(as(other), { pointId, agrees: true })).toBe(1);
		expect(await test().app.submissions.agree(as(other), { pointId, agrees: true })).toBe(1);
		expect(await test().app.submissions.agree(as(other), { pointId, agrees: false })).toBe(0);
		await expect(test().app.submissions.agree(as(author), { pointId, agrees: true })).rejects.toEqual(
			refusal('not_signed_in')
		);
		const rows = await test()
			.app.database.selectFrom('agreement')
			.selectAll()
			.where('point_id', '=', pointId)
			.execute();
		expect(rows).toEqual([]);
	});

	it('reply on one level; a reply keeps a tombstone standing where its point was declined', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const author = await makeGuest(test().app);
		const other = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, author, {
			versionId: document().versionId,
			text: 'Borttaget sedan'
		});
		const reply = await sendPoint(test().app, other, {
			versionId: document().versionId,
			parentId: pointId,
			text: 'Jag håller inte med'
		});
		await expect(
			sendPoint(test().app, author, { versionId: document().versionId, parentId: reply.pointId })
		).rejects.toEqual(refusal('bad_input'));
		const lead = await makePerson(test().app, { role: 'process_lead', dialogue: dialogue() });
		await test().app.moderation.unpublish(as(lead), { pointId, note: '' });
		const page = await onPage();
		expect(page.total).toBe(0);
		expect(page.places.whole?.points).toMatchObject([{ id: pointId, tombstone: true, text: '' }]);
		expect(page.replies[pointId]?.map((one) => one.text)).toEqual(['Jag håller inte med']);
	});
});

describe('a new version', () => {
	it('carries each point to its place, and says where words are gone', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const guest = await makeGuest(test().app);
		const blockId = document().blockIds[1] ?? '';
		const kept = await sendPoint(test().app, guest, {
			versionId: document().versionId,
			place: { scope: 'words', blockId, start: 0, end: 29, exact: 'Elen finns men når inte fram.' }
		});
		const gone = await sendPoint(test().app, guest, {
			versionId: document().versionId,
			place: { scope: 'words', blockId, start: 30, end: 66, exact: 'Kapacitetsbristen finns i lokalnätet' }
		});
		const imported = await test().app.importing.importFile(
			'ny.md',
			new TextEncoder().encode('## Nuläge\n\nElen finns men når inte fram. Den stannar i överföringen mellan näten.\n')
		);
		await test().app.documents.importInto(as({ kind: 'system' }), document().documentId, imported, {
			fileName: 'ny.md',
			replace: true
		});
		const next = await publishVersion(test().app, document().documentId);
		const page = await onPage(VISITOR, next);
		const all = Object.values(page.places).flatMap((place) => place.points);
		const { content } = await test()
			.app.database.selectFrom('document_version')
			.select('content')
			.where('id', '=', next)
			.executeTakeFirstOrThrow();
		const place = all.find((point) => point.id === kept.pointId)?.place;
		const leaf = leaves(storedContent(content)).find((one) => one.blockId === place?.blockId);
		expect(leaf?.plain.slice(place?.start ?? 0, place?.end ?? 0)).toBe('Elen finns men når inte fram.');
		expect(all.find((point) => point.id === gone.pointId)?.place?.state).toMatch(/^(changed|removed)$/);
	});
});

describe('while a text is shared live', () => {
	it('points are made on the living words, and stay in view when sharing has ended', async () => {
		await openConsultation(test().app, dialogue(), [document().documentId]);
		const lead = await makePerson(test().app, { role: 'process_lead', dialogue: dialogue() });
		await test().app.documents.shareLive(as(lead), document().documentId, true);
		const address = { dialogueSlug: dialogue().slug, documentSlug: document().slug };
		const { sharedVersionId } = await test().app.documents.versionFor(VISITOR, address);
		const blockId = document().blockIds[1] ?? '';
		const place = { scope: 'words' as const, blockId, start: 0, end: 10, exact: 'Elen finns' };
		const { pointId } = await sendPoint(test().app, await makeGuest(test().app), {
			versionId: sharedVersionId ?? '',
			place
		});
		const kept = await test()
			.app.database.selectFrom('point_anchor')
			.selectAll()
			.where('point_id', '=', pointId)
			.executeTakeFirstOrThrow();
		expect(kept).toMatchObject({ version_id: sharedVersionId, exact: 'Elen finns' });
		expect(kept.living_sequence).not.toBeNull();
		await test().app.documents.shareLive(as(lead), document().documentId, false);
		expect((await test().app.documents.versionFor(VISITOR, address)).sharedVersionId).toBeNull();
		const page = await onPage();
		expect(page.places[blockId]?.points.map((point) => [point.id, point.place?.state])).toEqual([[pointId, 'exact']]);
	});
});

describe('the personal link', () => {
	it('comes with the first input, also for somebody who only agreed before', async () => {
		const visitor = { kind: 'visitor' } as const;
		const nobody = { name: '', organisationName: '', organisationType: 'private_person' };
		const agreed = await test().app.identity.ensureGuest(as(visitor), null, { ...nobody, withReturnLink: false });
		expect(agreed.secret).toBeNull();
		const first = await test().app.identity.ensureGuest(as(agreed.actor), agreed.sessionIdHash, nobody);
		expect(first.secret).toMatch(/^[\w-]{40,}$/);
		const second = await test().app.identity.ensureGuest(as(agreed.actor), agreed.sessionIdHash, nobody);
		expect(second.secret).toBeNull();
	});
});
