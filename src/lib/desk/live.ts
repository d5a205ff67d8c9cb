import { roomPath } from '#lib/protocol/rooms.ts';
import { deskQuery, type DeskAddress } from './addresses.ts';

/** Where the news of a desk comes from, seen from the page's own address. */
export function deskSocketUrl(dialogueId: string, page: string): string {
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
