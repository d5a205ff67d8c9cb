import { beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Session } from './session.ts';

const limits = { ...DEFAULT_LIMITS, soft: 10, hard: 100, lagMs: 1_000, socketAgeMs: 60_000 };
const frame = Uint8Array.of(1, 2, 3);

let written: Uint8Array[];
let waiting: number;
let closed: [number, string][];

beforeEach(() => {
	[written, waiting, closed] = [[], 0, []];
});

function session(access: 'read' | 'write' = 'read', accountId: string | null = null): Session {
	const transport = {
		write: (bytes: Uint8Array) => written.push(bytes) > 0 && waiting === 0,
		buffered: () => waiting,
		close: (code: number, reason: string) => void closed.push([code, reason])
	};
	const viewer = { accountId, name: null, sessionKey: null };
	return new Session({
		viewer,
		grant: { access, moderator: false },
		epoch: null,
		ours: true,
		transport,
		limits,
		now: 0
	});
}

describe('while the room is loading', () => {
	test('frames are held and handed over once', () => {
		const opening = session();
		expect(opening.admit(frame, 0)).toBe(false);
		expect(opening.begin()).toEqual([frame]);
		expect(opening.begin()).toEqual([]);
		expect(opening.admit(frame, 0)).toBe(true);
	});

	test('nothing is sent', () => {
		session().send(frame);
		expect(written).toEqual([]);
	});

	test('more than a little is too much', () => {
		const opening = session();
		opening.admit(new Uint8Array(limits.readerFrame), 0);
		opening.admit(new Uint8Array(1), 0);
		expect(closed).toEqual([[CLOSE.overload, 'too_much']]);
	});
});

describe('a reader', () => {
	test('may say little: sixty frames at once, ten a second', () => {
		const reader = session();
		reader.begin();
		const admitted = Array.from({ length: 61 }, () => reader.admit(frame, 0));
		expect(admitted.filter(Boolean)).toHaveLength(60);
		expect(closed).toEqual([[CLOSE.overload, 'too_much']]);
	});

	test('who is slow gets no presence, then nothing, then one difference', () => {
		const reader = session();
		reader.begin();
		waiting = 50;
		reader.send(frame);
		reader.sendIfQuick(frame);
		expect([written.length, reader.isTooSlow()]).toEqual([1, false]);
		waiting = 101;
		expect(reader.isTooSlow()).toBe(true);
		reader.lag(Uint8Array.of(0), 0);
		reader.send(frame);
		expect([written.length, reader.hasDrained]).toEqual([1, false]);
		waiting = 0;
		expect(reader.hasDrained).toBe(true);
		reader.catchUp(frame);
		reader.send(frame);
		expect(written).toHaveLength(3);
	});

	test('who is slow for too long is sent away to come back', () => {
		const reader = session();
		reader.begin();
		reader.lag(Uint8Array.of(0), 0);
		reader.check(900);
		expect(closed).toEqual([]);
		reader.check(1_100);
		expect(closed).toEqual([[CLOSE.overload, 'too_slow']]);
	});

	test('of long standing is judged again', () => {
		const reader = session();
		reader.begin();
		reader.check(60_001);
		expect(closed).toEqual([[CLOSE.accessChanged, 'judged_again']]);
	});
});

describe('closing', () => {
	test('happens once, and nothing goes in or out after it', () => {
		const one = session();
		one.begin();
		one.close(CLOSE.forbidden, 'a');
		one.close(CLOSE.gone, 'b');
		one.send(frame);
		expect(closed).toEqual([[CLOSE.forbidden, 'a']]);
		expect(written).toEqual([]);
		expect(one.admit(frame, 0)).toBe(false);
		one.ended(1006);
		expect(one.state).toEqual({ kind: 'closed', code: CLOSE.forbidden });
	});
});

test('without an account nobody writes, whatever was granted', () => {
	expect(session('write').mayWrite).toBe(false);
	expect(session('write', 'a').mayWrite).toBe(true);
	expect(session('read', 'a').mayWrite).toBe(false);
});
