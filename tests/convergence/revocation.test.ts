import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SYNC } from '#lib/protocol/frames.ts';
import type { Person, Role } from '#server/permissions/actor.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';
import { liveApplication, type LiveApplication } from './live-application.ts';
import { until, type LiveClient, type RawClient } from './live-client.ts';
import { Tcp, clientFrame } from './tcp.ts';
import { storedText } from './texts.ts';

// Access that is taken away while sockets are open, by the application's own commands. Within a second nothing more
// goes in or out; whoever comes back is judged anew; everybody else goes on.

const WITHIN_MS = 1_000;

let live: LiveApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let rooms: { text: string; document: string; desk: string };
let lead: Person;
let colleague: LiveClient;

beforeAll(async () => {
	live = await liveApplication();
});
afterAll(() => live.close());

beforeEach(async () => {
	const { app } = live;
	dialogue = await makeDialogue(app);
	document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: 'hold_all' });
	rooms = {
		text: `/ws/text/${document.documentId}`,
		document: `/ws/document/${document.documentId}`,
		desk: `/ws/desk/${dialogue.dialogueId}`
	};
	lead = await makePerson(app, { role: 'process_lead', dialogue });
	colleague = live.editor(rooms.text, { cookie: await live.session(lead) });
	await until('the colleague to be in', () => colleague.saved);
	return async () => {
		await write(colleague, 'och sist ');
		expect(colleague.closed, 'the colleague was cut off').toEqual([]);
		colleague.destroy();
	};
});

const staff = (role: Role) => makePerson(live.app, { role, dialogue });
const give = (person: Person, role: Role) =>
	live.app.identity.grantRole(as(lead), { ...dialogue, accountId: person.accountId, role });
const take = (person: Person, role: Role) =>
	live.app.identity.revokeRole(as(lead), { ...dialogue, accountId: person.accountId, role });
const share = (open: boolean) => live.app.documents.shareLive(as(lead), document.documentId, open);

async function write(editor: LiveClient, words: string): Promise<void> {
	editor.doc.getText('t').insert(0, words);
	await until(`“${words}” to be saved`, () => editor.saved);
}

const stored = async (): Promise<string> =>
	(await storedText(live.app.database, document.documentId)).getText('t').toString();

/** Every byte that a socket has been sent. */
const heard = ({ frames, texts }: RawClient): string => Buffer.concat(frames).toString('latin1') + texts.join('\n');

/** Whether every one of these sockets is closed soon enough after `change`, to come back. */
async function expectClosedBy(change: () => Promise<unknown>, sockets: RawClient[]): Promise<void> {
	await change();
	const since = Date.now();
	await until('the sockets to be closed', () => sockets.every(({ closed }) => closed !== null));
	expect(Date.now() - since).toBeLessThan(WITHIN_MS);
	for (const { closed } of sockets) expect(closed?.code).toBe(CLOSE.accessChanged);
}

/** News of everything: a word in the text, a point that waits, and what everybody may read. */
async function somethingHappens(): Promise<void> {
	await write(colleague, 'EFTERÅT ');
	await sendPoint(live.app, await makeGuest(live.app), { versionId: document.versionId, text: 'Efteråt.' });
}

describe('a role', () => {
	test('that is taken away closes the text and the desk, and a document that all may read comes back', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		const sockets = await Promise.all(Object.values(rooms).map((path) => live.raw(path, cookie)));
		await expectClosedBy(() => take(officer, 'case_officer'), sockets);
		const before = sockets.map(heard);
		await somethingHappens();
		expect(sockets.map(heard)).toEqual(before);
		const answers = await Promise.all(Object.values(rooms).map((path) => live.knock(path, cookie)));
		expect(answers).toEqual([CLOSE.forbidden, 0, CLOSE.forbidden]);
	});

	test('that may only read takes the place of one that may write: words are heard, and no more taken', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		const editor = live.editor(rooms.text, { cookie });
		await write(editor, 'innan ');
		await give(officer, 'host');
		await until('to be judged again', () => editor.closed.length === 1 && editor.provider.synced);
		editor.closed.length = 0;
		await take(officer, 'case_officer');
		await until('to be back', () => editor.closed.length === 1 && editor.provider.synced);
		expect(editor.closed[0]?.code).toBe(CLOSE.accessChanged);
		await write(colleague, 'av kollegan ');
		await until('to hear the colleague', () => editor.text.includes('av kollegan'));
		editor.doc.getText('t').insert(0, 'OBEHÖRIGT ');
		await until('to be refused', () => editor.closed.length === 2);
		expect(editor.closed[1]?.code).toBe(CLOSE.forbidden);
		expect(await stored()).not.toContain('OBEHÖRIGT');
		expect(await stored()).toContain('innan');
		editor.destroy();
	});

	test('that is given lets somebody in who was refused, and takes nothing from those who are in', async () => {
		const newcomer = await makePerson(live.app);
		const cookie = await live.session(newcomer);
		expect(await live.knock(rooms.text, cookie)).toBe(CLOSE.forbidden);
		await give(newcomer, 'communicator');
		const editor = live.editor(rooms.text, { cookie });
		await write(editor, 'äntligen ');
		expect(await stored()).toContain('äntligen');
		editor.destroy();
	});
});

