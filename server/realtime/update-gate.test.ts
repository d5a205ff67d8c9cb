import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, edits, THOROUGHLY, updatesOf } from '../../tests/support/yjs-updates.ts';
import { judgeUpdate } from './update-gate.ts';
import { MAX_CLOCK, scanUpdate } from './update-scan.ts';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const processorTime = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

const everythingIsMine = () => 'own' as const;
const nothingIsKnown = () => 0;

const bytes = (...values: number[]) => Uint8Array.from(values);

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
	test('seven bytes that announce thirty million structs cost nothing', () => {
		const started = process.cpuUsage();
		const bomb = bytes(1, 0x80, 0x87, 0xa7, 0x0e, 1, 0);
		expect(scanUpdate(bomb)).toEqual({ ok: false, reason: 'counts_exceed_bytes' });
		expect(processorTime(started)).toBeLessThan(20);
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
	const written = new Y.Doc();
	written.getText('t').insert(0, 'ett ord');
	const update = Y.encodeStateAsUpdate(written);
	const { clientID } = written;

	test('new structs under an id that nobody has are claimed', () => {
		expect(judgeUpdate(update, nothingIsKnown, () => 'free')).toEqual({
			ok: true,
			claims: [clientID],
			overlaps: false
		});
		expect(judgeUpdate(update, nothingIsKnown, everythingIsMine)).toEqual({
			ok: true,
			claims: [],
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
		).toEqual({ ok: true, claims: [], overlaps: true });
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
		).toEqual({ ok: true, claims: [], overlaps: false });
	});
});
