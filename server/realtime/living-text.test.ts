import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edits, THOROUGHLY, updatesOf } from '../../tests/support/yjs-updates.ts';
import type { ClientOwner } from './author-registry.ts';
import { LivingText } from './living-text.ts';
import { scanUpdate } from './update-scan.ts';

const nobodyElse = () => false;

function livingText(updates: Uint8Array[] = [], clients: ClientOwner[] = [], isTaken = nobodyElse): LivingText {
	const loaded = { textId: 't', epoch: 'e', sequence: 0, state: null, updates, clients };
	return new LivingText(loaded, isTaken);
}

function words(text: string, doc = new Y.Doc()): Uint8Array {
	const before = Y.encodeStateVector(doc);
	doc.getText('t').insert(0, text);
	return Y.encodeStateAsUpdate(doc, before);
}

const read = (text: LivingText): string => {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, text.joins.makeState());
	return doc.getText('t').toString();
};

/** The words of each block. Formats are left out: Yjs tidies them up at each end, at moments of its own. */
function lettersOf(doc: Y.Doc): string[] {
	const words = doc
		.getXmlFragment('content')
		.toArray()
		.map((block) => (block instanceof Y.XmlElement ? block.get(0) : null));
	return words.map((text) => (text instanceof Y.XmlText ? text.toDelta().map(insertOf).join('') : ''));
}

const insertOf = ({ insert }: { insert: unknown }): string =>
	typeof insert === 'string' ? insert : JSON.stringify(insert);

describe('whatever is brought to a text', () => {
	test('damaged updates are refused, or what joiners get stays whole', () => {
		const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
		fc.assert(
			fc.property(edits, damage, fc.nat(), (all, changes, which) => {
				const updates = updatesOf(all);
				const text = livingText(updates.slice(0, which % updates.length));
				let broken = false;
				for (const update of updates) {
					const damaged = Uint8Array.from(update);
					for (const [at, value] of changes) damaged[at % damaged.length] = value;
					text.collect(() => (broken ||= text.apply(damaged, 'a', []) === 'broken'));
				}
				// Such a document is thrown away; convergence tests show that the room lives on.
				fc.pre(!broken);
				text.joins.forget();
				const state = text.joins.makeState();
				expect(scanUpdate(state)).toMatchObject({ ok: true });
				const joiner = new Y.Doc();
				Y.applyUpdate(joiner, state);
				expect(joiner.store.pendingStructs).toBeNull();
				expect(Y.encodeStateVector(joiner)).toEqual(text.joins.makeVector());
			}),
			{ numRuns: 150 * THOROUGHLY }
		);
	});

	test('one that differs from what is known is cut down to what is new', () => {
		const doc = new Y.Doc();
		const block = new Y.XmlElement('paragraph');
		doc.getXmlFragment('content').insert(0, [block, new Y.XmlElement('paragraph')]);
		block.insert(0, [new Y.XmlText('bort')]);
		doc.getXmlFragment('content').delete(0, 1);
		const known = Y.encodeStateAsUpdate(doc);
		const text = livingText([known], [{ clientId: doc.clientID, accountId: 'anna' }]);
		const id = [...varUint(doc.clientID)];
		const clock = Y.getState(doc.store, doc.clientID);
		const claimsToBeOneDeletedStruct = [1, 1, ...id, 0, 1, 1, 7, ...Buffer.from('content'), clock + 2, 0];
		text.collect(() => expect(text.apply(Uint8Array.from(claimsToBeOneDeletedStruct), 'anna', [])).toBe('applied'));
	});

	test('what comes out of many updates is one, and as good as all of them', () => {
		fc.assert(
			fc.property(edits, (all) => {
				const updates = updatesOf(all);
				const text = livingText();
				const { update } = text.collect(() => {
					for (const one of updates) text.apply(one, 'a', []);
				});
				const [stored, whole] = [new Y.Doc(), new Y.Doc()];
				Y.applyUpdate(stored, update ?? Uint8Array.of(0, 0));
				for (const one of updates) Y.applyUpdate(whole, one);
				expect(lettersOf(stored)).toEqual(lettersOf(whole));
				expect(Y.encodeStateVector(stored)).toEqual(Y.encodeStateVector(whole));
			}),
			{ numRuns: 100 * THOROUGHLY }
		);
	});
});

