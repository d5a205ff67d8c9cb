import type { Refusal } from './update-gate.ts';

/** Counters and gauges of the live part, read by whoever exports them. Times are in milliseconds. */
export type RealtimeMetrics = {
	rooms: number;
	sockets: number;
	handshakesRefused: Record<string, number>;
	updatesReceived: number;
	updatesRefused: Partial<Record<Refusal, number>>;
	framesDropped: number;
	commits: number;
	commitMs: { sum: number; max: number };
	batchRows: { sum: number; max: number };
	/** Rooms that wait for a commit now. */
	queueDepth: number;
	commitRetries: number;
	roomsQuarantined: number;
	/** Documents made anew because an update threw. */
	roomsRebuilt: number;
	slowReaders: number;
	compactions: number;
	compactionsFailed: number;
};

export const createMetrics = (): RealtimeMetrics => ({
	rooms: 0,
	sockets: 0,
	handshakesRefused: {},
	updatesReceived: 0,
	updatesRefused: {},
	framesDropped: 0,
	commits: 0,
	commitMs: { sum: 0, max: 0 },
	batchRows: { sum: 0, max: 0 },
	queueDepth: 0,
	commitRetries: 0,
	roomsQuarantined: 0,
	roomsRebuilt: 0,
	slowReaders: 0,
	compactions: 0,
	compactionsFailed: 0
});

export function count<K extends string>(counters: Partial<Record<K, number>>, key: K): void {
	counters[key] = (counters[key] ?? 0) + 1;
}

export function observe(summary: { sum: number; max: number }, value: number): void {
	summary.sum += value;
	summary.max = Math.max(summary.max, value);
}
