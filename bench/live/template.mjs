import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { sealAudit } from '#server/audit/seal.ts';
import { createApplication } from '#server/application.ts';
import { createClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { newId } from '#server/database/ids.ts';
import { openStore } from '#server/database/store.ts';
import { bySystem } from '#server/database/transaction.ts';
import { createSessions } from '#server/identity/sessions.ts';
import { createLog } from '#server/log.ts';
import { createTextStorage } from '#server/realtime/text-storage.ts';
import { publish, openConsultation } from '../lib/seed.mjs';
import { AUTHOR, EDITS, playHistory, readText } from './history.mjs';
import { TEXT_FILE } from './places.mjs';
import { MANIFEST } from './targets/ours.mjs';

/** @typedef {import('#server/application.ts').Application} Application */

/** How many texts each measurement needs; `shared`: visitors may read along. */
const TEXTS = {
	meeting: { count: 1, shared: true },
	presence: { count: 1, shared: true },
	joining: { count: 1, shared: true },
	idle: { count: 20, shared: true },
	opening: { count: 1, shared: true },
	tail: { count: 1, shared: true },
	durable: { count: 50, shared: false },
	many: { count: 3_000, shared: false }
};
const WRITERS = 300;
const MEMBERS = 1_000;
const SLUG = 'matning';
/** So many updates of the text `tail` lie there as they were written. */
const TAIL = 10_000;

/**
 * Fills a data folder with what the measurements need, through the application's own commands where it has them.
 * @param {string} folder
 */
export async function makeTemplate(folder) {
	const config = readConfig({ DATA_DIR: folder, PORT: '0', DEMO: '0' });
	const log = createLog({ level: 'warn' });
	const store = await openStore(config, log);
	const { databaseUrl } = store;
	const app = await createApplication({
		config,
		databaseUrl,
		log,
		clock: createClock(null),
		inputsPerMinute: Infinity
	});
	try {
		await app.start();
		const dialogueId = await makeDialogue(app);
		const texts = await makeTexts(app, dialogueId);
		const writers = await makePeople(app, WRITERS, dialogueId);
		const members = await makePeople(app, MEMBERS, null);
		await fillTexts(app, texts, writers.accountIds[0] ?? '');
		// A minute later the first run would do it, in the middle of what it measures.
		await sealAudit(app.database, createClock(null));
		const manifest = {
			texts,
			writers: writers.cookies,
			members: members.cookies,
			page: `/dialoger/${SLUG}/underlag/meeting-0`
		};
		writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));
	} finally {
		await app.close();
		await store.close();
	}
	chmodSync(folder, 0o755);
}

/** @param {Application} app */
async function makeDialogue(app) {
	const { dialogueId } = await app.dialogues.create(bySystem(), {
		slug: SLUG,
		type: 'other',
		title: 'Mätning',
		sami: { answer: 'no', motivation: 'Gäller en mätning.', decidedBy: 'Områdeschef', decidedOn: '2026-05-28' }
	});
	await app.dialogues.setState(bySystem(), dialogueId, 'open');
	return dialogueId;
}

/** @param {Application} app @param {string} dialogueId */
async function makeTexts(app, dialogueId) {
	/** @type {Record<string, string[]>} */
	const texts = {};
	for (const [kind, { count }] of Object.entries(TEXTS)) {
		const ids = (texts[kind] = /** @type {string[]} */ ([]));
		for (let index = 0; index < count; index++) {
			const slug = `${kind}-${index}`;
			const { documentId } = await app.documents.create(bySystem(), dialogueId, { title: slug, slug });
			ids.push(documentId);
		}
	}
	const [commented = ''] = texts.meeting ?? [];
	await openConsultation(app, dialogueId, commented);
	await publish(app, commented, '0.3', 'jord-skog-och-vatten');
	return texts;
}

/**
 * Accounts with a session each; staff of the dialogue when one is given.
 * @param {Application} app @param {number} count @param {string | null} dialogueId
 */
async function makePeople(app, count, dialogueId) {
	const sessions = createSessions(false);
	const accountIds = Array.from({ length: count }, () => newId());
	const rows = accountIds.map((id, index) => ({
		id,
		name: `Person ${index}`,
		verified_at: new Date(),
		email: `${id}@example.org`
	}));
	await app.database.insertInto('account').values(rows).execute();
	const cookies = [];
	for (const accountId of accountIds) {
		if (dialogueId !== null) {
			const grant = { dialogueId, accountId, role: /** @type {const} */ ('process_lead'), areaIds: null };
			await app.identity.grantRole(bySystem(), { ...grant, organisationId: null });
		}
		const session = await sessions.on(app.database).createSession(accountId, {});
		cookies.push(`${sessions.cookieName}=${session.id}`);
	}
	return { accountIds, cookies };
}

/** @param {Application} app @param {Record<string, string[]>} texts @param {string} accountId */
async function fillTexts(app, texts, accountId) {
	const [joining = ''] = texts.joining ?? [];
	await fillJoining(app, joining, accountId);
	const [tail = ''] = texts.tail ?? [];
	await fillTail(app, tail, accountId);
	for (const [kind, { shared }] of Object.entries(TEXTS)) {
		if (shared) for (const id of texts[kind] ?? []) await app.documents.shareLive(bySystem(), id, true);
	}
}

/**
 * As a text lies there when somebody has worked on it and left: a snapshot, and nothing after it.
 * @param {Application} app @param {string} textId @param {string} accountId
 */
async function fillJoining(app, textId, accountId) {
	const doc = readText(TEXT_FILE);
	const [state, vector] = [Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc)];
	const { epoch, sequence } = await seed(app, textId, state, accountId);
	await createTextStorage(app.database).compact({ textId, epoch, through: sequence, state, vector });
}

/** @param {Application} app @param {string} textId @param {Uint8Array} update @param {string} accountId */
const seed = (app, textId, update, accountId) =>
	app.database.transaction().execute((tx) => app.realtime.seedText(tx, { textId, kind: 'text', update, accountId }));

/**
 * The same history, but its last updates lie there one by one, as when no compaction has succeeded for long.
 * @param {Application} app @param {string} textId @param {string} accountId
 */
async function fillTail(app, textId, accountId) {
	/** @type {Uint8Array[]} */
	const updates = [];
	playHistory(EDITS, (update) => updates.push(update));
	const rows = updates.splice(-TAIL).map((bytes) => ({ accountId, bytes }));
	const before = new Y.Doc();
	before.transact(() => updates.forEach((update) => Y.applyUpdate(before, update)));
	const { epoch, sequence } = await seed(app, textId, Y.encodeStateAsUpdate(before), accountId);
	const claims = [{ clientId: AUTHOR, accountId }];
	const batch = { id: newId(), textId, epoch, expected: sequence, rows, claims };
	const outcomes = await createTextStorage(app.database).commit([batch]);
	if (outcomes.get(batch) !== 'committed') throw new Error(`The updates were not stored: ${outcomes.get(batch)}`);
}
