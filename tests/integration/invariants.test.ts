import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAudit } from '#server/audit/seal.ts';
import { verify } from '#server/audit/verify.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import type { FeedMessage } from '#server/feed/feed.ts';
import type { Person } from '#server/permissions/actor.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint,
	submission,
	type MadeDialogue,
	type MadeDocument
} from '../support/factories.ts';

// Attempts to break what ARCHITECTURE.md promises. Where another file tries harder, it is named here.
//
// 1 nothing shown before commit    below; tests/convergence/storage-failures.test.ts, tests/system/kill.test.ts
// 2 no byte too much               tests/integration/visibility.test.ts, tests/system/visibility.test.ts; below for news
// 3 inputs are kept                below
// 4 one transaction, one event     below; tests/integration/audit.test.ts for the chain; tests/system/bad-forms.test.ts
//                                  for every form: whatever changes leaves an event
// 5 a command twice acts once      tests/integration/submissions.test.ts, tests/system/kill.test.ts
// 6 anchors are never wrong        src/lib/document/resolve.property.test.ts
// 7 writers are who they are       tests/convergence/hostile.test.ts
// 8 times in UTC                   below; src/lib/ui/format.test.ts for what is shown

let test: TestApplication;
let dialogue: MadeDialogue;
let document: MadeDocument;
let author: Person;
let lead: Person;
let news: FeedMessage[];

beforeAll(async () => {
	test = await testApplication();
	test.app.feed.subscribe((message) => void news.push(message));
	dialogue = await makeDialogue(test.app);
	document = await makeDocument(test.app, dialogue);
	await openConsultation(test.app, dialogue, [document.documentId], { mode: 'hold_all' });
	author = await makeGuest(test.app, 'Zebedeus Zqname');
	lead = await makePerson(test.app, { role: 'process_lead', dialogue });
});
afterAll(() => test.close());
beforeEach(() => void (news = []));

async function query(url: string, statement: string): Promise<pg.QueryResult> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await client.query(statement);
	} finally {
		await client.end();
	}
}
const asOwner = (statement: string) => query(test.ownerUrl, statement);
const asApplication = (statement: string) => query(test.appUrl, statement);

const held = (text = 'Skriv tydligare.') => sendPoint(test.app, author, { versionId: document.versionId, text });

const commandDeps = () => ({ database: test.app.database, clock: test.app.clock, feed: test.app.feed });
const toReaders = () => news.filter((message) => message.audience === 'everyone').map((message) => message.event);

describe('1: nothing is told before it is kept', () => {
	it('news of a transaction that fails are told to nobody', async () => {
		const event = { kind: 'text_shared' as const, documentId: document.documentId };
		const room = roomName('document', document.documentId);
		const failing = transact(commandDeps(), bySystem(), async (change) => {
			change.publish({ room, audience: 'everyone', event });
			await sql`select 1 / 0`.execute(change.db);
		});
		await expect(failing).rejects.toMatchObject({ code: '22012' });
		expect(news).toEqual([]);
	});

	it('whoever hears of something finds it in the database', async () => {
		const { pointId } = await held();
		const found: Promise<unknown>[] = [];
		const stop = test.app.feed.subscribe(() => {
			found.push(
				test.app.database.selectFrom('point').select('status').where('id', '=', pointId).executeTakeFirstOrThrow()
			);
		});
		await test.app.moderation.approve(as(lead), { pointId });
		stop();
		expect(found.length).toBeGreaterThan(0);
		for (const row of await Promise.all(found)) expect(row).toEqual({ status: 'published' });
	});
});

describe('2: what never was public is not even told to be gone', () => {
	it.each([
		['declined', (pointId: string) => decline(pointId)],
		[
			'corrected',
			(pointId: string) => test.app.submissions.correct(as(author), { pointId, text: 'Nytt.', kind: 'change' })
		],
		['withdrawn', (pointId: string) => test.app.submissions.withdraw(as(author), { pointId })],
		['reviewed', (pointId: string) => test.app.moderation.securityReview(as(lead), { pointId, on: true, note: '' })],
		['disagreed with', (pointId: string) => test.app.submissions.agree(as(author), { pointId, agrees: false })]
	])('a held point that is %s', async (_what, act) => {
		const { pointId } = await held();
		await act(pointId);
		expect(toReaders()).toEqual([]);
	});

	it('but what was public is', async () => {
		const { pointId } = await held();
		await test.app.moderation.approve(as(lead), { pointId });
		await test.app.moderation.unpublish(as(lead), { pointId, note: '' });
		expect(toReaders().at(-1)).toEqual({ kind: 'point_unpublished', pointId });
	});

	async function decline(pointId: string): Promise<unknown> {
		const [reason] = await test.app.dialogues.declineReasons(lead, dialogue.dialogueId);
		return test.app.moderation.decline(as(lead), { pointId, declineReasonId: reason?.id ?? '', note: '', message: '' });
	}
});

