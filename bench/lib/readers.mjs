import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';

/** @typedef {{ at: number, text: string }} Heard a frame of the feed and when it came */

const AT_ONCE = 50;

/**
 * Opens as many sockets on a document's news as there are readers; each hears of every point.
 * @param {{ origin: string, documentId: string, count: number, onPoint: (mark: string, at: number) => void }} options
 */
export async function openReaders({ origin, documentId, count, onPoint }) {
	/** @type {WebSocket[]} */
	const sockets = [];
	for (let opened = 0; opened < count; opened += AT_ONCE) {
		const few = Array.from({ length: Math.min(AT_ONCE, count - opened) }, () =>
			openReader(origin, documentId, onPoint)
		);
		sockets.push(...(await Promise.all(few)));
	}
	return {
		/** How many were cut off, which none should be. */
		lost: () => sockets.filter((socket) => socket.readyState !== WebSocket.OPEN).length,
		close: () => sockets.forEach((socket) => socket.terminate())
	};
}

/** What a comment carries so that its arrival is found without reading the whole frame, which may tell of several. */
const MARK = /mätning-[0-9a-f]{8}/g;

/**
 * @param {string} origin
 * @param {string} documentId
 * @param {(mark: string, at: number) => void} onPoint
 */
async function openReader(origin, documentId, onPoint) {
	const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/document/${documentId}`, {
		headers: { origin },
		perMessageDeflate: false
	});
	socket.on('message', (data) => {
		const at = performance.now();
		for (const mark of new Set(data.toString().match(MARK))) onPoint(mark, at);
	});
	await once(socket, 'open');
	return socket;
}
