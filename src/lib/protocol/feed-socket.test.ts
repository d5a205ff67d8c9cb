import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CLOSE } from './close-codes.ts';
import { FeedSocket } from './feed-socket.ts';
import type { FeedFrame } from './frames.ts';

/** The other end of the wire, in the hands of the test. */
class FakeSocket {
	readyState = 0;
	sent: string[] = [];
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	send(data: string): void {
		this.sent.push(data);
	}
	close(): void {
		this.readyState = 3;
	}
	open(): void {
		this.readyState = 1;
		this.onopen?.();
	}
	say(frame: FeedFrame): void {
		this.onmessage?.({ data: JSON.stringify(frame) });
	}
}

let sockets: FakeSocket[];
let frames: FeedFrame[];
let opened: number;
let missed: number;
let closed: [number, boolean][];
let device: EventTarget;

beforeEach(() => {
	vi.useFakeTimers();
	[sockets, frames, closed, opened, missed] = [[], [], [], 0, 0];
	device = new EventTarget();
});

afterEach(() => void vi.useRealTimers());

function connect(asOf?: number): FeedSocket {
	return new FeedSocket({
		url: 'ws://example.se/ws/document/1',
		onFrame: (frame) => void frames.push(frame),
		...(asOf !== undefined && { asOf }),
		onOpen: () => void opened++,
		onMissed: () => void missed++,
		onClose: (code, final) => void closed.push([code, final]),
		open: () => {
			const socket = new FakeSocket();
			sockets.push(socket);
			return socket as unknown as WebSocket;
		},
		random: () => 0,
		device
	});
}

const welcome = (newsAt: number): FeedFrame => ({
	...{ kind: 'notice', notice: 'welcome', access: 'read', epoch: null },
	newsAt
});
const last = (): FakeSocket => sockets.at(-1) ?? new FakeSocket();

describe('a feed socket', () => {
	test('hands over what it hears', () => {
		connect();
		last().open();
		last().say({ kind: 'notice', notice: 'alive' });
		expect([frames, opened, missed]).toEqual([[{ kind: 'notice', notice: 'alive' }], 1, 0]);
	});

	test('comes back soon when the device says that its line is back, and not when it is to stay away', () => {
		const socket = connect();
		for (const pause of [250, 500, 1000]) {
			last().onclose?.({ code: 1006 });
			vi.advanceTimersByTime(pause);
		}
		last().onclose?.({ code: 1006 });
		device.dispatchEvent(new Event('online'));
		vi.advanceTimersByTime(250);
		expect(sockets).toHaveLength(5);
		last().open();
		device.dispatchEvent(new Event('online'));
		vi.advanceTimersByTime(10_000);
		expect(sockets).toHaveLength(5);
		socket.close();
		device.dispatchEvent(new Event('online'));
		vi.advanceTimersByTime(10_000);
		expect(sockets).toHaveLength(5);
	});

	test('comes back with growing pauses, and says that something may have been missed', () => {
		connect();
		last().open();
		last().say(welcome(0));
		last().onclose?.({ code: 1012 });
		vi.advanceTimersByTime(249);
		expect(sockets).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(sockets).toHaveLength(2);
		last().onclose?.({ code: 1006 });
		vi.advanceTimersByTime(499);
		expect(sockets).toHaveLength(2);
		vi.advanceTimersByTime(1);
		last().open();
		last().say(welcome(0));
		expect([opened, missed]).toEqual([2, 1]);
		expect(closed).toEqual([
			[1012, false],
			[1006, false]
		]);
	});

	test.each([
		[999, 0],
		[1_000, 1],
		[5_000, 1]
	])('a page read at 1,000 into a room last told something at %i has missed %i times', (newsAt, times) => {
		connect(1_000);
		last().open();
		last().say(welcome(newsAt));
		last().say({ kind: 'notice', notice: 'alive' });
		expect(missed).toBe(times);
	});

	test('also hears what it missed when the first attempts to connect failed', () => {
		connect(1_000);
		last().onclose?.({ code: 1006 });
		vi.advanceTimersByTime(500);
		last().open();
		last().say(welcome(2_000));
		expect([sockets.length, missed]).toEqual([2, 1]);
	});

	test('a page that sees to it itself is not told of what came before it connected', () => {
		connect();
		last().open();
		last().say(welcome(Date.now()));
		expect(missed).toBe(0);
	});

	test('stops when coming back is pointless', () => {
		connect();
		last().onclose?.({ code: CLOSE.forbidden });
		vi.advanceTimersByTime(1_000_000);
		expect(sockets).toHaveLength(1);
		expect(closed).toEqual([[CLOSE.forbidden, true]]);
	});

	test('takes silence for a dead connection', () => {
		connect();
		last().open();
		vi.advanceTimersByTime(30_000);
		last().say({ kind: 'notice', notice: 'alive' });
		vi.advanceTimersByTime(49_000);
		expect(sockets).toHaveLength(1);
		vi.advanceTimersByTime(2_000);
		expect(sockets).toHaveLength(2);
	});

	test('says which section is in view when it opens, and after a summary no sooner than the next one needs', () => {
		const feed = connect();
		feed.atSection('h1');
		last().open();
		last().say({ kind: 'presence', people: 2, editors: 0, sections: { h1: 2 } });
		feed.atSection('h2');
		vi.advanceTimersByTime(0);
		expect(last().sent).toEqual(['{"kind":"section","section":"h1"}']);
		vi.advanceTimersByTime(1_000);
		expect(last().sent.slice(1)).toEqual(['{"kind":"section","section":"h2"}']);
	});

	test('does not come back after it was closed', () => {
		const feed = connect();
		last().open();
		const socket = last();
		feed.close();
		socket.onclose?.({ code: 1000 });
		vi.advanceTimersByTime(1_000_000);
		expect(sockets).toHaveLength(1);
	});
});
