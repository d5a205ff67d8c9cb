import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedContent } from '#lib/document/schema.ts';
import { leaves } from '#lib/document/outline.ts';
import { NO_FILTER } from '#server/consolidation/service.ts';
import { maskWords } from '#server/documents/mask.ts';
import type { FeedMessage } from '#server/feed/feed.ts';
import { type Actor, type Person, type Role, VISITOR } from '#server/permissions/actor.ts';
import type { PlaceInput } from '#server/submissions/parse.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	publishVersion,
	sendPoint,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';

// Words masked in a numbered version stand in what was quoted from it, and from every other version of the same
// document: the text that was shared live before it, the versions after it. None of these may tell them (invariant 2).

const SECRET = 'Qvarnvindsson';
const PARTS = /qvarn|vindsson|zqxv/i;
const TEXT = `## Brev till ${SECRET}\n\nRing ${SECRET} på torsdag, koden är Zqxv.\n\nAllt annat står kvar.`;

let test: TestApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let author: Person;
let lead: Person;
let sharedVersionId: string;
let news: FeedMessage[];
const points: Record<string, string> = {};

beforeAll(async () => {
	test = await testApplication();
	test.app.feed.subscribe((message) => void news.push(message));
	news = [];
	dialogue = await makeDialogue(test.app);
	document = await makeDocument(test.app, dialogue, TEXT);
	await openConsultation(test.app, dialogue, [document.documentId]);
	author = await makeGuest(test.app);
	lead = await makePerson(test.app, { role: 'process_lead', dialogue });
	await test.app.documents.shareLive(as(lead), document.documentId, true);
	const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug };
	sharedVersionId = (await test.app.documents.versionFor(VISITOR, address)).sharedVersionId ?? '';
	await sendAbout('the shared text', sharedVersionId);
	await test.app.documents.shareLive(as(lead), document.documentId, false);
	await sendAbout('version 1', document.versionId);
	await sendAbout('version 2', await publishVersion(test.app, document.documentId));
	await mask();
	await test.app.documents.shareLive(as(lead), document.documentId, true);
	sharedVersionId = (await test.app.documents.versionFor(VISITOR, address)).sharedVersionId ?? '';
	await sendAbout('a text shared after the masking', sharedVersionId);
});
afterAll(() => test.close());

const words = (exact: string, leaf = 1): PlaceInput => {
	const text = leaf === 1 ? `Ring ${SECRET} på torsdag, koden är Zqxv.` : 'Allt annat står kvar.';
	const start = text.indexOf(exact);
	return { scope: 'words', blockId: document.blockIds[leaf] ?? '', start, end: start + exact.length, exact };
};

/** A point for every way in which a place may hold the words, and one that holds none of them. */
async function sendAbout(what: string, versionId: string): Promise<void> {
	const blockId = document.blockIds[1] ?? '';
	const places: Record<string, PlaceInput> = {
		'the very words': words(SECRET),
		'words around them': words(`Ring ${SECRET} på`),
		'the beginning of a word': words('Ring Qvarn'),
		'the end of a word': words('vindsson på torsdag'),
		'the other word': words('koden är Zqxv'),
		'their paragraph': { scope: 'block', blockId },
		'their section': { scope: 'section', blockId: document.blockIds[0] ?? '' },
		'other words': words('annat står', 2)
	};
	for (const [name, place] of Object.entries(places)) {
		const sender = { anonymous: false, name: 'Gäst', organisationName: '', organisationType: 'private_person' };
		const sent = await sendPoint(test.app, author, {
			versionId,
			place,
			text: `Om ${what}`,
			sender: { ...sender, email: 'gast@example.org' }
		});
		points[`${name} in ${what}`] = sent.pointId;
	}
}

async function mask() {
	const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug, number: 1 };
	const { versionId, content } = await test.app.documents.maskable(lead, address);
	await test.app.documents.maskVersion(as(lead), versionId, {
		content: maskWords(content, [SECRET, 'Zqxv'], []),
		reason: 'Privatperson'
	});
}

/** The points as every read path of a text gives them; not the texts themselves, of which version 2 is unmasked. */
async function pointsOnEveryVersion(viewer: Actor): Promise<unknown[]> {
	const versions = await test.app.database
		.selectFrom('document_version')
		.select(['id', 'content'])
		.where('document_id', '=', document.documentId)
		.execute();
	const seen: unknown[] = [];
	for (const { id, content } of versions) {
		const inView = { documentId: document.documentId, versionId: id, content: storedContent(content) };
		seen.push(await test.app.submissions.onVersion(viewer, inView, { perPlace: 100 }));
		for (const place of ['whole', 'gone', ...leaves(storedContent(content)).map((leaf) => leaf.blockId)])
			seen.push(await test.app.submissions.atPlace(viewer, inView, { place, page: 1, perPage: 100 }));
	}
	return seen;
}

async function everythingFor(viewer: Actor): Promise<string> {
	const { consolidation, submissions } = test.app;
	const consolidated = await consolidation.points(viewer, dialogue.dialogueId, NO_FILTER);
	return JSON.stringify([
		await pointsOnEveryVersion(viewer),
		await Promise.all(Object.values(points).map((pointId) => submissions.point(viewer, pointId))),
		await submissions.mine(viewer),
		consolidated,
		await consolidation.surroundings(viewer, dialogue.dialogueId, consolidated),
		await consolidation.take(as(viewer), dialogue.dialogueId, NO_FILTER)
	]);
}