/** Tables whose rows are records: for all of them deleting, for some changing too is refused. */
const KEPT = ['submission', 'attachment', 'point', 'point_mask', 'assessment', 'moderation_decision'];
const FROZEN = {
	point_revision: 'text',
	point_anchor: 'exact',
	masked_anchor: 'part',
	internal_note: 'text',
	document_version: 'content_hash',
	version_mask: 'content_hash',
	audit_event: 'action',
	audit_seal: 'chain'
};
const RECORDS = [...KEPT, ...Object.keys(FROZEN)];

/** Tables of which some columns tell what became of a record. The others are the record, and never change. */
const UNCHANGING = {
	submission: `reference = reference || 'x'; received_at = now(); is_late = not is_late; content_hash = 'x';
		dialogue_id = (select id from dialogue where dialogue.id <> dialogue_id limit 1); sender_name = 'Någon annan';
		sender_organisation_type = 'other'; channel = 'phone'; consultation_id = null; anonymous = not anonymous`,
	attachment: `name = 'annat.pdf'`,
	point: `created_at = now(); ordinal = 7; document_id = null; parent_id = id; staff_reply = not staff_reply`,
	point_mask: `public_text = 'Annat'; reason = 'Annat'; masked_at = now(); masked_by = null; revision = 7`,
	assessment: `outcome = 'out_of_scope', text = 'x'; text = 'Annat'; assessed_at = now()`,
	moderation_decision: `to_status = 'declined'; note = 'Annat'; message = 'Annat'; decided_at = now()`
};
const attempts = Object.entries(UNCHANGING).flatMap(([table, changes]) =>
	changes.split(';').map((change) => [table, change.trim()] as const)
);

describe('3: what was handed in is kept', () => {
	beforeAll(async () => {
		const { pointId } = await held();
		await test.app.moderation.approve(as(lead), { pointId });
		await test.app.moderation.note(as(lead), { pointId, text: 'En anteckning.' });
		await test.app.consolidation.assess(as(lead), { pointIds: [pointId], outcome: 'noted', publish: true });
		const hidden = {
			scope: 'words' as const,
			blockId: document.blockIds[1] ?? '',
			start: 0,
			end: 10,
			exact: 'Elen finns'
		};
		await sendPoint(test.app, author, { versionId: document.versionId, place: hidden });
		const reason = 'GDPR';
		await test.app.documents.maskVersion(as(lead), document.versionId, {
			reason,
			ranges: [{ blockId: document.blockIds[1] ?? '', start: 0, end: 4 }]
		});
		await test.app.moderation.mask(as(lead), { pointId, ranges: [{ start: 0, end: 5 }], reason });
		await asOwner(
			"insert into attachment (id, submission_id, name) select id, id, 'bilaga.pdf' from submission limit 1"
		);
		await makeDialogue(test.app);
		await sealAudit(test.app.database, test.app.clock);
	});

	it.each(RECORDS)('no row of %s is deleted, neither by the application nor by the owner', async (table) => {
		expect((await asOwner(`select from ${table}`)).rowCount, 'a row to try it on').toBeGreaterThan(0);
		await expect(asApplication(`delete from ${table}`)).rejects.toMatchObject({
			code: expect.stringMatching(/42501|23001/)
		});
		await expect(asOwner(`delete from ${table}`)).rejects.toMatchObject({ code: '23001' });
	});

	it.each(Object.entries(FROZEN))('no row of %s is changed either', async (table, column) => {
		const change = `update ${table} set ${column} = ${column}`;
		await expect(asApplication(change)).rejects.toMatchObject({ code: '42501' });
		await expect(asOwner(change)).rejects.toMatchObject({ code: '23001' });
	});

	it.each(attempts)('of %s it is not changed that %s', async (table, change) => {
		const attempt = `update ${table} set ${change}`;
		await expect(asApplication(attempt)).rejects.toMatchObject({ code: '23001' });
		await expect(asOwner(attempt)).rejects.toMatchObject({ code: '23001' });
	});

	it.each(RECORDS)('%s is not emptied, neither by the application nor by the owner', async (table) => {
		await expect(asApplication(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '42501' });
		await expect(asOwner(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '23001' });
	});

	it('nor by emptying what its rows refer to', async () => {
		for (const table of ['dialogue', 'account', 'document'])
			await expect(asOwner(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '23001' });
	});

	it('a guard cannot be taken away by the application', async () => {
		for (const table of RECORDS)
			for (const statement of [`alter table ${table} disable trigger all`, `drop table ${table} cascade`])
				await expect(asApplication(statement)).rejects.toMatchObject({ code: '42501' });
		await expect(
			asApplication(
				'create or replace function medskick_refuse_change() returns trigger language plpgsql as $$ begin return old; end $$'
			)
		).rejects.toMatchObject({ code: '42501' });
		await expect(asApplication('set session_replication_role = replica')).rejects.toMatchObject({ code: '42501' });
	});

	it('correcting and withdrawing leave every wording on record', async () => {
		const { pointId } = await held('Första lydelsen');
		await test.app.submissions.correct(as(author), { pointId, text: 'Andra lydelsen', kind: 'change' });
		await test.app.submissions.withdraw(as(author), { pointId });
		const rows = await test.app.database
			.selectFrom('point_revision')
			.select('text')
			.where('point_id', '=', pointId)
			.orderBy('number')
			.execute();
		expect(rows.map((row) => row.text)).toEqual(['Första lydelsen', 'Andra lydelsen']);
	});
});

