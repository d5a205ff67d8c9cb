import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { isSound } from './sound-structs.ts';

const ANNA = 5;
const MALLORY = 9;
const TEXT_WITH_BOTH_NEIGHBOURS = 0b1100_0100;

/** Anna wrote `abc` in one list and `xyz` in another: clocks 0–2 and 3–5. */
function annas(): Y.Doc {
	const doc = new Y.Doc();
	doc.clientID = ANNA;
	doc.getText('one').insert(0, 'abc');
	doc.getText('other').insert(0, 'xyz');
	return doc;
}

/** A letter of Mallory's that claims to stand between two of Anna's, by their clocks. */
const between = (left: number, right: number): Uint8Array =>
	Uint8Array.from([1, 1, MALLORY, 0, TEXT_WITH_BOTH_NEIGHBOURS, ANNA, left, ANNA, right, 1, 0x4d, 0]);

/** Within one transaction, as the living text asks: afterwards Yjs merges what it can. */
function judged(update: Uint8Array, doc = annas()): boolean {
	let sound = true;
	doc.transact(() => {
		Y.applyUpdate(doc, update);
		sound = isSound(doc, update, [{ client: MALLORY, clock: 0 }]);
	});
	return sound;
}

describe('a letter that claims to stand', () => {
	test.each([
		['between two that are neighbours', 0, 1, true],
		['between two that never were neighbours', 0, 2, false],
		['before and after the same letter', 1, 1, false],
		['after a later one and before an earlier one', 2, 0, false],
		['in two lists at once', 0, 4, false]
	])('%s', (_where, left, right, sound) => {
		expect(judged(between(left, right))).toBe(sound);
	});

	test('between two that others have written between since', () => {
		const [doc, bo] = [annas(), new Y.Doc()];
		Y.applyUpdate(bo, Y.encodeStateAsUpdate(doc));
		bo.getText('one').insert(1, 'bo');
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(bo));
		expect(judged(between(0, 1), doc)).toBe(true);
	});

	test('at the end, when it has never been the end', () => {
		const afterFirstOf = (text: string) => {
			const doc = new Y.Doc();
			doc.clientID = ANNA;
			doc.getText('one').insert(0, text[0] ?? '');
			if (text.length > 1) doc.getText('one').insert(0, text[1] ?? '');
			return doc;
		};
		const atTheEndAfter = (clock: number) => Uint8Array.from([1, 1, MALLORY, 0, 0b1000_0100, ANNA, clock, 1, 0x4d, 0]);
		expect(judged(atTheEndAfter(0), afterFirstOf('ab'))).toBe(true);
		expect(judged(atTheEndAfter(1), afterFirstOf('ab'))).toBe(false);
	});

	test('beside what was deleted and collected is not looked at: it is collected too', () => {
		const doc = annas();
		const block = new Y.XmlElement('p');
		doc.getXmlFragment('content').insert(0, [block]);
		block.insert(0, [new Y.XmlText('ab')]);
		const clock = Y.getState(doc.store, ANNA);
		doc.getXmlFragment('content').delete(0, 1);
		expect(judged(between(clock - 2, clock - 1), doc)).toBe(true);
	});
});

test('a letter beside what was deleted that would cut open a character elsewhere is not sound', () => {
	const doc = new Y.Doc();
	doc.clientID = ANNA;
	doc.getText('one').insert(0, '😀');
	const block = new Y.XmlElement('p');
	doc.getXmlFragment('content').insert(0, [block]);
	block.insert(0, [new Y.XmlText('ab')]);
	const inDeleted = Y.getState(doc.store, ANNA) - 2;
	doc.getXmlFragment('content').delete(0, 1);
	expect(judged(between(inDeleted, 1), doc)).toBe(false);
});

test('what a contradiction would do: one who reads along and one who joins see different texts', () => {
	const [along, carl, joiner] = [annas(), new Y.Doc(), new Y.Doc()];
	carl.clientID = 7;
	Y.applyUpdate(carl, Y.encodeStateAsUpdate(along));
	carl.getText('one').insert(3, 'x');
	carl.getText('one').insert(2, 'y');
	Y.applyUpdate(along, Y.encodeStateAsUpdate(carl));
	Y.applyUpdate(along, between(1, 1));
	Y.applyUpdate(joiner, Y.encodeStateAsUpdate(along));
	expect(joiner.getText('one').toString()).not.toBe(along.getText('one').toString());
});

test('writing backwards, forwards and in between is sound, whatever others do meanwhile', () => {
	const [server, mine, others] = [annas(), new Y.Doc(), new Y.Doc()];
	for (const doc of [mine, others]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
	mine.clientID = MALLORY;
	for (let n = 0; n < 20; n++) {
		mine.getText('one').insert((n * 7) % mine.getText('one').length, 'm');
		others.getText('one').insert((n * 5) % others.getText('one').length, 'o');
	}
	Y.applyUpdate(server, Y.encodeStateAsUpdate(others));
	expect(judged(Y.encodeStateAsUpdate(mine), server)).toBe(true);
});

test('a long paste into a long text costs little beside what Yjs does with it anyway', () => {
	const LENGTH = 16_000;
	const costOf = (take: (update: Uint8Array, server: Y.Doc) => unknown): number => {
		const [server, mine] = [new Y.Doc(), new Y.Doc()];
		mine.clientID = MALLORY;
		const blocks = (): Y.XmlElement[] => Array.from({ length: LENGTH }, () => new Y.XmlElement('p'));
		server.getXmlFragment('content').insert(0, blocks());
		Y.applyUpdate(mine, Y.encodeStateAsUpdate(server));
		mine.getXmlFragment('content').insert(LENGTH / 2, blocks());
		const update = Y.encodeStateAsUpdate(mine);
		const started = process.cpuUsage();
		take(update, server);
		const { user, system } = process.cpuUsage(started);
		return user + system;
	};
	// What the collector or a neighbour takes is no part of it: the least of a few. The square of the length would be
	// a hundred times the cost.
	const least = (take: (update: Uint8Array, server: Y.Doc) => unknown): number =>
		Math.min(...[1, 2, 3].map(() => costOf(take)));
	const applied = least((update, server) => Y.applyUpdate(server, update));
	expect(least((update, server) => expect(judged(update, server)).toBe(true))).toBeLessThan(3 * applied);
});
