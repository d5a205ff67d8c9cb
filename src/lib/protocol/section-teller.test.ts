import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SectionTeller } from './section-teller.ts';

let said: (string | null)[];
let connected: boolean;
let teller: SectionTeller;

beforeEach(() => {
	vi.useFakeTimers();
	[said, connected] = [[], true];
	teller = new SectionTeller((section) => {
		if (connected) said.push(section);
		return connected;
	});
});

afterEach(() => void vi.useRealTimers());

/** What is said within so many milliseconds. */
function within(ms: number): (string | null)[] {
	vi.advanceTimersByTime(ms);
	return said.splice(0);
}

describe('whoever moves from section to section', () => {
	test('says so at once where no summary has come for a while', () => {
		teller.moveTo('a');
		expect(within(0)).toEqual(['a']);
		teller.heard();
		vi.advanceTimersByTime(900);
		teller.moveTo('b');
		expect(within(0)).toEqual(['b']);
	});

	test('says only where it has come to, in time for the next summary', () => {
		teller.heard();
		for (const section of ['a', 'b', 'c']) teller.moveTo(section);
		expect(within(899)).toEqual([]);
		expect(within(1)).toEqual(['c']);
	});

	test('says nothing when it is back where it was', () => {
		teller.moveTo('a');
		within(0);
		teller.heard();
		teller.moveTo('b');
		teller.moveTo('a');
		expect(within(10_000)).toEqual([]);
	});

	test('says it again on each new connection, and nothing between two', () => {
		connected = false;
		teller.moveTo('a');
		expect(within(10_000)).toEqual([]);
		connected = true;
		teller.connected();
		teller.connected();
		expect(within(10_000)).toEqual(['a', 'a']);
	});

	test('says nothing after it has left', () => {
		teller.heard();
		teller.moveTo('a');
		teller.stop();
		expect(within(10_000)).toEqual([]);
	});
});
