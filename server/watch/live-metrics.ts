import type { RealtimeMetrics } from '#server/realtime/metrics.ts';
import type { Readings } from './readings.ts';

const MILLISECONDS = 0.001;

/** The live part: rooms, sockets, and the way of an update from its writer through the database to the others. */
export function describeLive({ counter, counters, gauge, histogram }: Readings, live: RealtimeMetrics): void {
	gauge({ name: 'rooms', help: 'Rooms that are open.' }, () => live.rooms);
	gauge({ name: 'sockets', help: 'Sockets that are connected.' }, () => live.sockets);
	counters(
		{
			name: 'handshakes_refused_total',
			help: 'Sockets that were not let in, by HTTP status or close code.',
			label: 'code'
		},
		() => live.handshakesRefused
	);
	counter({ name: 'updates_received_total', help: 'Updates of texts that writers sent.' }, () => live.updatesReceived);
	counter({ name: 'updates_committed_total', help: 'Updates that are in the database.' }, () => live.updatesCommitted);
	counter(
		{ name: 'updates_delivered_total', help: 'Committed updates, once for each socket they were sent on to.' },
		() => live.updatesDelivered
	);
	counters(
		{ name: 'updates_refused_total', help: 'Updates that did not pass the gate, by reason.', label: 'reason' },
		() => live.updatesRefused
	);
	counter(
		{ name: 'presence_frames_dropped_total', help: 'Frames that spoke for others, or too much, and were ignored.' },
		() => live.framesDropped
	);
	histogram({ name: 'commit_seconds', help: 'How long a commit of texts took.' }, MILLISECONDS, () => live.commitMs);
	histogram({ name: 'commit_batch_rows', help: 'Rows that one commit wrote.' }, 1, () => live.batchRows);
	gauge({ name: 'commit_queue_rooms', help: 'Rooms that wait for a commit.' }, () => live.queueDepth);
	counter(
		{ name: 'commit_retries_total', help: 'Commits that failed and were tried again.' },
		() => live.commitRetries
	);
	counter(
		{ name: 'rooms_quarantined_total', help: 'Texts closed because they could not be stored.' },
		() => live.roomsQuarantined
	);
	counter(
		{ name: 'rooms_rebuilt_total', help: 'Texts loaded again because an update could not be applied.' },
		() => live.roomsRebuilt
	);
	counter(
		{ name: 'slow_readers_total', help: 'Sockets that fell behind and were sent one difference later.' },
		() => live.slowReaders
	);
	counters({ name: 'compactions_total', help: 'Snapshots of texts, by how they ended.', label: 'result' }, () => ({
		done: live.compactions,
		failed: live.compactionsFailed
	}));
}
