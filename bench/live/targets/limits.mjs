import { foreign } from './foreign.mjs';

/** Servers that keep the protocol's letter and nothing else: no document, no check, no storage. */
export const limits = [
	foreign({
		name: 'relay',
		label: 'limit: relays frames as they come',
		framing: 'y-websocket',
		limit: true,
		script: 'live/relays/relay.mjs'
	}),
	foreign({
		name: 'merge16',
		label: 'limit: relays one merged frame per room and 16 ms',
		framing: 'y-websocket',
		limit: true,
		script: 'live/relays/merging.mjs',
		env: () => ({ TICK: '16', PRESENCE_TICK: '16' })
	}),
	foreign({
		name: 'merge100',
		label: 'limit: the same, presence every 100 ms',
		framing: 'y-websocket',
		limit: true,
		script: 'live/relays/merging.mjs',
		env: () => ({ TICK: '16', PRESENCE_TICK: '100' })
	})
];
