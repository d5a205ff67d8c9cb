import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAudit, SYSTEM_CHAIN } from '#server/audit/seal.ts';
import { verify } from '#server/audit/verify.ts';
import { bySystem, transact, type CommandDeps } from '#server/database/transaction.ts';
import { testIdentity, type TestIdentity } from '../support/identity.ts';

let t: TestIdentity;
let dialogueId: string;

beforeAll(async () => void (t = await testIdentity()));
beforeEach(async () => void (dialogueId = await t.dialogue()));
afterAll(() => t.close());

const event = (objectId: string, dialogue: string | null = dialogueId) => ({
	action: 'test.done',
	objectType: 'test',
	objectId,
	dialogueId: dialogue
});
const happens = (objectId: string, dialogue: string | null = dialogueId, deps: CommandDeps = t.deps) =>
	transact(deps, bySystem(), (change) => change.audit(event(objectId, dialogue)));
const seal = () => sealAudit(t.database, t.clock);

async function many(count: number): Promise<void> {
	for (let n = 1; n <= count; n++) await happens(String(n));
}

/** What the owner of the database could do, triggers and all. */
async function asOwner(...statements: string[]): Promise<void> {
	const owner = new pg.Client({ connectionString: t.ownerUrl });
	await owner.connect();
	try {
		for (const statement of statements) await owner.query(statement);
	} finally {
		await owner.end();
	}
}

const unguarded = (table: string, statement: string) =>
	asOwner(`alter table ${table} disable trigger user`, statement, `alter table ${table} enable trigger user`);

describe('the audit trail', () => {
	it('is sealed into a chain per dialogue, and one for what belongs to none', async () => {
		await many(3);
		await happens('elsewhere', null);
		const heads = await seal();
		expect(heads.map(({ chain, ordinal }) => [chain, ordinal]).toSorted()).toEqual(
			[
				[dialogueId, 3],
				[SYSTEM_CHAIN, 1]
			].toSorted()
		);
		const head = heads.find(({ chain }) => chain === dialogueId)?.sealHash;
		expect(await verify(t.database, dialogueId)).toEqual({ intact: true, chain: dialogueId, sealed: 3, head });
		expect(await verify(t.database, SYSTEM_CHAIN)).toMatchObject({ intact: true, sealed: 1 });
	});

	it('goes on where it ended, and sealing twice seals once', async () => {
		await many(2);
		await seal();
		expect(await seal()).toEqual([]);
		await many(1);
		await seal();
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: true, sealed: 3 });
	});

	it('seals what commits late, also when later numbers have been sealed before', async () => {
		let finish = (): void => undefined;
		const held = new Promise<void>((resolve) => (finish = resolve));
		const late = transact(t.deps, bySystem(), async (change) => {
			await change.audit(event('late'));
			await held;
		});
		await expect.poll(async () => happens('early').then(seal)).not.toEqual([]);
		finish();
		await late;
		await seal();
		const left = await t.database
			.selectFrom('audit_event')
			.leftJoin('audit_seal', 'audit_seal.event_id', 'audit_event.id')
			.select('audit_event.object_id')
			.where('audit_seal.event_id', 'is', null)
			.execute();
		expect(left).toEqual([]);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: true });
	});

	it('is sealed by one at a time, however many ask', async () => {
		await many(20);
		await Promise.all([seal(), seal(), seal()]);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: true, sealed: 20 });
	});

	it('tells when an event was changed, and which', async () => {
		await many(4);
		await seal();
		await unguarded('audit_event', `update audit_event set actor_role = 'nobody' where object_id = '3'`);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: false, ordinal: 3, why: 'event_changed' });
	});

	it('can be checked from a link on, which then sees what is after it and trusts what is before', async () => {
		await many(4);
		await seal();
		await unguarded('audit_event', `update audit_event set actor_role = 'nobody' where object_id = '2'`);
		expect(await verify(t.database, dialogueId, 2)).toMatchObject({ intact: true, sealed: 4 });
		expect(await verify(t.database, dialogueId, 1)).toMatchObject({ intact: false, ordinal: 2, why: 'event_changed' });
		expect(await verify(t.database, dialogueId, 0)).toMatchObject({ intact: false, ordinal: 2 });
	});

	it('tells when an event was taken away', async () => {
		await many(4);
		await seal();
		await unguarded('audit_event', `delete from audit_event where object_id = '2'`);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: false, ordinal: 2, why: 'event_missing' });
	});

	it('tells when a seal was taken away together with its event', async () => {
		await many(4);
		await seal();
		await unguarded('audit_event', `delete from audit_event where object_id = '2'`);
		await unguarded('audit_seal', `delete from audit_seal where ordinal = 2`);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: false, ordinal: 2, why: 'seal_missing' });
	});

	it('tells when a seal was rewritten to fit a changed event', async () => {
		await many(3);
		await seal();
		await unguarded('audit_seal', `update audit_seal set event_hash = repeat('a', 64) where ordinal = 2`);
		expect(await verify(t.database, dialogueId)).toMatchObject({ intact: false, ordinal: 2, why: 'seal_changed' });
	});

	it('shows by its head that the end was cut off', async () => {
		await many(3);
		const [head] = await seal();
		await unguarded('audit_seal', `delete from audit_seal where ordinal = 3`);
		const verdict = await verify(t.database, dialogueId);
		expect(verdict).toMatchObject({ intact: true, sealed: 2 });
		expect(verdict.intact && verdict.head).not.toBe(head?.sealHash);
	});

	it.each([
		'update audit_event set action = action',
		'delete from audit_event',
		'truncate audit_event',
		'update audit_seal set chain = chain',
		'delete from audit_seal',
		'truncate audit_seal',
		'alter table audit_event disable trigger user',
		'drop table audit_seal'
	])('does not let the application’s role %s', async (statement) => {
		await many(1);
		await seal();
		const client = new pg.Client({ connectionString: t.appUrl });
		await client.connect();
		await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
		await client.end();
	});

	it.each(['update audit_event set action = action', 'delete from audit_seal', 'truncate audit_event'])(
		'refuses even its owner %s, as long as the triggers stand',
		async (statement) => {
			await many(1);
			await seal();
			await expect(asOwner(statement)).rejects.toMatchObject({ code: '23001' });
		}
	);

	it('says nothing where nothing has happened', async () => {
		expect(await verify(t.database, 'no such chain')).toMatchObject({ intact: true, sealed: 0, head: null });
	});
});
