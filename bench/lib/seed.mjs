import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication } from '#server/application.ts';
import { createClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { openStore } from '#server/database/store.ts';
import { bySystem } from '#server/database/transaction.ts';
import { readScenario } from '#server/demo/scenario.ts';
import { readDemoText } from '#server/demo/texts.ts';
import { createLog } from '#server/log.ts';
import { hasWords, leaves } from '#lib/document/outline.ts';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';

/** @typedef {import('#server/application.ts').Application} Application */
/** @typedef {import('#server/demo/texts.ts').DemoTextName} DemoTextName */
/** @typedef {import('#server/submissions/parse.ts').PlaceInput} PlaceInput */

const GUESTS = 40;
const AT_ONCE = 4;
const DAY_MS = 24 * 60 * 60 * 1000;

/** One text of the demo in its two versions. @type {readonly [string, DemoTextName][]} */
const TEXTS = [
	['0.3', 'jord-skog-och-vatten'],
	['0.9', 'jord-skog-och-vatten-0.9']
];

/** What is filled for the measurements, in the demo's dialogue; comments of the feed have a document of their own. */
export const DOCUMENTS = {
	few: { slug: 'matning-200', points: 200 },
	many: { slug: 'matning-5000', points: 5000 },
	feed: { slug: 'matning-nytt', points: 20 }
};

/** A new folder that the user `postgres` may enter too. */
export function newDataDir() {
	const dir = mkdtempSync(join(tmpdir(), 'medskick-bench-'));
	chmodSync(dir, 0o755);
	return dir;
}

/**
 * Fills a folder with the demo and, in its dialogue, documents with many points, all through the application's own
 * commands. Half of the points are made on the first version of a text, half on the one that followed.
 * @param {string} dataDir
 */
export const seed = (dataDir) =>
	withApplication(dataDir, async (app) => {
		const dialogueId = await demoDialogue(app);
		for (const { slug, points } of Object.values(DOCUMENTS)) await fillDocument(app, dialogueId, slug, points);
	});

/**
 * Runs `work` on the application over a data folder, without pages and without limits on how much somebody sends.
 * @template T
 * @param {string} dataDir
 * @param {(app: Application) => Promise<T>} work
 */
export async function withApplication(dataDir, work) {
	const config = readConfig({ DATA_DIR: dataDir, PORT: '0', DEMO: '1' });
	const log = createLog({ level: 'warn' });
	const store = await openStore(config, log);
	const app = await createApplication({
		config,
		databaseUrl: store.databaseUrl,
		log,
		clock: createClock(null),
		inputsPerMinute: Infinity
	});
	try {
		await app.start();
		return await work(app);
	} finally {
		await app.close();
		await store.close();
	}
}

/** The demo's dialogue, as addresses name it. */
export const slugOfDialogue = async () => (await readScenario()).process.slug;

/** @param {Application} app */
export async function demoDialogue(app) {
	const slug = await slugOfDialogue();
	const row = await app.database.selectFrom('dialogue').select('id').where('slug', '=', slug).executeTakeFirstOrThrow();
	return row.id;
}

/**
 * @param {Application} app
 * @param {string} dialogueId
 * @param {string} slug
 * @param {number} count
 */
async function fillDocument(app, dialogueId, slug, count) {
	const { documentId } = await app.documents.create(bySystem(), dialogueId, { title: `Mätning ${count}`, slug });
	await openConsultation(app, dialogueId, documentId);
	const writer = await createWriter(app);
	for (const [label, name] of TEXTS) {
		const versionId = await publish(app, documentId, label, name);
		await writer.write(versionId, count / 2);
	}
}

/**
 * @param {Application} app
 * @param {string} dialogueId
 * @param {string} documentId
 */
export async function openConsultation(app, dialogueId, documentId) {
	const now = app.clock.now().getTime();
	await app.consultations.create(bySystem(), dialogueId, {
		kind: 'samrad',
		title: `Mätning ${documentId}`,
		opensAt: new Date(now - DAY_MS),
		closesAt: new Date(now + 30 * DAY_MS),
		moderationMode: 'open',
		allowedPointKinds: [...POINT_KINDS],
		documentIds: [documentId]
	});
}

/**
 * @param {Application} app
 * @param {string} documentId
 * @param {string} label
 * @param {DemoTextName} name
 */
export async function publish(app, documentId, label, name) {
	const { markdown } = await readDemoText(name);
	const imported = await app.importing.importFile('text.md', new TextEncoder().encode(markdown));
	await app.documents.importInto(bySystem(), documentId, imported, { fileName: 'text.md', replace: true });
	const { versionId } = await app.documents.publish(bySystem(), documentId, {
		label,
		stage: 'dialogue_draft',
		note: ''
	});
	return versionId;
}

/**
 * Guests who write what the demo's participants wrote, again and again, at places drawn by a seed.
 * @param {Application} app
 */
async function createWriter(app) {
	const { submissions } = await readScenario();
	const texts = submissions.flatMap((told) => told.points.map((point) => point.text));
	const guests = await Promise.all(Array.from({ length: GUESTS }, (_, index) => newGuest(app, index)));
	const draw = drawing(4711);
	/** @type {string[]} */
	const written = [];

	/** @param {string} versionId @param {PlaceInput} place @param {string | null} parentId */
	async function writeOne(versionId, place, parentId) {
		const guest = draw(guests);
		const receipt = await app.submissions.submit(as(guest), {
			versionId,
			parentId,
			points: [{ kind: draw(POINT_KINDS), text: draw(texts), place }],
			sender: {
				anonymous: false,
				name: guest.name,
				organisationName: guest.organisationName,
				organisationType: guest.organisationType,
				email: ''
			},
			language: 'sv',
			acceptLate: false,
			keepIdentityNumbers: true,
			idempotencyKey: null,
			writtenAt: null,
			sentAt: null,
			writtenBy: null
		});
		const [point] = receipt.points;
		if (point?.status !== 'published') return;
		if (parentId === null) written.push(point.id);
		const other = draw(guests);
		const agrees = other !== guest && draw([true, false, false]);
		if (agrees) await app.submissions.agree(as(other), { pointId: point.id, agrees });
	}

	return {
		/** @param {string} versionId @param {number} count one in ten more is a reply */
		async write(versionId, count) {
			const places = await placesOf(app, versionId);
			const jobs = Array.from({ length: count }, () => () => writeOne(versionId, drawPlace(draw, places), null));
			const replies = Array.from(
				{ length: count / 10 },
				() => () => writeOne(versionId, { scope: 'whole' }, draw(written))
			);
			await inTurns([...jobs, ...replies]);
		}
	};
}

/** @param {Application} app @param {number} index */
async function newGuest(app, index) {
	const organisation = index % 2 === 0 ? 'Föreningen Exempel' : '';
	const { actor } = await app.identity.ensureGuest(as({ kind: 'visitor' }), null, {
		name: `Gäst ${index}`,
		organisationName: organisation,
		organisationType: organisation === '' ? 'private_person' : 'civil_society',
		once: randomUUID()
	});
	return actor;
}

/** @param {import('#server/permissions/actor.ts').Actor} actor */
const as = (actor) => ({ actor, requestId: randomUUID() });

/** @param {(() => Promise<void>)[]} jobs */
async function inTurns(jobs) {
	const waiting = jobs.values();
	const work = async () => {
		for (const job of waiting) await job();
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** @param {Application} app @param {string} versionId */
async function placesOf(app, versionId) {
	const row = await app.database
		.selectFrom('document_version')
		.select('content')
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	const content = /** @type {import('#lib/document/blocks.ts').TextContent} */ (/** @type {unknown} */ (row.content));
	return leaves(content).map((leaf) => ({ blockId: leaf.blockId, text: hasWords(leaf) ? leaf.plain : '' }));
}

/**
 * Of ten points six are about words, three about a paragraph and one about the whole.
 * @param {<T>(list: readonly T[]) => T} draw
 * @param {{ blockId: string, text: string }[]} places
 * @returns {PlaceInput}
 */
function drawPlace(draw, places) {
	const scope = draw(
		/** @type {const} */ (['words', 'words', 'words', 'words', 'words', 'words', 'block', 'block', 'block', 'whole'])
	);
	if (scope === 'whole') return { scope };
	const { blockId, text } = draw(places);
	const words = [...text.matchAll(/\S+/g)];
	if (scope === 'block' || words.length < 3) return { scope: 'block', blockId };
	const first = draw(words.slice(0, -2));
	const start = first.index;
	const last = words[Math.min(words.length - 1, words.indexOf(first) + 1 + draw([0, 1, 2, 3]))] ?? first;
	const end = last.index + last[0].length;
	return { scope: 'words', blockId, start, end, exact: text.slice(start, end) };
}

/**
 * The same draws every time (a linear congruential generator).
 * @param {number} state
 */
function drawing(state) {
	/** @template T @param {readonly T[]} list @returns {T} */
	return (list) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		const drawn = list[Math.floor((state / 2 ** 32) * list.length)];
		if (drawn === undefined) throw new Error('Nothing to draw from');
		return drawn;
	};
}
