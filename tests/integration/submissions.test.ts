import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedMessage } from '#server/feed/feed.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { parseSubmit } from '#server/submissions/parse.ts';
import { testApplication, TEST_NOW, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	publishVersion,
	sendPoint,
	submission,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';
import { leaves } from '#lib/document/outline.ts';
import { storedContent } from '#lib/document/schema.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let news: FeedMessage[];

beforeAll(async () => {
	test = await testApplication();
	test.app.feed.subscribe((message) => void news.push(message));
});
afterAll(() => test.close());
beforeEach(async () => {
	news = [];
	test.clock.set(TEST_NOW);
	dialogue = await makeDialogue(test.app);
	document = await makeDocument(test.app, dialogue);
});

const refusal = (code: string) => expect.objectContaining({ code });
const toEveryone = () => news.filter((message) => message.audience === 'everyone').map((message) => message.event);

async function onPage(
	actor = VISITOR as Parameters<typeof test.app.submissions.onVersion>[0],
	versionId = document.versionId
) {
	const content = await contentOf(versionId);
	return test.app.submissions.onVersion(actor, { documentId: document.documentId, versionId, content });
}

async function contentOf(versionId: string) {
	const { content } = await test.app.database
		.selectFrom('document_version')
		.select('content')
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	return storedContent(content);
}

describe('a point that is sent', () => {
	it('is kept with reference, place and words, shown to everybody and told to those who read', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app, 'Anna Andersson');
		const place = {
			scope: 'words' as const,
			blockId: document.blockIds[1] ?? '',
			start: 0,
			end: 10,
			exact: 'Elen finns'
		};
		const sent = await sendPoint(test.app, guest, {
			versionId: document.versionId,
			place,
			text: 'Nej, den finns inte.'
		});
		expect(sent.reference).toMatch(/^MS-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
		const page = await onPage();
		expect(page.places[place.blockId]?.points.map((point) => point.text)).toEqual(['Nej, den finns inte.']);
		expect(page.marks).toEqual([{ pointId: sent.pointId, blockId: place.blockId, start: 0, end: 10 }]);
		expect(toEveryone().at(-1)).toMatchObject({ kind: 'point_published', pointId: sent.pointId });
		expect(JSON.stringify(news)).not.toContain('Anna');
	});

	it('twice with the same key is one input; the same key with other words is a new one (invariant 5)', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app);
		const input = { versionId: document.versionId, idempotencyKey: 'k1' };
		const first = await sendPoint(test.app, guest, input);
		const again = await sendPoint(test.app, guest, input);
		const other = await sendPoint(test.app, guest, { ...input, text: 'Något annat.' });
		expect(again).toMatchObject({ reference: first.reference, repeated: true });
		expect(other.reference).not.toBe(first.reference);
	});

	it('twice at the very same time is one input', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app);
		const input = submission({ versionId: document.versionId, idempotencyKey: 'k2' });
		const receipts = await Promise.all(Array.from({ length: 6 }, () => test.app.submissions.submit(as(guest), input)));
		expect(new Set(receipts.map((receipt) => receipt.reference)).size).toBe(1);
	});

	it('about words that do not stand there is refused', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app);
		const place = {
			scope: 'words' as const,
			blockId: document.blockIds[1] ?? '',
			start: 0,
			end: 10,
			exact: 'Elen saknas'
		};
		await expect(sendPoint(test.app, guest, { versionId: document.versionId, place })).rejects.toEqual(
			refusal('bad_input')
		);
		const unknown = { scope: 'block' as const, blockId: 'finns-inte' };
		await expect(sendPoint(test.app, guest, { versionId: document.versionId, place: unknown })).rejects.toEqual(
			refusal('bad_input')
		);
	});

	it('with an identity number is refused until its sender says that it should be there, and is then held', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app);
		const input = { versionId: document.versionId, text: 'Ring mig, 121212-1212.' };
		await expect(sendPoint(test.app, guest, input)).rejects.toEqual(refusal('bad_input'));
		expect((await sendPoint(test.app, guest, { ...input, keepIdentityNumbers: true })).status).toBe('held');
	});

	it('by nobody, in a dialogue that is being planned, or on a version of somebody else’s making, is refused', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		await expect(sendPoint(test.app, VISITOR, { versionId: document.versionId })).rejects.toEqual(
			refusal('not_signed_in')
		);
		const planned = await makeDialogue(test.app, { state: 'planning' });
		const hidden = await makeDocument(test.app, planned);
		const guest = await makeGuest(test.app);
		await expect(sendPoint(test.app, guest, { versionId: hidden.versionId })).rejects.toEqual(refusal('not_found'));
		await expect(sendPoint(test.app, guest, { versionId: '01900000-0000-7000-8000-000000000000' })).rejects.toEqual(
			refusal('not_found')
		);
	});
});