describe('a session', () => {
	test('that is ended elsewhere closes its sockets in every room, and no other session’s', async () => {
		const officer = await staff('case_officer');
		const [mine, stolen] = [await live.session(officer), await live.session(officer)];
		const { sessionIdHash } = await live.app.identity.authenticate(mine);
		const kept = await Promise.all(Object.values(rooms).map((path) => live.raw(path, mine)));
		const ended = await Promise.all(Object.values(rooms).map((path) => live.raw(path, stolen)));
		await expectClosedBy(() => live.app.identity.signOutElsewhere(as(officer), sessionIdHash ?? ''), ended);
		const before = ended.map(heard);
		await somethingHappens();
		expect(ended.map(heard)).toEqual(before);
		await until('the kept ones to hear of it', () => kept.map(heard).join().includes('queue_changed'));
		expect(kept.map(({ closed }) => closed)).toEqual([null, null, null]);
		const answers = await Promise.all(Object.values(rooms).map((path) => live.knock(path, stolen)));
		expect(answers).toEqual([CLOSE.notSignedIn, 0, CLOSE.notSignedIn]);
		for (const { socket } of kept) socket.terminate();
	});

	test('that its owner ends takes nothing more from whoever keeps writing on it', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		const { sessionIdHash } = await live.app.identity.authenticate(cookie);
		const raw = await live.raw(rooms.text, cookie);
		const doc = new Y.Doc();
		doc.on('update', (update: Uint8Array) => raw.socket.send(syncFrame(SYNC.update, update)));
		doc.getText('t').insert(0, 'INNAN ');
		await until('it to be stored', async () => (await stored()).includes('INNAN'));
		const typing = setInterval(() => doc.getText('t').insert(0, 'E'), 1);
		let typedBefore = 0;
		const signOut = async (): Promise<void> => {
			await live.app.identity.signOut(as(officer), sessionIdHash);
			typedBefore = doc.getText('t').length;
		};
		await expectClosedBy(signOut, [raw]);
		await new Promise((resolve) => setTimeout(resolve, 300));
		clearInterval(typing);
		expect(doc.getText('t').length).toBeGreaterThan(typedBefore);
		expect((await stored()).length).toBeLessThanOrEqual(typedBefore);
	});
});

test('an account that is removed is out of every room at once, on every session', async () => {
	const officer = await staff('case_officer');
	const administrator = await makePerson(live.app, { admin: true });
	const cookies = [await live.session(officer), await live.session(officer)];
	const sockets = await Promise.all(cookies.flatMap((one) => Object.values(rooms).map((path) => live.raw(path, one))));
	await expectClosedBy(() => live.app.identity.disableAccount(as(administrator), officer.accountId), sockets);
	const before = sockets.map(heard);
	await somethingHappens();
	expect(sockets.map(heard)).toEqual(before);
	for (const cookie of cookies) expect(await live.knock(rooms.text, cookie)).toBe(CLOSE.notSignedIn);
});

describe('a text that is shared', () => {
	test('shows nobody what was deleted before, however it is asked for', async () => {
		await write(colleague, 'HEMLIGT ');
		const secret = colleague.doc.clientID;
		colleague.doc.getText('t').delete(0, 8);
		await write(colleague, 'öppet ');
		await share(true);
		await until('the colleague to be back', () => colleague.saved);
		const visitor = await live.raw(rooms.text, '');
		for (const clock of [0, 1, 4, 8]) {
			visitor.socket.send(syncFrame(SYNC.ask, Y.encodeStateVector(new Map([[secret, clock]]))));
		}
		await until('all answers', () => visitor.frames.filter(([kind]) => kind === 0).length === 4);
		expect(heard(visitor)).toContain('ppet ');
		for (const part of ['HEMLIGT', 'EMLIGT', 'LIGT']) expect(heard(visitor)).not.toContain(part);
		visitor.socket.terminate();
		colleague.closed.length = 0;
	});
});

