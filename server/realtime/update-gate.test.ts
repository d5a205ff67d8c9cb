import fc from 'fast-check';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, edits, THOROUGHLY, updatesOf } from '../../tests/support/yjs-updates.ts';
import { judgeUpdate, MAX_CLAIMS } from './update-gate.ts';
import { MAX_CLOCK, MAX_ROOTS, scanUpdate } from './update-scan.ts';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const processorTime = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

const everythingIsMine = () => 'own' as const;
const nothingIsKnown = () => 0;

const bytes = (...values: number[]) => Uint8Array.from(values);

/** Numbers and texts one after the other, as Yjs writes them. */
function written(...values: (number | string)[]): Uint8Array {
	const encoder = createEncoder();
	for (const value of values) {
		if (typeof value === 'string') writeVarString(encoder, value);
		else writeVarUint(encoder, value);
	}
	return toUint8Array(encoder);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
/** One letter in each of so many shared types at the top. */
const writesToRoots = (count: number): Uint8Array =>
	written(1, count, 7, 0, ...numbers(count).flatMap((n) => [4, 1, `r${n}`, 'a']), 0);
/** One deleted struct of each of so many clients. */
const fromClients = (count: number): Uint8Array =>
	written(count, ...numbers(count).flatMap((n) => [1, n + 1, 0, 0, 1]), 0);

describe('what real editors send', () => {
	test('is never refused, and the ranges are those of the state vector', () => {
		fc.assert(
			fc.property(edits, (all) => {
				const updates = updatesOf(all);
				for (const update of updates) expect(scanUpdate(update)).toMatchObject({ ok: true });
				const whole = new Y.Doc();
				for (const update of updates) Y.applyUpdate(whole, update);
				const scan = scanUpdate(Y.encodeStateAsUpdate(whole));
				const reached = scan.ok ? scan.ranges.map(({ client, end }) => [client, end] as const) : [];
				expect(new Map(reached)).toEqual(Y.decodeStateVector(Y.encodeStateVector(whole)));
			}),
			{ numRuns: 150 * THOROUGHLY }
		);
	});

	test('is refused in format 2 rather than misread', () => {
		fc.assert(
			fc.property(edits, (all) => {
				const doc = new Y.Doc();
				for (const one of all) edit(doc, one);
				expect(scanUpdate(Y.encodeStateAsUpdateV2(doc)).ok).toBe(false);
			}),
			{ numRuns: 100 * THOROUGHLY }
		);
	});
});

describe('damaged updates', () => {
	test('are refused for a named reason, or apply without throwing', () => {
		const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
		fc.assert(
			fc.property(edits, damage, fc.option(fc.nat()), (all, changes, cut) => {
				for (const update of updatesOf(all)) {
					const damaged = update.slice(0, cut === null ? undefined : cut % (update.length + 1));
					for (const [at, value] of changes) if (damaged.length > 0) damaged[at % damaged.length] = value;
					const scan = scanUpdate(damaged);
					if (!scan.ok) expect(scan.reason).toMatch(/^[a-z_]+$/);
					else Y.applyUpdate(new Y.Doc(), damaged);
				}
			}),
			{ numRuns: 300 * THOROUGHLY }
		);
	});

	test('random bytes never throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => void scanUpdate(noise)),
			{ numRuns: 2_000 * THOROUGHLY }
		);
	});
});