describe('time', () => {
	it('before opening nothing is taken', async () => {
		const opensAt = new Date('2026-09-24T08:00:00+02:00');
		await openConsultation(test.app, dialogue, [document.documentId], {
			opensAt,
			closesAt: new Date('2026-09-30T23:59:59+02:00')
		});
		await expect(sendPoint(test.app, await makeGuest(test.app), { versionId: document.versionId })).rejects.toEqual(
			refusal('not_open')
		);
	});

	it('the last second is on time, the next is late and only taken as late', async () => {
		await openConsultation(test.app, dialogue, [document.documentId], {
			closesAt: new Date('2026-09-30T23:59:59+02:00')
		});
		const guest = await makeGuest(test.app);
		test.clock.set('2026-09-30T23:59:59.900+02:00');
		expect((await sendPoint(test.app, guest, { versionId: document.versionId })).late).toBe(false);
		test.clock.set('2026-10-01T00:00:00+02:00');
		await expect(sendPoint(test.app, guest, { versionId: document.versionId })).rejects.toEqual(refusal('rule_broken'));
		expect((await sendPoint(test.app, guest, { versionId: document.versionId, acceptLate: true })).late).toBe(true);
	});
});

describe('moderation modes', () => {
	it('hold all: nobody but author and staff ever receives the point', async () => {
		await openConsultation(test.app, dialogue, [document.documentId], { mode: 'hold_all' });
		const author = await makeGuest(test.app);
		const officer = await makePerson(test.app, { role: 'case_officer', dialogue });
		const stranger = await makeGuest(test.app);
		await sendPoint(test.app, author, { versionId: document.versionId, text: 'Hemligt tills vidare' });
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
		await openConsultation(test.app, dialogue, [document.documentId], { mode: 'hold_first' });
		const author = await makeGuest(test.app);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		const first = await sendPoint(test.app, author, { versionId: document.versionId });
		expect(first.status).toBe('held');
		await test.app.moderation.approve(as(lead), { pointId: first.pointId });
		expect((await sendPoint(test.app, author, { versionId: document.versionId, text: 'En till' })).status).toBe(
			'published'
		);
	});
});

describe('the author', () => {
	it('corrects: the new words are shown, the old ones stay on record', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const author = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, author, { versionId: document.versionId, text: 'Fell' });
		await test.app.submissions.correct(as(author), { pointId, text: 'Fel', kind: 'fact' });
		expect((await onPage()).places.whole?.points[0]).toMatchObject({ text: 'Fel', kind: 'fact', corrected: true });
		const revisions = await test.app.database
			.selectFrom('point_revision')
			.select('text')
			.where('point_id', '=', pointId)
			.orderBy('number')
			.execute();
		expect(revisions.map((one) => one.text)).toEqual(['Fell', 'Fel']);
	});

	it('withdraws: gone for all others, kept for the record, and only by the author', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const author = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, author, { versionId: document.versionId });
		const stranger = await makeGuest(test.app);
		await expect(test.app.submissions.withdraw(as(stranger), { pointId })).rejects.toEqual(refusal('not_signed_in'));
		const verified = await makePerson(test.app);
		await expect(test.app.submissions.withdraw(as(verified), { pointId })).rejects.toEqual(refusal('forbidden'));
		await test.app.submissions.withdraw(as(author), { pointId });
		expect((await onPage()).total).toBe(0);
		expect((await test.app.submissions.mine(author))[0]?.points[0]?.status).toBe('withdrawn');
		expect(toEveryone().map((event) => event.kind)).toContain('point_unpublished');
	});
});

describe('a link to one point', () => {
	it('finds its place and page, of what the reader may see', async () => {
		await openConsultation(test.app, dialogue, [document.documentId], { mode: 'hold_all' });
		const author = await makeGuest(test.app);
		const versionId = document.versionId;
		const sent: string[] = [];
		for (const text of ['Ett.', 'Två.', 'Tre.']) {
			sent.push((await sendPoint(test.app, author, { versionId, text })).pointId);
		}
		const inView = { documentId: document.documentId, versionId, content: await contentOf(versionId) };
		const whereIs = (viewer: Parameters<typeof test.app.submissions.whereStands>[0], pointId = '') =>
			test.app.submissions.whereStands(viewer, inView, { pointId, perPage: 2 });
		expect(await Promise.all(sent.map((pointId) => whereIs(author, pointId)))).toEqual(
			[1, 1, 2].map((page) => ({ place: 'whole', page }))
		);
		expect(await whereIs(VISITOR, sent[0])).toBeNull();
		expect(await whereIs(await makeGuest(test.app), sent[2])).toBeNull();
	});
});

