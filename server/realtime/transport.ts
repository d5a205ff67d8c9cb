import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Transport } from './session.ts';

/**
 * Finished frames go straight to the socket: building the same frame anew for each of a thousand readers costs as
 * much as the system calls. `ws` never interleaves, since it writes whole frames too and nothing is compressed.
 */
export function createTransport(ws: WebSocket, socket: Duplex, closeMs: number): Transport {
	return {
		write: (frame) => ws.readyState !== WebSocket.OPEN || socket.write(frame),
		buffered: () => socket.writableLength,
		close: (code, reason) => {
			ws.close(code, reason);
			const timer = setTimeout(() => ws.terminate(), closeMs);
			ws.once('close', () => clearTimeout(timer));
		}
	};
}