describe('whose words they are', () => {
	test('a client id belongs to whoever first wrote with it', () => {
		const [text, doc, claims]: [LivingText, Y.Doc, ClientOwner[]] = [livingText(), new Y.Doc(), []];
		expect(text.apply(words('ett', doc), 'anna', claims)).toBe('applied');
		expect(claims).toEqual([{ clientId: doc.clientID, accountId: 'anna' }]);
		expect(text.apply(words('två', doc), 'bo', claims)).toEqual({ refused: 'foreign_client' });
		expect(text.apply(words('tre', doc), 'anna', claims)).toBe('waits');
		expect(claims).toHaveLength(1);
	});

	test('an id whose words could not be applied yet is not claimed: the claim would not be stored', () => {
		const [text, doc, claims]: [LivingText, Y.Doc, ClientOwner[]] = [livingText(), new Y.Doc(), []];
		const first = words('ett', doc);
		expect(text.apply(words('två', doc), 'anna', claims)).toBe('waits');
		expect(claims).toEqual([]);
		text.apply(first, 'anna', claims);
		expect(claims).toHaveLength(1);
	});

	test('an id that wrote before anybody claimed it belongs to nobody', () => {
		const doc = new Y.Doc();
		const text = livingText([words('frö', doc)]);
		expect(text.apply(words('mer', doc), 'anna', [])).toEqual({ refused: 'foreign_client' });
	});

	test('an id of an editor who is here under another account is taken, though nothing is written yet', () => {
		const text = livingText([], [], () => true);
		expect(text.apply(words('ett'), 'anna', [])).toEqual({ refused: 'foreign_client' });
	});

	test('a second tab may bring the first one’s words, under the same account', () => {
		const [first, second] = [new Y.Doc(), new Y.Doc()];
		Y.applyUpdate(second, words('från flik ett ', first));
		second.getText('t').insert(0, 'från flik två ');
		const text = livingText();
		expect(text.apply(Y.encodeStateAsUpdate(second), 'anna', [])).toBe('applied');
		expect(text.apply(words('mer ', first), 'anna', [])).toBe('applied');
		text.joins.forget();
		expect(read(text)).toContain('från flik ett ');
	});
});

const varUint = (value: number): number[] =>
	value < 128 ? [value] : [(value % 128) + 128, ...varUint(Math.floor(value / 128))];

test('a state vector within the text, beyond it, and one that is none', () => {
	const doc = new Y.Doc();
	const text = livingText([words('ett', doc)]);
	expect(text.reach(Uint8Array.of(0))).toBe('within');
	expect(text.reach(Y.encodeStateVector(doc))).toBe('within');
	words('två', doc);
	expect(text.reach(Y.encodeStateVector(doc))).toBe('beyond');
	expect(text.reach(Uint8Array.of(3, 1))).toBe('unreadable');
});

describe('a text that is stored as one snapshot', () => {
	const snapshotOf = (text: string) => {
		const loaded = { textId: 't', epoch: 'e', sequence: 1, state: words(text), updates: [], clients: [] };
		return { loaded, text: new LivingText(loaded, nobodyElse) };
	};

	test('is handed to readers as it is', () => {
		const { loaded, text } = snapshotOf('Elen');
		expect(text.joins.makeState()).toBe(loaded.state);
	});

	test('goes on from there when somebody writes', () => {
		const { text } = snapshotOf('Elen');
		const { update } = text.collect(() => expect(text.apply(words('Hej'), 'anna', [])).toBe('applied'));
		text.joins.forget();
		expect(update).not.toBeNull();
		expect(['ElenHej', 'HejElen']).toContain(read(text));
	});

	test('answers somebody who returns with what is missing there', () => {
		const { loaded, text } = snapshotOf('Elen');
		const returning = new Y.Doc();
		Y.applyUpdate(returning, loaded.state);
		const whole = text.joins.makeAnswer(Uint8Array.of(0));
		expect(text.joins.makeAnswer(Y.encodeStateVector(returning)).length).toBeLessThan(whole.length);
	});
});