describe('4: a change and its event are one', () => {
	it('the event has the same transaction as the rows', async () => {
		const by = as(author);
		await test.app.submissions.submit(by, submission({ versionId: document.versionId, text: 'I en transaktion' }));
		const { rows } = await asOwner(`
			select distinct xmin::text from audit_event where request_id = '${by.requestId}'
			union select distinct point.xmin::text from point join point_revision on point_id = id where text = 'I en transaktion'
			union select distinct submission.xmin::text from submission join point on submission_id = submission.id
				join point_revision on point_id = point.id where text = 'I en transaktion'`);
		expect(rows).toHaveLength(1);
	});

	it('an event that cannot be written takes its change back, and its news', async () => {
		const unwritable = { actor: author, requestId: 'a\u0000b' };
		const count = async () => (await asOwner('select from submission')).rowCount;
		const before = await count();
		await expect(
			test.app.submissions.submit(unwritable, submission({ versionId: document.versionId }))
		).rejects.toMatchObject({ code: '22021' });
		expect([await count(), news]).toEqual([before, []]);
	});

	it('a change that fails leaves no event', async () => {
		const by = as(author);
		const sent = test.app.submissions.submit(
			by,
			submission({ versionId: document.versionId, place: { scope: 'block', blockId: 'finns-inte' } })
		);
		await expect(sent).rejects.toMatchObject({ code: 'bad_input' });
		const events = await test.app.database
			.selectFrom('audit_event')
			.select('id')
			.where('request_id', '=', by.requestId)
			.execute();
		expect(events).toEqual([]);
	});

	it('the trail holds no words of anybody: no name, address, text, note, message or reason', async () => {
		const secret = { text: 'Zqtext', note: 'Zqnote', message: 'Zqmessage', email: 'zqmail@example.org' };
		const { pointId } = await sendPoint(test.app, author, {
			versionId: document.versionId,
			text: secret.text,
			sender: {
				anonymous: false,
				name: author.name,
				organisationName: '',
				organisationType: 'private_person',
				email: secret.email
			}
		});
		await test.app.submissions.correct(as(author), { pointId, text: `${secret.text} igen`, kind: 'change' });
		await test.app.moderation.note(as(lead), { pointId, text: secret.note });
		await test.app.moderation.mask(as(lead), { pointId, ranges: [{ start: 0, end: 3 }], reason: secret.note });
		const [reason] = await test.app.dialogues.declineReasons(lead, dialogue.dialogueId);
		await test.app.moderation.decline(as(lead), { pointId, declineReasonId: reason?.id ?? '', ...secret });
		await test.app.identity.updateProfile(as(author), {
			name: 'Zebedeus Zqname',
			organisationName: 'Zqorganisation',
			organisationType: 'other'
		});
		await test.app.identity.requestLink(as(author), { email: secret.email, language: 'sv', ip: '192.0.2.7' });
		await sealAudit(test.app.database, test.app.clock);
		const { rows } = await asOwner(
			"select row_to_json(e)::text || coalesce(row_to_json(s)::text, '') as line from audit_event e left join audit_seal s on s.event_id = e.id"
		);
		expect(rows.length).toBeGreaterThan(10);
		for (const { line } of rows) expect(line).not.toMatch(/zq|192\.0\.2/i);
	});

	it('a chain that was tampered with says so', async () => {
		await sealAudit(test.app.database, test.app.clock);
		expect(await verify(test.app.database, dialogue.dialogueId)).toMatchObject({ intact: true });
		await asOwner('alter table audit_event disable trigger user');
		await asOwner(
			`update audit_event set actor_id = null where dialogue_id = '${dialogue.dialogueId}' and action = 'submission.send'`
		);
		await asOwner('alter table audit_event enable trigger user');
		expect(await verify(test.app.database, dialogue.dialogueId)).toMatchObject({ intact: false, why: 'event_changed' });
	});
});

describe('8: times are stored in UTC', () => {
	it('no column holds a moment without its zone; the hours of a programme are no moments', async () => {
		const { rows } = await asOwner(`select table_name, column_name, data_type from information_schema.columns
			where table_schema = 'public' and data_type like 'time%without time zone' order by column_name`);
		const hour = { table_name: 'agenda_item', data_type: 'time without time zone' };
		expect(rows).toEqual([
			{ ...hour, column_name: 'ends_at' },
			{ ...hour, column_name: 'starts_at' }
		]);
	});
});
