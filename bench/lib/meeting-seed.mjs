import { sectionLines } from '#lib/document/sections.ts';
import { bySystem } from '#server/database/transaction.ts';
import { newId } from '#server/database/ids.ts';
import { storedContent } from '#lib/document/schema.ts';
import { createSessions } from '#server/identity/sessions.ts';
import { demoDialogue, DOCUMENTS, withApplication } from './seed.mjs';

/** @typedef {import('#server/application.ts').Application} Application */
/** @typedef {Awaited<ReturnType<typeof seedMeeting>>} Meeting */

/**
 * A meeting about the text of the feed, held now and open, with a host and as many guests as are asked for, each with
 * a session and already inside.
 * @param {string} dataDir a folder that `seed` has filled
 * @param {number} people
 */
export const seedMeeting = (dataDir, people) =>
	withApplication(dataDir, async (app) => {
		const dialogueId = await demoDialogue(app);
		const { meetingId, slug } = await makeMeeting(app, dialogueId);
		const host = await makeHost(app, dialogueId, meetingId);
		await app.live.open(bySystem(), meetingId);
		const guests = await makeGuests(app, meetingId, people);
		return { meetingId, slug, host, guests, text: await textOf(app) };
	});

/** @param {Application} app @param {string} dialogueId */
async function makeMeeting(app, dialogueId) {
	const now = app.clock.now().getTime();
	const { roundId } = await app.meetings.createRound(bySystem(), dialogueId, {
		ordinal: 99,
		kind: 'dialogue',
		title: 'Mätning'
	});
	const made = await app.meetings.create(bySystem(), dialogueId, {
		roundId,
		title: 'Mätning',
		mode: 'online',
		startsOn: new Date(now).toISOString().slice(0, 10),
		startsAt: new Date(now + 60_000),
		endsAt: new Date(now + 3_600_000),
		joinUrl: 'https://moten.example.org/matning',
		accessibility: 'Textas.'
	});
	await app.meetings.setState(bySystem(), made.meetingId, 'open');
	return made;
}

/** @param {Application} app @param {string} accountId */
async function sessionOf(app, accountId) {
	const sessions = createSessions(false);
	const { id } = await sessions.on(app.database).createSession(accountId, {});
	return `${sessions.cookieName}=${id}`;
}

/** @param {Application} app @param {string} dialogueId @param {string} meetingId */
async function makeHost(app, dialogueId, meetingId) {
	const id = newId();
	const row = { id, name: 'Värd', email: `${id}@example.org`, verified_at: new Date() };
	await app.database.insertInto('account').values(row).execute();
	const grant = { dialogueId, accountId: id, role: /** @type {const} */ ('host'), areaIds: null };
	await app.identity.grantRole(bySystem(), { ...grant, organisationId: null });
	await app.meetings.appoint(bySystem(), meetingId, id, 'host');
	return sessionOf(app, id);
}

/** @param {Application} app @param {string} meetingId @param {number} count */
async function makeGuests(app, meetingId, count) {
	const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), name: `Deltagare ${index}` }));
	await app.database.insertInto('account').values(rows).execute();
	const cookies = [];
	for (const { id } of rows) {
		const actor = await app.identity.actorOf(id);
		await app.live.join({ actor, requestId: id }, meetingId);
		cookies.push(await sessionOf(app, id));
	}
	return cookies;
}

/** The text that the meeting is about, with its sections. @param {Application} app */
async function textOf(app) {
	const row = await app.database
		.selectFrom('document_version as version')
		.innerJoin('document', 'document.id', 'version.document_id')
		.select(['document.id', 'document.slug', 'version.id as versionId', 'version.content'])
		.where('document.slug', '=', DOCUMENTS.feed.slug)
		.orderBy('version.number', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	const sections = sectionLines(storedContent(row.content)).map(({ id }) => id);
	return { documentId: row.id, slug: row.slug, versionId: row.versionId, sections };
}
