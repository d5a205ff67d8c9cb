import { createHistogram, type Histogram, type Tally } from '#server/watch/tally.ts';
import type { Refusal } from './update-gate.ts';

export { count, observe } from '#server/watch/tally.ts';

/** Counters and gauges of the live part, read by whoever exports them. Times are in milliseconds. */
export type RealtimeMetrics = {
	rooms: number;
	sockets: number;
	/** By HTTP status or close code. */
	handshakesRefused: Tally;
	updatesReceived: number;
	updatesCommitted: number;
	/** Each committed update, once for each socket that it was sent on to. */
	updatesDelivered: number;
	updatesRefused: Partial<Record<Refusal, number>>;
	framesDropped: number;
	commits: number;
	commitMs: Histogram;
	batchRows: Histogram;
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

const COMMIT_MS = [1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 200, 500, 1_000, 2_000, 5_000, 20_000];
const BATCH_ROWS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

export const createMetrics = (): RealtimeMetrics => ({
	rooms: 0,
	sockets: 0,
	handshakesRefused: {},
	updatesReceived: 0,
	updatesCommitted: 0,
	updatesDelivered: 0,
	updatesRefused: {},
	framesDropped: 0,
	commits: 0,
	commitMs: createHistogram(COMMIT_MS),
	batchRows: createHistogram(BATCH_ROWS),
	queueDepth: 0,
	commitRetries: 0,
	roomsQuarantined: 0,
	roomsRebuilt: 0,
	slowReaders: 0,
	compactions: 0,
	compactionsFailed: 0
});