describe('what was quoted from a text that has been masked since', () => {
	it.each(['visitor', 'author', 'host', 'case_officer', 'communicator', 'reviewer'] as const)(
		'tells a %s nothing of the masked words, whatever version it was quoted from',
		async (who) => {
			const viewer =
				who === 'visitor' ? VISITOR : who === 'author' ? author : await makePerson(test.app, { role: who, dialogue });
			const seen = await everythingFor(viewer);
			expect(seen).not.toMatch(PARTS);
			expect(seen).toContain('annat står');
			expect(seen).toContain('Om the shared text');
		}
	);

	it('is left out on the desk and its surroundings masked, for those who may not read the original', async () => {
		const officer = await makePerson(test.app, { role: 'case_officer', dialogue });
		for (const pointId of Object.values(points)) {
			const item = JSON.stringify(await test.app.moderation.item(officer, dialogue.dialogueId, pointId));
			expect(item).not.toMatch(PARTS);
		}
		const kept = points['other words in the shared text'] ?? '';
		const item = await test.app.moderation.item(officer, dialogue.dialogueId, kept);
		expect(item).toMatchObject({
			point: { place: { quote: 'annat står' } },
			context: { block: 'Allt annat står kvar.' }
		});
	});

	it.each<Role>(['process_lead', 'registrar'])('has its surroundings in full for a %s', async (role) => {
		const reader = await makePerson(test.app, { role, dialogue });
		const consolidated = await test.app.consolidation.points(reader, dialogue.dialogueId, NO_FILTER);
		const around = await test.app.consolidation.surroundings(reader, dialogue.dialogueId, consolidated);
		expect(around[points['the very words in the shared text'] ?? '']).toContain(SECRET);
	});

	it('is not in the news of a point that changes', async () => {
		news = [];
		for (const pointId of Object.values(points))
			await test.app.submissions.correct(as(author), { pointId, text: 'Rättat.', kind: 'change' });
		expect(news.length).toBeGreaterThan(Object.keys(points).length);
		expect(JSON.stringify(news)).not.toMatch(PARTS);
	});

	it('is not in the receipt of a point made after the masking', async () => {
		const rows = await test.app.database.selectFrom('mail_message').selectAll().execute();
		const later = rows.filter((row) => JSON.stringify(row).includes('a text shared after the masking'));
		expect(later.length).toBeGreaterThan(0);
		expect(JSON.stringify(later)).not.toMatch(PARTS);
	});

	it('stays in a document of its own that holds the same words', async () => {
		const other = await makeDocument(test.app, dialogue, TEXT);
		await openConsultation(test.app, dialogue, [other.documentId]);
		const place = { ...words(SECRET), blockId: other.blockIds[1] ?? '' };
		const { pointId } = await sendPoint(test.app, author, { versionId: other.versionId, place });
		expect((await test.app.submissions.point(VISITOR, pointId)).place?.quote).toBe(SECRET);
	});
});

describe('a point made on the masked copy', () => {
	const about = (place: PlaceInput) => sendPoint(test.app, author, { versionId: document.versionId, place });

	it('does not tell whether a guess at the masked words is right', async () => {
		for (const guess of [SECRET, 'Qvarnvindssen', `Ring ${SECRET} på`])
			await expect(about({ ...words(SECRET), exact: guess } as PlaceInput)).rejects.toMatchObject({
				code: 'bad_input'
			});
	});

	it('stands at words after the masked ones, as its author read them', async () => {
		const blockId = document.blockIds[1] ?? '';
		const inViewOf = async (viewer: Actor) => {
			const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug, number: 1 };
			const { version } = await test.app.documents.versionFor(viewer, address);
			const { content, versionId } = version;
			return { documentId: document.documentId, versionId, content, otherThanKept: { yjs: null } };
		};
		const plain = leaves((await inViewOf(VISITOR)).content)[1]?.plain ?? '';
		expect(plain).not.toContain(SECRET);
		const start = plain.indexOf('på torsdag');
		const { pointId } = await about({ scope: 'words', blockId, start, end: start + 10, exact: 'på torsdag' });
		for (const viewer of [VISITOR, lead]) {
			const { places } = await test.app.submissions.onVersion(viewer, await inViewOf(viewer), { perPlace: 100 });
			const point = places[blockId]?.points.find(({ id }) => id === pointId);
			expect(point?.place).toMatchObject({ quote: 'på torsdag' });
		}
	});
});

describe('a point that is being made while its words are masked', () => {
	it('is told without them, whichever comes first', async () => {
		for (let attempt = 0; attempt < 5; attempt++) {
			const raced = await makeDocument(test.app, dialogue, TEXT);
			await openConsultation(test.app, dialogue, [raced.documentId]);
			const blockId = raced.blockIds[1] ?? '';
			const place = { ...words(SECRET), blockId };
			const { content } = await test.app.documents.maskable(lead, {
				dialogueSlug: dialogue.slug,
				documentSlug: raced.slug,
				number: 1
			});
			const sends = Array.from({ length: 4 }, async () =>
				sendPoint(test.app, await makeGuest(test.app), { versionId: raced.versionId, place, text: randomUUID() })
			);
			const masked = { reason: 'Privatperson', content: maskWords(content, [SECRET], []) };
			await test.app.documents.maskVersion(as(lead), raced.versionId, masked);
			for (const sent of await Promise.allSettled(sends)) {
				if (sent.status === 'rejected') continue;
				const view = await test.app.submissions.point(VISITOR, sent.value.pointId);
				expect(view.place?.quote).toBe('');
			}
		}
	});
});
