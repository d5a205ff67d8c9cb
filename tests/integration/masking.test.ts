import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHash } from '#lib/document/hash.ts';
import { bySystem } from '#server/database/transaction.ts';
import { maskWords } from '#server/documents/mask.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeGuest, makePerson, publishVersion, type MadeDialogue } from '../support/factories.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
});
afterAll(() => test.close());

const SECRET = 'Qvarnvindsson';
const TEXT = `## Om ${SECRET}\n\nRing ${SECRET} på [mejl](mailto:${SECRET}@example.org).\n\nAllt annat står kvar.`;

async function documentWithSecret() {
	const { documents, importing } = test.app;
	const slug = `underlag-${randomUUID().slice(0, 8)}`;
	const { documentId } = await documents.create(bySystem(), dialogue.dialogueId, {
		title: `Svar till ${SECRET}`,
		slug
	});
	const imported = await importing.importFile('text.md', new TextEncoder().encode(TEXT));
	await documents.importInto(bySystem(), documentId, imported, { fileName: 'text.md', replace: false });
	await documents.publish(bySystem(), documentId, { label: '', stage: 'dialogue_draft', note: `Rättat av ${SECRET}` });
	const address = { dialogueSlug: dialogue.slug, documentSlug: slug };
	return { documentId, address, lead: await makePerson(test.app, { role: 'process_lead', dialogue }) };
}

type Made = Awaited<ReturnType<typeof documentWithSecret>>;

async function mask({ address, lead }: Made) {
	const version = await test.app.documents.maskable(lead, { ...address, number: 1 });
	const input = {
		title: 'Svar till en person',
		content: maskWords(version.content, [SECRET], []),
		reason: 'Privatperson',
		baseHash: version.contentHash
	};
	return { version, ...(await test.app.documents.maskVersion(as(lead), version.versionId, input)) };
}

/** Everything that tells of the document, as this reader gets it. */
async function everythingFor(actor: Actor, { address }: Made): Promise<string> {
	const { documents } = test.app;
	const later = { ...address, from: 1, to: 1 };
	return JSON.stringify([
		await documents.list(actor, dialogue.dialogueId),
		await documents.head(actor, address),
		await documents.versionFor(actor, address),
		await documents.versionFor(actor, { ...address, number: 1 }),
		await documents.compare(actor, later),
		await documents.search(actor, SECRET),
		await documents.search(actor, 'kvar')
	]);
}

describe('a masked version', () => {
	it.each(['visitor', 'guest', 'host', 'case_officer', 'communicator', 'reviewer'] as const)(
		'tells a %s nothing of what was masked, at any address',
		async (kind) => {
			const made = await documentWithSecret();
			await mask(made);
			const actor =
				kind === 'visitor'
					? VISITOR
					: kind === 'guest'
						? await makeGuest(test.app)
						: await makePerson(test.app, { role: kind, dialogue });
			const seen = await everythingFor(actor, made);
			expect(seen).not.toContain(SECRET);
			expect(seen).toContain('[uppgift borttagen av regionen]');
			expect(seen).toContain('Allt annat står kvar.');
			const hits = await test.app.documents.search(actor, SECRET);
			expect(hits.map((hit) => hit.documentSlug)).not.toContain(made.address.documentSlug);
		}
	);

	it.each(['process_lead', 'registrar'] as const)('is read in the original by a %s', async (role) => {
		const made = await documentWithSecret();
		await mask(made);
		const reader = await makePerson(test.app, { role, dialogue });
		const { version } = await test.app.documents.versionFor(reader, made.address);
		expect(version).toMatchObject({ masked: true, title: `Svar till ${SECRET}` });
		const elsewhere = await makePerson(test.app, { role, dialogue: await makeDialogue(test.app) });
		expect(await everythingFor(elsewhere, made)).not.toContain(SECRET);
	});

	it('keeps its number and address, has a hash of its own, and the original its hash', async () => {
		const made = await documentWithSecret();
		const before = await test.app.documents.versionFor(VISITOR, made.address);
		const { contentHash: hash } = await mask(made);
		const after = await test.app.documents.versionFor(VISITOR, { ...made.address, number: 1 });
		expect(after.version.contentHash).toBe(hash);
		expect(hash).toBe(contentHash(after.version.title, after.version.content));
		expect(hash).not.toBe(before.version.contentHash);
		const original = await test.app.documents.versionFor(made.lead, made.address);
		expect(original.version.contentHash).toBe(before.version.contentHash);
	});

	it('can be masked further, never less', async () => {
		const made = await documentWithSecret();
		const { version } = await mask(made);
		const current = await test.app.documents.maskable(made.lead, { ...made.address, number: 1 });
		expect(JSON.stringify(current)).not.toContain(SECRET);
		const block = current.content.blocks.at(-1);
		const ranges = [{ blockId: block && 'id' in block ? block.id : '', start: 0, end: 4 }];
		await test.app.documents.maskVersion(as(made.lead), version.versionId, { reason: 'Mer', ranges });
		const { version: public_ } = await test.app.documents.versionFor(VISITOR, made.address);
		expect(public_.plainText).toMatch(/\[uppgift borttagen av regionen\] annat står kvar\.$/);
		expect(public_.plainText).not.toContain(SECRET);
	});

	it('does not let two maskers undo each other', async () => {
		const made = await documentWithSecret();
		const { version } = await mask(made);
		const stale = { reason: 'Sen', content: version.content, baseHash: version.contentHash };
		const again = test.app.documents.maskVersion(as(made.lead), version.versionId, stale);
		await expect(again).rejects.toMatchObject({ code: 'conflict' });
	});

	it('keeps its masked copy when a later version is published, and says where the words still stand', async () => {
		const made = await documentWithSecret();
		await publishVersion(test.app, made.documentId, 'två');
		const { version } = await mask(made);
		expect(await test.app.documents.otherPlaces(made.lead, version.versionId, [SECRET])).toEqual({
			versions: [2],
			living: true
		});
		const first = await test.app.documents.versionFor(VISITOR, { ...made.address, number: 1 });
		expect(JSON.stringify(first.version)).not.toContain(SECRET);
	});
});

