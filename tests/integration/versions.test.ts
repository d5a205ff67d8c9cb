import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedMessage } from '#server/feed/feed.ts';
import { contentHash } from '#lib/document/hash.ts';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makePerson,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
});
afterAll(() => test.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const addressOf = (document: MadeDocument) => ({ dialogueSlug: dialogue.slug, documentSlug: document.slug });
const asked = { label: '', stage: 'dialogue_draft' as const, note: '' };

async function rewrite(document: { documentId: string }, markdown: string): Promise<void> {
	const imported = await test.app.importing.importFile('text.md', bytes(markdown));
	await test.app.documents.importInto(bySystem(), document.documentId, imported, {
		fileName: 'text.md',
		replace: true
	});
}

describe('publishing', () => {
	it('numbers versions from one without gaps, however many publish at once', async () => {
		const document = await makeDocument(test.app, dialogue);
		const labels = ['a', 'b', 'c', 'd'];
		const all = await Promise.all(
			labels.map((label) => test.app.documents.publish(bySystem(), document.documentId, { ...asked, label }))
		);
		expect(all.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5]);
	});

	it('stamps a version with a hash of what is read at its address, for ever', async () => {
		const document = await makeDocument(test.app, dialogue);
		const first = await test.app.documents.versionFor(VISITOR, addressOf(document));
		expect(first.version.contentHash).toBe(contentHash(first.version.title, first.version.content));
		await rewrite(document, '## Ny\n\nAllt är nytt.');
		await test.app.documents.update(bySystem(), document.documentId, { title: 'Ny titel' });
		await test.app.documents.publish(bySystem(), document.documentId, { ...asked, stage: 'final_proof' });
		const again = await test.app.documents.versionFor(VISITOR, { ...addressOf(document), number: 1 });
		expect(again.version).toEqual({ ...first.version, isLatest: false });
		const latest = await test.app.documents.versionFor(VISITOR, addressOf(document));
		expect(latest).toMatchObject({ title: 'Ny titel', stage: 'final_proof', version: { number: 2, isLatest: true } });
	});

	it('shows nobody but staff a title or a text that has not been published', async () => {
		const document = await makeDocument(test.app, dialogue);
		await test.app.documents.update(bySystem(), document.documentId, { title: 'Hemlig arbetstitel' });
		await rewrite(document, '## Rubrik\n\nOpublicerade ord.');
		const seen = JSON.stringify([
			await test.app.documents.list(VISITOR, dialogue.dialogueId),
			await test.app.documents.versionFor(VISITOR, addressOf(document))
		]);
		expect(seen).not.toMatch(/Hemlig arbetstitel|Opublicerade ord/);
		const writer = await makePerson(test.app, { role: 'case_officer', dialogue });
		const list = await test.app.documents.list(writer, dialogue.dialogueId);
		expect(list.map(({ title }) => title)).toContain('Hemlig arbetstitel');
	});

	it('publishes once for a double click', async () => {
		const document = await makeDocument(test.app, dialogue);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		await rewrite(document, '## Ny\n\nKlickad två gånger.');
		const click = () => test.app.documents.publish(as(lead), document.documentId, { ...asked, after: 1 });
		const [one, two] = await Promise.all([click(), click()]);
		expect(one.versionId).toBe(two.versionId);
		expect([one.repeated, two.repeated].sort()).toEqual([false, true]);
	});

	it('refuses who was overtaken, and what changes nothing', async () => {
		const document = await makeDocument(test.app, dialogue);
		const first = await test.app.documents.versionFor(VISITOR, addressOf(document));
		const same = { ...asked, label: first.version.label };
		const publish = (input: object) =>
			test.app.documents.publish(bySystem(), document.documentId, { ...same, ...input });
		await expect(publish({})).rejects.toMatchObject({ code: 'rule_broken', issues: [{ field: 'label' }] });
		await publish({ label: 'ny' });
		await publish({ label: 'ny', stage: 'final_proof' });
		await expect(publish({ label: 'för sent', after: 1 })).rejects.toMatchObject({ code: 'conflict' });
		await expect(publish({ label: 'x', expectedEpoch: randomUUID() })).rejects.toMatchObject({ code: 'conflict' });
	});

	it('refuses an empty text, a working draft and an image without a decision about its description (domain A-06)', async () => {
		const { documentId } = await test.app.documents.create(bySystem(), dialogue.dialogueId, { title: 'Tom' });
		const publish = (input: object = {}) => test.app.documents.publish(bySystem(), documentId, { ...asked, ...input });
		await expect(publish()).rejects.toMatchObject({ code: 'rule_broken' });
		const image = { type: 'image' as const, id: 'bild1', imageId: randomUUID(), alt: null };
		const imported = await test.app.importing.importFile('t.md', bytes('Text.'));
		const content = { blocks: [...imported.content.blocks, image] };
		await test.app.documents.importInto(
			bySystem(),
			documentId,
			{ ...imported, content },
			{ fileName: 't', replace: false }
		);
		await expect(publish()).rejects.toMatchObject({ code: 'rule_broken' });
		await expect(publish({ stage: 'working_draft' })).rejects.toMatchObject({ issues: [{ field: 'stage' }] });
		expect(
			await test.app.documents.preview(await makePerson(test.app, { role: 'host', dialogue }), documentId)
		).toMatchObject({ empty: false, undecidedImages: 1, latest: null });
	});

	it('tells the readers, and asks for the places of the points', async () => {
		const document = await makeDocument(test.app, dialogue);
		const heard: FeedMessage[] = [];
		const stop = test.app.feed.subscribe((message) => heard.push(message));
		const { versionId } = await test.app.documents.publish(bySystem(), document.documentId, {
			...asked,
			label: 'hörd'
		});
		stop();
		expect(heard).toMatchObject([
			{
				room: `document/${document.documentId}`,
				audience: 'everyone',
				event: { kind: 'version_published', version: { versionId } }
			}
		]);
		const event = await test.app.database
			.selectFrom('audit_event')
			.select('action')
			.where('object_id', '=', versionId)
			.executeTakeFirst();
		expect(event?.action).toBe('version.publish');
	});

	it('names who published, by name and role', async () => {
		const document = await makeDocument(test.app, dialogue);
		const communicator = await makePerson(test.app, { role: 'communicator', dialogue, name: 'Maja Ekeviken' });
		await test.app.documents.publish(as(communicator), document.documentId, { ...asked, label: 'maja' });
		const { version } = await test.app.documents.versionFor(VISITOR, addressOf(document));
		expect(version.publishedBy).toEqual({ name: 'Maja Ekeviken', roles: ['communicator'] });
	});

	it.each([0, -1, 1.5, 99, 2 ** 31, Number.NaN])('has no version %s', async (number) => {
		const document = await makeDocument(test.app, dialogue);
		const ask = test.app.documents.versionFor(VISITOR, { ...addressOf(document), number });
		await expect(ask).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a frozen version', () => {
	it('cannot be changed or taken away, not even in SQL', async () => {
		const document = await makeDocument(test.app, dialogue);
		const change = test.app.database
			.updateTable('document_version')
			.set({ title: 'Annan' })
			.where('id', '=', document.versionId);
		await expect(change.execute()).rejects.toThrow();
		await expect(test.app.database.deleteFrom('document_version').execute()).rejects.toThrow();
	});
});

describe('importing', () => {
	it('replaces words only when that was confirmed, and starts a new history', async () => {
		const document = await makeDocument(test.app, dialogue);
		const imported = await test.app.importing.importFile('text.md', bytes('Ny text.'));
		const put = (replace: boolean) =>
			test.app.documents.importInto(bySystem(), document.documentId, imported, { fileName: 'text.md', replace });
		const before = await test.app.realtime.readText(document.documentId);
		await expect(put(false)).rejects.toMatchObject({ code: 'rule_broken', issues: [{ field: 'replace' }] });
		const { epoch } = await put(true);
		const after = await test.app.realtime.readText(document.documentId);
		expect(after?.epoch).toBe(epoch);
		expect(after?.epoch).not.toBe(before?.epoch);
	});

	it('keeps its report for those who write', async () => {
		const document = await makeDocument(test.app, dialogue);
		const writer = await makePerson(test.app, { role: 'communicator', dialogue });
		const [report] = await test.app.documents.importReports(writer, document.documentId);
		expect(report).toMatchObject({ fileName: 'underlag.md', report: { kept: { headings: 2, lists: 1 } } });
		const host = await makePerson(test.app, { role: 'host', dialogue });
		await expect(test.app.documents.importReports(host, document.documentId)).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it('does not change a text under the eyes of those who read along', async () => {
		const document = await makeDocument(test.app, dialogue);
		await test.app.documents.shareLive(bySystem(), document.documentId, true);
		await expect(rewrite(document, 'Ny text.')).rejects.toMatchObject({ code: 'rule_broken' });
	});
});

describe('sharing a text live', () => {
	it('freezes what was shown when it begins and when it ends, once each', async () => {
		const document = await makeDocument(test.app, dialogue);
		const share = (open: boolean) => test.app.documents.shareLive(bySystem(), document.documentId, open);
		await Promise.all([share(true), share(true)]);
		const line = async () =>
			(await test.app.documents.list(VISITOR, dialogue.dialogueId)).find(
				(one) => one.documentId === document.documentId
			);
		expect((await line())?.sharedSince).toBeInstanceOf(Date);
		await share(false);
		await share(false);
		expect((await line())?.sharedSince).toBeNull();
		const rows = await test.app.database
			.selectFrom('document_version')
			.select(['kind', 'number', 'ordinal'])
			.where('document_id', '=', document.documentId)
			.orderBy('ordinal')
			.execute();
		expect(rows).toEqual([
			{ kind: 'published', number: 1, ordinal: 1 },
			{ kind: 'share_opened', number: null, ordinal: 2 },
			{ kind: 'share_closed', number: null, ordinal: 3 }
		]);
		expect((await line())?.versionCount).toBe(1);
	});
});

describe('comparing', () => {
	it('says which words were added and removed between two versions', async () => {
		const document = await makeDocument(test.app, dialogue, '## Rubrik\n\nVi vill öka takten mycket.');
		await rewrite(document, '## Rubrik\n\nVi vill öka takten lite grann.');
		await test.app.documents.publish(bySystem(), document.documentId, { ...asked, label: '2' });
		const { comparison } = await test.app.documents.compare(VISITOR, { ...addressOf(document), from: 1, to: 2 });
		expect(comparison.summary).toMatchObject({ wordsAdded: 2, wordsRemoved: 1, changed: 1 });
		const missing = test.app.documents.compare(VISITOR, { ...addressOf(document), from: 1, to: 3 });
		await expect(missing).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('searching', () => {
	it('finds å by a and inflected forms, in the latest version only', async () => {
		const document = await makeDocument(test.app, dialogue, '## Rubrik\n\nFjällräven åker båtar i Ångermanland.');
		const slugs = async (words: string) =>
			(await test.app.documents.search(VISITOR, words)).map((hit) => hit.documentSlug);
		expect(await slugs('angermanland')).toContain(document.slug);
		expect(await slugs('båt')).toContain(document.slug);
		await rewrite(document, '## Rubrik\n\nNågot annat.');
		await test.app.documents.publish(bySystem(), document.documentId, { ...asked, label: '2' });
		expect(await slugs('angermanland')).not.toContain(document.slug);
	});

	it.each(['', '   ', '"', '&|!', "'; drop table point; --", 'x'.repeat(5000), '\u0000', '\ud800'])(
		'takes %j calmly',
		async (words) => {
			await expect(test.app.documents.search(VISITOR, words)).resolves.toBeInstanceOf(Array);
		}
	);
});

describe('who may do what with a text', () => {
	type Doing = (by: ReturnType<typeof as>, documentId: string) => Promise<unknown>;
	const doings: Record<string, { by: string[]; doing: Doing }> = {
		create: {
			by: ['process_lead', 'case_officer', 'communicator'],
			doing: (by) => test.app.documents.create(by, dialogue.dialogueId, { title: `Ny ${randomUUID()}` })
		},
		publish: {
			by: ['process_lead', 'communicator'],
			doing: (by, id) => test.app.documents.publish(by, id, { ...asked, label: randomUUID().slice(0, 8) })
		},
		share: { by: ['process_lead', 'host'], doing: (by, id) => test.app.documents.shareLive(by, id, true) },
		rename: {
			by: ['process_lead', 'case_officer', 'communicator'],
			doing: (by, id) => test.app.documents.update(by, id, { title: 'Ny titel' })
		}
	};

	it.each(['host', 'case_officer', 'process_lead', 'communicator', 'registrar', 'reviewer'] as const)(
		'a %s',
		async (role) => {
			const document = await makeDocument(test.app, dialogue);
			const actor = await makePerson(test.app, { role, dialogue });
			const elsewhere = await makePerson(test.app, { role, dialogue: await makeDialogue(test.app) });
			for (const { by, doing } of Object.values(doings)) {
				const attempt = doing(as(actor), document.documentId);
				if (by.includes(role)) await attempt;
				else await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
				await expect(doing(as(elsewhere), document.documentId)).rejects.toMatchObject({ code: 'forbidden' });
				await expect(doing(as(VISITOR), document.documentId)).rejects.toMatchObject({ code: 'not_signed_in' });
			}
		}
	);
});
