import { describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import * as database from './database.ts';
import { sizeOf, type Finding } from './finding.ts';
import { judgeBuild, judgeNode, judgeOrigin } from './installation.ts';
import { exitCodeOf, machineReadable, readable } from './report.ts';
import { judgeAudit, judgeDisk, judgeJobs, judgeMail, judgeServer } from './work.ts';

const levels = (found: Finding | Finding[]): string[] => [found].flat().map(({ level }) => level);

describe('the installation', () => {
	it.each<[string, string]>([
		['24.0.0', 'ok'],
		['22.14.0', 'error'],
		['20.20.2', 'error']
	])('on Node %s is %s', (nodeVersion, level) => {
		expect(levels(judgeNode({ nodeVersion, build: 'fresh' }))).toEqual([level]);
	});

	it.each<['fresh' | 'stale' | 'absent', string]>([
		['fresh', 'ok'],
		['stale', 'warning'],
		['absent', 'error']
	])('with a build that is %s is %s', (build, level) => {
		expect(levels(judgeBuild({ nodeVersion: '26.0.0', build }))).toEqual([level]);
	});

	it.each<[string, Record<string, string>, string]>([
		['this machine alone', {}, 'ok'],
		['this machine in name, and everybody in fact', { HOST: '0.0.0.0' }, 'error'],
		['plain http from afar', { ORIGIN: 'http://dialog.example.se' }, 'error'],
		['https without a proxy that is known', { ORIGIN: 'https://dialog.example.se' }, 'warning'],
		['https behind a proxy', { ORIGIN: 'https://dialog.example.se', TRUSTED_PROXY: '10.0.0.1' }, 'ok']
	])('for %s is judged by how visitors come', (_name, env, level) => {
		expect(levels(judgeOrigin(readConfig(env)))).toEqual([level]);
	});
});

const postgres = (settings: Record<string, string> = {}): database.PostgresFacts => ({
	version: 180_004,
	settings: {
		fsync: 'on',
		full_page_writes: 'on',
		synchronous_commit: 'on',
		max_connections: '100',
		superuser_reserved_connections: '3',
		...settings
	},
	extensions: ['citext', 'unaccent', 'plpgsql'],
	available: ['citext', 'unaccent', 'plpgsql'],
	stems: true
});

describe('Postgres', () => {
	it('is too old below 16', () => {
		expect(levels(database.judgeVersion(postgres()))).toEqual(['ok']);
		expect(levels(database.judgeVersion({ ...postgres(), version: 150_010 }))).toEqual(['error']);
	});

	it.each<[Record<string, string>, string[]]>([
		[{}, ['ok']],
		[{ fsync: 'off' }, ['error']],
		[{ fsync: 'off', full_page_writes: 'off' }, ['error', 'error']],
		[{ synchronous_commit: 'off' }, ['warning']],
		[{ synchronous_commit: 'remote_apply' }, ['ok']]
	])('with %o keeps what it has acknowledged: %o', (settings, expected) => {
		expect(levels(database.judgeDurability(postgres(settings)))).toEqual(expected);
	});

	it('needs room for the connections of one process', () => {
		expect(levels(database.judgeConnections(postgres({ max_connections: '100' })))).toEqual(['ok']);
		expect(levels(database.judgeConnections(postgres({ max_connections: '20' })))).toEqual(['warning']);
	});

	it('says whether an extension only needs installing or is not at hand, and whether Swedish is known', () => {
		const lacking = { ...postgres(), extensions: ['plpgsql'], available: ['citext'], stems: false };
		const said = database.judgeSearch(lacking).map(({ says }) => says);
		expect(said).toEqual([
			'the extension citext is not installed in this database',
			'the extension unaccent is not at hand',
			'full text search does not know Swedish'
		]);
		expect(levels(database.judgeSearch(postgres()))).toEqual(['ok']);
	});
});

describe('clocks', () => {
	it.each([
		[1_999, 'ok'],
		[-2_001, 'warning'],
		[59_000, 'warning'],
		[61_000, 'error'],
		[-3_600_000, 'error']
	])('%d ms apart: %s', (apart, level) => {
		expect(levels(database.judgeClock({ ours: 1_000_000_000 + apart, theirs: 1_000_000_000 }))).toEqual([level]);
	});
});

describe('roles', () => {
	const two: database.RoleFacts = {
		app: { name: 'app', superuser: false },
		owner: { name: 'owner', mayCreate: true },
		excess: [],
		closed: []
	};
	const one = { ...two, owner: { name: 'app', mayCreate: true }, excess: ['update audit_event'] };

	it.each<[string, database.RoleFacts, string[]]>([
		['two roles, each with what it needs', two, ['ok']],
		['one role for all', one, ['warning']],
		['an application that may change the trail', { ...two, excess: ['update audit_event'] }, ['error']],
		['an application that may not read a table', { ...two, closed: ['point'] }, ['error']],
		['an owner that is none', { ...two, owner: { name: 'owner', mayCreate: false } }, ['error']],
		['a superuser', { ...one, app: { name: 'app', superuser: true } }, ['error', 'warning']]
	])('%s', (_name, facts, expected) => {
		expect(levels(database.judgeRoles(facts))).toEqual(expected);
	});
});

describe('migrations', () => {
	const here = { a: '1', b: '2' };

	it.each<[string, Record<string, string | null>, string[]]>([
		['all applied', { a: '1', b: '2' }, ['ok']],
		['applied before files were recorded', { a: null, b: '2' }, ['ok']],
		['one missing', { a: '1' }, ['error']],
		['one that this version does not know', { a: '1', b: '2', c: '3' }, ['error']],
		['one changed and one missing', { a: 'other' }, ['error', 'error']]
	])('%s', (_name, applied, expected) => {
		expect(levels(database.judgeMigrations({ here, applied }))).toEqual(expected);
	});
});

describe('the server', () => {
	const at = { connected: false, address: 'http://127.0.0.1:3000' };

	it('may run, be about to, not run, or be somebody else', () => {
		expect(levels(judgeServer({ ...at, ready: { ready: true, database: true } }))).toEqual(['ok']);
		expect(judgeServer({ ...at, ready: { ready: false, database: true, jobs: false } })).toMatchObject({
			level: 'warning',
			says: expect.stringContaining('not ready: jobs')
		});
		expect(levels(judgeServer({ ...at, ready: null }))).toEqual(['ok']);
		expect(levels(judgeServer({ ...at, ready: 'stranger' }))).toEqual(['warning']);
	});
});

describe('jobs', () => {
	const none = { failed: 0, failedTasks: [], oldestWaiting: 0, oldestTaken: 0 };

	it('are stuck only where somebody should be at them', () => {
		expect(levels(judgeJobs({ ...none, oldestWaiting: 3_600 }, true))).toEqual(['error']);
		expect(levels(judgeJobs({ ...none, oldestWaiting: 3_600 }, false))).toEqual(['ok']);
	});

	it('that gave up or were taken by a process long gone are told, with their names', () => {
		const found = judgeJobs({ failed: 1, failedTasks: ['send_mail'], oldestWaiting: 0, oldestTaken: 7_200 }, true);
		expect(levels(found)).toEqual(['warning', 'warning']);
		expect(found[1]?.says).toBe('1 job used up all attempts (send_mail)');
	});
});

describe('the audit trail', () => {
	const intact = { chains: 2, links: 9, whole: true, fault: null, unsealed: 0 };

	it('is broken where a link does not hold, and behind where seals are missing while somebody works', () => {
		expect(levels(judgeAudit(intact, true))).toEqual(['ok']);
		const fault = { chain: 'system', ordinal: 3, why: 'event_changed' as const };
		expect(judgeAudit({ ...intact, fault }, false)[0]?.says).toBe('chain system breaks at 3 (event changed)');
		expect(levels(judgeAudit({ ...intact, unsealed: 4 }, true))).toEqual(['warning']);
		expect(levels(judgeAudit({ ...intact, unsealed: 4 }, false))).toEqual(['ok']);
	});

	it('says when not all of it was looked at', () => {
		expect(judgeAudit({ ...intact, whole: false }, true)[0]?.says).toContain('--deep');
	});
});

describe('the disk', () => {
	const facts = { folder: '/data', free: 50e9, total: 100e9, database: 1e9 };

	it.each([
		[50e9, 'ok'],
		[4e9, 'warning'],
		[0.2e9, 'error']
	])('with %d bytes free of 100 GB: %s', (free, level) => {
		expect(levels(judgeDisk({ ...facts, free }))).toEqual([level]);
	});

	it('of a database elsewhere is not ours to see', () => {
		expect(judgeDisk({ ...facts, free: null }).says).toContain('elsewhere; the database takes 1 GB');
	});
});

describe('mail', () => {
	const facts = { host: 'mail:25', said: null, encrypted: true, from: 'Medskick <noreply@example.se>' };

	it('that cannot leave, leaves in clear, or comes from nowhere is told', () => {
		expect(levels(judgeMail(facts))).toEqual(['ok']);
		expect(levels(judgeMail(null))).toEqual(['warning']);
		expect(levels(judgeMail({ ...facts, said: 'Invalid login' }))).toEqual(['error']);
		expect(levels(judgeMail({ ...facts, encrypted: false, from: 'Medskick <noreply@localhost>' }))).toEqual([
			'warning',
			'warning'
		]);
	});
});

describe('the report', () => {
	const findings: Finding[] = [
		{ about: 'node', level: 'ok', says: 'version 26' },
		{ about: 'database', level: 'error', says: 'does not answer:\n  refused', mend: 'Start it' }
	];

	it('has one line for each finding, with what to do, and one that sums up', () => {
		expect(readable(findings).split('\n')).toEqual([
			'ok       node      version 26',
			'error    database  does not answer: refused. Start it',
			'1 ok, 0 warning, 1 error',
			''
		]);
	});

	it('ends with 1 for an error and with 0 for a warning', () => {
		expect(exitCodeOf(findings)).toBe(1);
		expect(exitCodeOf([{ about: 'mail', level: 'warning', says: '', mend: '' }])).toBe(0);
		expect(JSON.parse(machineReadable(findings))).toEqual({ healthy: false, findings });
	});

	it.each([
		[0, '0 bytes'],
		[999, '999 bytes'],
		[1_500, '1.5 kB'],
		[271_300_000_000, '271 GB']
	])('%d is %s', (bytes, said) => expect(sizeOf(bytes)).toBe(said));
});