describe('a text that is not shared any more', () => {
	test('is closed to those who read along, and what is written then reaches none of them', async () => {
		await share(true);
		await until('the colleague to be back', () => colleague.saved);
		const [visitor, guest] = ['', await live.session(await makeGuest(live.app))];
		const readers = await Promise.all([visitor, guest].map((cookie) => live.raw(rooms.text, cookie)));
		const along = await live.raw(rooms.document, visitor);
		for (const { socket } of readers) socket.send(syncFrame(SYNC.ask, Uint8Array.of(0)));
		await write(colleague, 'delat ');
		await until('all to have it', () => readers.every((reader) => heard(reader).includes('delat')));
		await expectClosedBy(() => share(false), readers);
		await until('the colleague to be back', () => colleague.saved);
		await write(colleague, 'HEMLIGT ');
		for (const reader of [...readers, along]) expect(heard(reader)).not.toContain('HEMLIGT');
		expect(await live.knock(rooms.text, visitor)).toBe(CLOSE.notSignedIn);
		expect(await live.knock(rooms.text, guest)).toBe(CLOSE.forbidden);
		expect(along.closed, 'the published document stays open to all').toBeNull();
		expect(heard(along)).toContain('text_unshared');
		along.socket.terminate();
		colleague.closed.length = 0;
	});
});

test('one who neither reads nor answers is cut off within a second, whatever it sends', { retry: 2 }, async () => {
	const officer = await staff('case_officer');
	const { sockets } = live.app.realtime.metrics;
	const deaf = await new Tcp({ origin: live.socketOrigin }).connected();
	deaf.ask({ origin: live.origin }, rooms.text, await live.session(officer));
	expect(await deaf.status()).toBe(101);
	deaf.socket.pause();
	await take(officer, 'case_officer');
	const since = Date.now();
	const update = Y.encodeStateAsUpdate(worded('OBEHÖRIGT '));
	const sending = setInterval(() => deaf.socket.write(clientFrame(2, syncFrame(SYNC.update, update))), 10);
	await until('to be cut off', () => live.app.realtime.metrics.sockets === sockets);
	expect(Date.now() - since).toBeLessThan(WITHIN_MS);
	clearInterval(sending);
	deaf.destroy();
	expect(await stored()).not.toContain('OBEHÖRIGT');
});

function worded(words: string): Y.Doc {
	const doc = new Y.Doc();
	doc.getText('t').insert(0, words);
	return doc;
}

describe('a cookie', () => {
	async function expectStranger(cookie: string): Promise<void> {
		expect(await live.knock(rooms.text, cookie), 'a text that is not shared').toBe(CLOSE.notSignedIn);
		expect(await live.knock(rooms.desk, cookie), 'the desk').toBe(CLOSE.notSignedIn);
		expect(await live.knock(rooms.document, cookie), 'what everybody may read').toBe(0);
	}

	test('of a session that has run out is worth nothing', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		expect(await live.knock(rooms.text, cookie)).toBe(0);
		await live.app.database
			.updateTable('session')
			.set({ expires_at: new Date(Date.now() - 1_000) })
			.where('account_id', '=', officer.accountId)
			.execute();
		await expectStranger(cookie);
	});

	test('that was stolen is worth nothing once its owner has signed out', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		await live.app.identity.signOutEverywhere(as(officer));
		await expectStranger(cookie);
	});

	test('made of what the database keeps, or of anything else, is worth nothing', async () => {
		const officer = await staff('case_officer');
		const cookie = await live.session(officer);
		const { sessionIdHash } = await live.app.identity.authenticate(cookie);
		const { cookieName } = live.app.identity;
		for (const value of [
			sessionIdHash ?? '',
			officer.accountId,
			'',
			'x'.repeat(5_000),
			'%00',
			'"; drop table session'
		]) {
			await expectStranger(`${cookieName}=${value}`);
		}
		await expectStranger(`other=${cookie}`);
	});

	test('of a reader does not write, not even while the text is shared', async () => {
		await share(true);
		for (const cookie of ['', await live.session(await makeGuest(live.app)), await live.session(await staff('host'))]) {
			const raw = await live.raw(rooms.text, cookie);
			raw.socket.send(syncFrame(SYNC.update, Y.encodeStateAsUpdate(worded('OBEHÖRIGT '))));
			expect(await raw.end()).toBe(CLOSE.forbidden);
		}
		expect(await stored()).not.toContain('OBEHÖRIGT');
		await until('the colleague to be back', () => colleague.saved);
		colleague.closed.length = 0;
	});
});