describe('bombs', () => {
	test('seven bytes that announce thirty million structs cost less than one keystroke', () => {
		const bomb = bytes(1, 0x80, 0x87, 0xa7, 0x0e, 1, 0);
		expect(scanUpdate(bomb)).toEqual({ ok: false, reason: 'counts_exceed_bytes' });
		const doc = new Y.Doc();
		doc.getText('t').insert(0, 'a');
		const keystroke = Y.encodeStateAsUpdate(doc);
		const costOf = (work: () => void): number => {
			const started = process.cpuUsage();
			for (let n = 0; n < 2_000; n++) work();
			return processorTime(started);
		};
		const scanned = costOf(() => void scanUpdate(bomb));
		const applied = costOf(() => Y.applyUpdate(new Y.Doc(), keystroke));
		expect(scanned).toBeLessThan(applied);
	});

	test('deletions that overlap would each walk over the whole text', () => {
		const again = (count: number) => written(0, 1, 5, count, ...numbers(count).flatMap(() => [0, 5_000]));
		expect(scanUpdate(again(1))).toMatchObject({ ok: true });
		expect(scanUpdate(again(2))).toEqual({ ok: false, reason: 'bad_deletion' });
		expect(scanUpdate(written(0, 1, 5, 2, 10, 1, 3, 1))).toEqual({ ok: false, reason: 'bad_deletion' });
		expect(scanUpdate(written(0, 2, 5, 1, 0, 9, 5, 1, 0, 9))).toEqual({ ok: false, reason: 'bad_deletion' });
		expect(scanUpdate(written(0, 2, 5, 2, 0, 9, 20, 1, 4, 1, 0, 9))).toMatchObject({ ok: true });
	});

	test('shared types without end would be looked through for each struct that is written out', () => {
		expect(scanUpdate(writesToRoots(MAX_ROOTS))).toMatchObject({ ok: true });
		expect(scanUpdate(writesToRoots(MAX_ROOTS + 1))).toEqual({ ok: false, reason: 'too_many_roots' });
		const judge = (update: Uint8Array, roots: string[]) =>
			judgeUpdate(update, nothingIsKnown, everythingIsMine, new Set(roots));
		const full = numbers(MAX_ROOTS).map((n) => `r${n}`);
		expect(judge(writesToRoots(3), full)).toMatchObject({ ok: true });
		expect(judge(writesToRoots(3), full.slice(1).concat('other'))).toEqual({ ok: false, reason: 'too_many_roots' });
	});

	test('client ids without end would be remembered for ever', () => {
		const judge = (update: Uint8Array) => judgeUpdate(update, nothingIsKnown, () => 'free');
		expect(judge(fromClients(MAX_CLAIMS))).toMatchObject({ ok: true });
		expect(judge(fromClients(MAX_CLAIMS + 1))).toEqual({ ok: false, reason: 'too_many_clients' });
		expect(judgeUpdate(fromClients(MAX_CLAIMS + 1), () => 1, everythingIsMine)).toMatchObject({ ok: true });
	});

	test('a clock at two to the fortieth is out of bounds', () => {
		const gcOfThatLength = bytes(1, 1, 5, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0);
		expect(scanUpdate(gcOfThatLength)).toEqual({ ok: false, reason: 'clock_out_of_bounds' });
		const deletion = bytes(0, 1, 5, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1);
		expect(scanUpdate(deletion)).toEqual({ ok: false, reason: 'clock_out_of_bounds' });
		expect(MAX_CLOCK).toBe(2 ** 31);
	});

	test('a struct that refers to itself would be looked for before it exists', () => {
		const reference = bytes(1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0);
		expect(scanUpdate(reference)).toEqual({ ok: false, reason: 'refers_to_itself' });
	});

	test('values nested without end decode but never encode', () => {
		const doc = new Y.Doc();
		const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
		doc.getMap('meta').set('deep', deep(200));
		expect(scanUpdate(Y.encodeStateAsUpdate(doc))).toEqual({ ok: false, reason: 'nested_too_deep' });
	});

	test('a document within the document is not a thing an editor sends', () => {
		const doc = new Y.Doc();
		doc.getMap('meta').set('inner', new Y.Doc());
		expect(scanUpdate(Y.encodeStateAsUpdate(doc))).toEqual({ ok: false, reason: 'subdocument' });
	});

	test('text that is not UTF-8, an empty text, and bytes at the end are refused', () => {
		expect(scanUpdate(bytes(1, 1, 5, 0, 4, 1, 1, 97, 1, 0xff, 0))).toEqual({ ok: false, reason: 'bad_text' });
		expect(scanUpdate(bytes(1, 1, 5, 0, 4, 1, 1, 97, 0, 0))).toEqual({ ok: false, reason: 'empty_content' });
		expect(scanUpdate(bytes(0, 0, 0))).toEqual({ ok: false, reason: 'trailing_bytes' });
	});
});

describe('whose words they are', () => {
	const author = new Y.Doc();
	author.getText('t').insert(0, 'ett ord');
	const update = Y.encodeStateAsUpdate(author);
	const { clientID } = author;

	test('new structs under an id that nobody has are claimed', () => {
		expect(judgeUpdate(update, nothingIsKnown, () => 'free')).toEqual({
			ok: true,
			claims: [clientID],
			grown: [{ client: clientID, clock: 0 }],
			overlaps: false
		});
		expect(judgeUpdate(update, nothingIsKnown, everythingIsMine)).toEqual({
			ok: true,
			claims: [],
			grown: [{ client: clientID, clock: 0 }],
			overlaps: false
		});
	});

	test('new structs under somebody else’s id are refused', () => {
		expect(
			judgeUpdate(
				update,
				() => 3,
				() => 'foreign'
			)
		).toEqual({ ok: false, reason: 'foreign_client' });
	});

	test('structs that are known pass whoever brings them', () => {
		expect(
			judgeUpdate(
				update,
				() => 7,
				() => 'foreign'
			)
		).toEqual({ ok: true, claims: [], grown: [], overlaps: true });
	});

	test('deleting what others wrote is editing', () => {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, update);
		const before = Y.encodeStateVector(copy);
		copy.getText('t').delete(0, 3);
		const deletion = Y.encodeStateAsUpdate(copy, before);
		expect(
			judgeUpdate(
				deletion,
				() => 7,
				() => 'foreign'
			)
		).toEqual({ ok: true, claims: [], grown: [], overlaps: false });
	});
});