describe('masking is refused', () => {
	it.each(['host', 'case_officer', 'communicator', 'reviewer'] as const)('to a %s', async (role) => {
		const made = await documentWithSecret();
		const actor = await makePerson(test.app, { role, dialogue });
		const { version } = await test.app.documents.versionFor(actor, made.address);
		const input = { reason: 'x', title: 'y' };
		await expect(test.app.documents.maskVersion(as(actor), version.versionId, input)).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(test.app.documents.maskable(actor, { ...made.address, number: 1 })).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it('without a reason, without a change, and for places that are not in the text', async () => {
		const made = await documentWithSecret();
		const { version } = await test.app.documents.versionFor(made.lead, made.address);
		const masked = (input: object) =>
			test.app.documents.maskVersion(as(made.lead), version.versionId, { reason: 'Skäl', ...input });
		await expect(masked({ reason: ' ', title: 'Annan' })).rejects.toMatchObject({ issues: [{ field: 'reason' }] });
		await expect(masked({})).rejects.toMatchObject({ issues: [{ field: 'words' }] });
		await expect(masked({ ranges: [{ blockId: 'finns-inte', start: 0, end: 1 }] })).rejects.toMatchObject({
			code: 'bad_input'
		});
		const unknown = test.app.documents.maskVersion(as(made.lead), randomUUID(), { reason: 'Skäl' });
		await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('an image', () => {
	const id = () => randomUUID();
	const image = (imageId: string) => ({
		id: imageId,
		mime: 'image/png' as const,
		width: 1,
		height: 1,
		bytes: new Uint8Array([1, 2, 3])
	});

	it('is seen where its text is seen: by staff, in a version that shows it, and no longer when it is masked', async () => {
		const { documents } = test.app;
		const imageId = id();
		const { documentId } = await documents.create(bySystem(), dialogue.dialogueId, { title: `Bild ${imageId}` });
		const blocks = [
			{ type: 'paragraph' as const, id: 'stycke', content: [{ type: 'text' as const, text: 'En karta.' }] },
			{ type: 'image' as const, id: 'bilden', imageId, alt: 'Karta' }
		];
		const imported = await test.app.importing.importFile('t.md', new TextEncoder().encode('x'));
		const withImage = { ...imported, content: { blocks }, images: [image(imageId)] };
		await documents.importInto(bySystem(), documentId, withImage, { fileName: 't', replace: false });

		const writer = await makePerson(test.app, { role: 'case_officer', dialogue });
		await expect(documents.image(writer, imageId)).resolves.toMatchObject({ mime: 'image/png' });
		await expect(documents.image(VISITOR, imageId)).rejects.toMatchObject({ code: 'not_found' });
		await documents.shareLive(bySystem(), documentId, true);
		await expect(documents.image(VISITOR, imageId)).resolves.toMatchObject({ mime: 'image/png' });
		await documents.shareLive(bySystem(), documentId, false);
		await expect(documents.image(VISITOR, imageId)).rejects.toMatchObject({ code: 'not_found' });

		const versionId = await publishVersion(test.app, documentId);
		await expect(documents.image(VISITOR, imageId)).resolves.toMatchObject({ mime: 'image/png' });
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		await documents.maskVersion(as(lead), versionId, {
			reason: 'Ansikte',
			ranges: [{ blockId: 'bilden', start: 0, end: 1 }]
		});
		await expect(documents.image(VISITOR, imageId)).rejects.toMatchObject({ code: 'not_found' });
		await expect(documents.image(lead, imageId)).resolves.toMatchObject({ mime: 'image/png' });
	});

	it('that nobody has, or that is no id, is not found', async () => {
		for (const imageId of [id(), 'x', '../etc/passwd', ''])
			await expect(test.app.documents.image(VISITOR, imageId)).rejects.toMatchObject({ code: 'not_found' });
	});
});
