import { FeedSocket } from '#lib/protocol/feed-socket.ts';
import { roomPath } from '#lib/protocol/rooms.ts';
import { deskQuery, type DeskAddress } from './addresses.ts';
import type { Desk } from './desk.svelte.ts';

/** Where the news of a desk comes from, seen from the page's own address. */
function deskSocketUrl(dialogueId: string, page: string): string {
	const url = new URL(roomPath('desk', dialogueId), page);
	url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
	return url.href;
}

/** Where rows of the queue in view are read again; `here` is the desk's address. */
export function rowsAddress(here: string, address: DeskAddress, ids: readonly string[]): string {
	const query = new URLSearchParams(deskQuery({ ...address, pointId: null, decision: null }));
	for (const id of ids) query.append('id', id);
	return `${here}/rader?${query}`;
}

export type Connection = 'connecting' | 'live' | 'off';
type Follower = {
	dialogueId: string;
	/** The page's own address. */
	page: string;
	/** When the queue was read, by the server's clock. */
	asOf: number;
	onConnection(state: Connection): void;
	/** News may have been missed: read again. */
	onMissed(): void;
};

/** Brings the news of a desk to its queue. Returns what ends it. */
export function followDesk(desk: Pick<Desk, 'changed' | 'touched'>, follower: Follower): () => void {
	const socket = new FeedSocket({
		url: deskSocketUrl(follower.dialogueId, follower.page),
		onFrame(frame) {
			if (frame.kind !== 'event') return;
			for (const event of frame.events) {
				if (event.kind === 'queue_changed') desk.changed(event.pointId);
				if (event.kind === 'being_moderated') desk.touched(event.pointId);
			}
		},
		asOf: follower.asOf,
		onOpen: () => follower.onConnection('live'),
		onMissed: () => follower.onMissed(),
		onClose: () => follower.onConnection('off')
	});
	return () => socket.close();
}
