import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { HeadlessEditor } from '#lib/document/headless-editor.fixture.ts';
import { firstContent } from './editors.ts';
import { damaged, reachOf, wellFormed } from './hostile-updates.ts';
import { SOAK } from './soak.ts';
import { StoredRoom, type Outcome } from './stored-room.ts';
import { seeded } from './texts.ts';

// What is brought to a text, damaged or malicious: taken in, and then it applies everywhere; or refused for a reason
// that has a name. GATE_CASES sets how many damaged updates are tried, GATE_SEED repeats a run.

const CASES = Number(process.env.GATE_CASES ?? (SOAK ? 1_000_000 : 20_000));
const SEED = Number(process.env.GATE_SEED ?? 20_261_122);
const CASES_PER_TEXT = 600;

type Next = (below: number) => number;
/** A text that anna, bo and nobody in particular have written in, and the updates of which it was made. */
type Ground = { log: Uint8Array[]; owners: { clientId: number; accountId: string }[]; doc: Y.Doc };

/** Editors who write in turns and see each other's words. */
function ground(next: Next): Ground {
	const seed = firstContent();
	const editors = [101, 102, 4_000_000_000].map((clientId) => new HeadlessEditor(clientId, seed));
	const log = [seed];
	for (const { doc } of editors) doc.on('update', (update: Uint8Array) => log.push(update));
	for (let n = 0; n < 30; n++) {
		const editor = editors[next(editors.length)];
		if (editor === undefined) continue;
		const reached = log.length;
		step(editor, next);
		for (const other of editors.filter((one) => one !== editor)) {
			for (const update of log.slice(reached)) Y.applyUpdate(other.doc, update, 'others');
		}
		log.splice(reached, log.length, ...log.slice(reached).slice(0, 1));
	}
	const doc = new Y.Doc();
	for (const update of log) Y.applyUpdate(doc, update);
	const owners = ['anna', 'bo', 'anna'].map((accountId, n) => ({ accountId, clientId: editors[n]?.doc.clientID ?? 0 }));
	return { log, owners, doc };
}

function step(editor: HeadlessEditor, next: Next): void {
	const [nth, place] = [next(20), next(60)];
	const steps = [
		() => editor.type(nth, place, ['Ett ord', 'å', '😀', 'längre ord som står kvar. '][next(4)] ?? ''),
		() => editor.delete(nth, place, 1 + next(9)),
		() => editor.split(nth, place, 'second'),
		() => editor.copy(nth, next(9)),
		() => editor.remove(nth),
		() => editor.undo()
	];
	steps[next(steps.length)]?.();
}

/** Real updates about a text: its own, the whole, differences, format 2, and those of somebody who goes on writing. */
function material({ log, doc }: Ground, next: Next): Uint8Array[] {
	const mallory = new HeadlessEditor(103, Y.encodeStateAsUpdate(doc));
	const fresh: Uint8Array[] = [];
	mallory.doc.on('update', (update: Uint8Array) => fresh.push(update));
	for (let n = 0; n < 12; n++) step(mallory, next);
	const whole = Y.encodeStateAsUpdate(mallory.doc);
	const difference = Y.encodeStateAsUpdate(mallory.doc, Y.encodeStateVector(doc));
	return [...fresh, ...fresh, whole, difference, difference, Y.convertUpdateFormatV1ToV2(difference), ...log.slice(-4)];
}

/** How often each thing happened: a fuzzer that is always refused at the door tests the door only. */
class Tally {
	readonly counts: Partial<Record<Outcome, number>> = {};
	add(outcome: Outcome): void {
		this.counts[outcome] = (this.counts[outcome] ?? 0) + 1;
	}
	get total(): number {
		return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
	}
}

/** Brings damaged updates to one text. Says on failure which seed to repeat. */
function attack(seed: number, cases: number, tally: Tally): void {
	const next = seeded(seed);
	const at = ground(next);
	const updates = material(at, next);
	const room = new StoredRoom(at.log, at.owners);
	for (let n = 0; n < cases; n++) {
		const [update, other] = [updates[next(updates.length)], updates[next(updates.length)]];
		if (update !== undefined && other !== undefined) tally.add(room.bring(damaged(update, other, next), 'mallory'));
	}
	room.expectWhole();
	room.destroy();
}

const tallies: Record<string, Tally> = { damaged: new Tally(), 'well formed': new Tally() };

afterAll(() => {
	for (const [name, { counts }] of Object.entries(tallies))
		process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`);
});

describe('what is brought to a text', () => {
	test(
		`${CASES} damaged updates are taken in whole or refused for a reason, and nobody writes for others`,
		{ timeout: 120_000 + CASES * 3 },
		() => {
			const tally = new Tally();
			tallies.damaged = tally;
			const began = Date.now();
			for (let seed = SEED; tally.total < CASES; seed++) {
				try {
					attack(seed, CASES_PER_TEXT, tally);
				} catch (error) {
					throw new Error(`Repeat with GATE_SEED=${seed} GATE_CASES=${CASES_PER_TEXT}`, { cause: error });
				}
			}
			const seconds = (Date.now() - began) / 1000;
			process.stdout.write(`${tally.total} damaged updates in ${Math.round(seconds)} s\n`);
			expect(tally.counts.applied, 'some are taken in').toBeGreaterThan(CASES / 100);
			expect(tally.counts.waits, 'some wait').toBeGreaterThan(0);
			expect(Object.keys(tally.counts).length, 'different reasons').toBeGreaterThan(10);
		}
	);

	test('updates that read well and mean anything are taken in whole or refused for a reason', () => {
		const at = ground(seeded(SEED));
		const tally = new Tally();
		tallies['well formed'] = tally;
		fc.assert(
			fc.property(fc.array(wellFormed(reachOf(at.doc)), { minLength: 1, maxLength: 8 }), (updates) => {
				const room = new StoredRoom(at.log, at.owners);
				for (const update of updates) tally.add(room.bring(update, 'mallory'));
				for (const update of updates) tally.add(room.bring(update, 'anna'));
				room.expectWhole();
				room.destroy();
			}),
			{ numRuns: Math.ceil(CASES / 20), seed: SEED }
		);
		expect(tally.counts.applied, 'some are taken in').toBeGreaterThan(0);
	});
});