describe('others', () => {
	it('agree once each and can take it back; not with themselves', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const author = await makeGuest(test.app);
		const other = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, author, { versionId: document.versionId });
		expect(await test.app.submissions.agree(as(other), { pointId, agrees: true })).toBe(1);
		expect(await test.app.submissions.agree(as(other), { pointId, agrees: true })).toBe(1);
		expect(await test.app.submissions.agree(as(other), { pointId, agrees: false })).toBe(0);
		await expect(test.app.submissions.agree(as(author), { pointId, agrees: true })).rejects.toEqual(
			refusal('not_signed_in')
		);
		const rows = await test.app.database.selectFrom('agreement').selectAll().where('point_id', '=', pointId).execute();
		expect(rows).toEqual([]);
	});

	it('reply on one level; a reply keeps a tombstone standing where its point was declined', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const author = await makeGuest(test.app);
		const other = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, author, { versionId: document.versionId, text: 'Borttaget sedan' });
		const reply = await sendPoint(test.app, other, {
			versionId: document.versionId,
			parentId: pointId,
			text: 'Jag håller inte med'
		});
		await expect(
			sendPoint(test.app, author, { versionId: document.versionId, parentId: reply.pointId })
		).rejects.toEqual(refusal('bad_input'));
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		await test.app.moderation.unpublish(as(lead), { pointId, note: '' });
		const page = await onPage();
		expect(page.total).toBe(0);
		expect(page.places.whole?.points).toMatchObject([{ id: pointId, tombstone: true, text: '' }]);
		expect(page.replies[pointId]?.map((one) => one.text)).toEqual(['Jag håller inte med']);
	});
});

describe('a new version', () => {
	it('carries each point to its place, and says where words are gone', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const guest = await makeGuest(test.app);
		const blockId = document.blockIds[1] ?? '';
		const kept = await sendPoint(test.app, guest, {
			versionId: document.versionId,
			place: { scope: 'words', blockId, start: 0, end: 29, exact: 'Elen finns men når inte fram.' }
		});
		const gone = await sendPoint(test.app, guest, {
			versionId: document.versionId,
			place: { scope: 'words', blockId, start: 30, end: 66, exact: 'Kapacitetsbristen finns i lokalnätet' }
		});
		const imported = await test.app.importing.importFile(
			'ny.md',
			new TextEncoder().encode('## Nuläge\n\nElen finns men når inte fram. Den stannar i överföringen mellan näten.\n')
		);
		await test.app.documents.importInto(as({ kind: 'system' }), document.documentId, imported, {
			fileName: 'ny.md',
			replace: true
		});
		const next = await publishVersion(test.app, document.documentId);
		const page = await onPage(VISITOR, next);
		const all = Object.values(page.places).flatMap((place) => place.points);
		const { content } = await test.app.database
			.selectFrom('document_version')
			.select('content')
			.where('id', '=', next)
			.executeTakeFirstOrThrow();
		const place = all.find((point) => point.id === kept.pointId)?.place;
		const leaf = leaves(storedContent(content)).find((one) => one.blockId === place?.blockId);
		expect(leaf?.plain.slice(place?.start ?? 0, place?.end ?? 0)).toBe('Elen finns men når inte fram.');
		expect(all.find((point) => point.id === gone.pointId)?.place?.state).toMatch(/^(changed|removed)$/);
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

describe('while a text is shared live', () => {
	it('points are made on the living words, and stay in view when sharing has ended', async () => {
		await openConsultation(test.app, dialogue, [document.documentId]);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		await test.app.documents.shareLive(as(lead), document.documentId, true);
		const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug };
		const { sharedVersionId } = await test.app.documents.versionFor(VISITOR, address);
		const blockId = document.blockIds[1] ?? '';
		const place = { scope: 'words' as const, blockId, start: 0, end: 10, exact: 'Elen finns' };
		const { pointId } = await sendPoint(test.app, await makeGuest(test.app), {
			versionId: sharedVersionId ?? '',
			place
		});
		const kept = await test.app.database
			.selectFrom('point_anchor')
			.selectAll()
			.where('point_id', '=', pointId)
			.executeTakeFirstOrThrow();
		expect(kept).toMatchObject({ version_id: sharedVersionId, exact: 'Elen finns' });
		expect(kept.living_sequence).not.toBeNull();
		await test.app.documents.shareLive(as(lead), document.documentId, false);
		expect((await test.app.documents.versionFor(VISITOR, address)).sharedVersionId).toBeNull();
		const page = await onPage();
		expect(page.places[blockId]?.points.map((point) => [point.id, point.place?.state])).toEqual([[pointId, 'exact']]);
	});
});

describe('the personal link', () => {
	it('comes with the first input, also for somebody who only agreed before', async () => {
		const visitor = { kind: 'visitor' } as const;
		const nobody = { name: '', organisationName: '', organisationType: 'private_person' };
		const agreed = await test.app.identity.ensureGuest(as(visitor), null, { ...nobody, withReturnLink: false });
		expect(agreed.secret).toBeNull();
		const first = await test.app.identity.ensureGuest(as(agreed.actor), agreed.sessionIdHash, nobody);
		expect(first.secret).toMatch(/^[\w-]{40,}$/);
		const second = await test.app.identity.ensureGuest(as(agreed.actor), agreed.sessionIdHash, nobody);
		expect(second.secret).toBeNull();
	});
});
