import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, compare, compareWords } from './compare.ts';
import { anyContent, heading, paragraph, text } from './content.fixture.ts';
import { ensureUniqueIds } from './ids.ts';
import { leaves } from './outline.ts';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const processorTime = (since: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

const kinds = (changes: readonly Change[]): string[] =>
	changes.map((change) => `${change.kind} ${change.kind === 'removed' ? change.before.blockId : change.after.blockId}`);

describe('words', () => {
	test('added and removed are told word by word', () => {
		expect(compareWords('Regionen ska verka för vård.', 'Regionen bör verka för god vård.')).toEqual([
			{ kind: 'same', text: 'Regionen ' },
			{ kind: 'removed', text: 'ska' },
			{ kind: 'added', text: 'bör' },
			{ kind: 'same', text: ' verka för ' },
			{ kind: 'added', text: 'god ' },
			{ kind: 'same', text: 'vård.' }
		]);
	});

	test('with å, ä and ö are whole words', () => {
		expect(compareWords('hålla', 'hälla').map((run) => run.text)).toEqual(['hålla', 'hälla']);
	});

	test('put together give both versions back', () => {
		fc.assert(
			fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), (before, after) => {
				const runs = compareWords(before, after);
				const text = (without: string) =>
					runs
						.filter((run) => run.kind !== without)
						.map((run) => run.text)
						.join('');
				expect([text('added'), text('removed')]).toEqual([before, after]);
			}),
			{ seed: 5 }
		);
	});
});

describe('two versions', () => {
	const a = paragraph('a', 'Kommunerna deltar i arbetet från början.');
	const b = paragraph('b', 'Regionen ska verka för god vård.');
	const c = paragraph('c', 'Resultatet redovisas för nämnden.');

	test('that are equal have nothing to show', () => {
		fc.assert(
			fc.property(
				anyContent.map((content) => ensureUniqueIds(content)),
				(content) => {
					expect(compare(content, content).changes.every((change) => change.kind === 'unchanged')).toBe(true);
				}
			),
			{ seed: 6, numRuns: 50 }
		);
	});

	test('show what came, went and changed, in the newer order, with the removed where it would have come', () => {
		const { changes, summary } = compare(
			text(a, b, c),
			text(
				paragraph('n', 'Något helt annat kommer först.'),
				a,
				paragraph('c', 'Resultatet redovisas årligen för nämnden.')
			)
		);
		expect(kinds(changes)).toEqual(['added n', 'unchanged a', 'removed b', 'changed c']);
		expect(summary).toMatchObject({
			added: 1,
			removed: 1,
			changed: 1,
			unchanged: 1,
			moved: 0,
			wordsAdded: 6,
			wordsRemoved: 6
		});
	});

	test('show that a block moved, once', () => {
		expect(kinds(compare(text(a, b, c), text(b, c, a)).changes)).toEqual(['unchanged b', 'unchanged c', 'moved a']);
	});

	test('match blocks that lost their ids by their words', () => {
		const fresh = text(
			{ ...a, id: 'x' },
			paragraph('y', 'Regionen ska verka för mycket god vård.'),
			paragraph('z', 'Ny text.')
		);
		expect(kinds(compare(text(a, b, c), fresh).changes)).toEqual(['unchanged x', 'changed y', 'added z', 'removed c']);
	});

	test('tell a change of form from a change of words', () => {
		const bold = {
			...a,
			content: [
				{ type: 'text' as const, text: 'Kommunerna deltar i arbetet från början.', marks: [{ type: 'bold' as const }] }
			]
		};
		expect(compare(text(a, b), text(bold, heading('b', 'Regionen ska verka för god vård.'))).changes).toMatchObject([
			{ kind: 'changed', form: true, runs: [{ kind: 'same' }] },
			{ kind: 'changed', form: true, runs: [{ kind: 'same' }] }
		]);
		expect(compare(text(a), text({ type: 'quote', blocks: [a] })).changes).toMatchObject([
			{ kind: 'changed', form: true }
		]);
	});

	test('account for every block of both, whatever they are', () => {
		fc.assert(
			fc.property(anyContent, anyContent, (one, other) => {
				const [before, after] = [ensureUniqueIds(one), ensureUniqueIds(other)];
				const { changes } = compare(before, after);
				const wanted = (content: typeof before) =>
					leaves(content).flatMap((leaf) => (leaf.block.type === 'table' ? [] : leaf.blockId));
				const got = (side: 'before' | 'after') =>
					changes.flatMap((change) => (side in change ? Reflect.get(change, side).blockId : []));
				expect(got('after')).toEqual(wanted(after));
				expect(got('before').toSorted()).toEqual(wanted(before).toSorted());
			}),
			{ seed: 7, numRuns: 100 }
		);
	});

	test('of five hundred blocks are compared in a moment', () => {
		const many = (id: string, word: string) =>
			text(
				...Array.from({ length: 500 }, (_, n) =>
					paragraph(`${id}${n}`, `Regionen ska i punkt ${n} ${word} och följa upp arbetet ${n % 9} gånger om året.`)
				)
			);
		const started = process.cpuUsage();
		const { summary } = compare(many('a', 'verka för vård'), many('b', 'bygga vägar'));
		expect(processorTime(started)).toBeLessThan(2000);
		expect(summary.changed).toBeGreaterThan(400);
	});
});
