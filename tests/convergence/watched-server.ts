import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Socket } from 'node:net';
import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { createAddressReader } from '#server/realtime/address.ts';
import { LiveServer, type LiveOptions } from './live-server.ts';

/** A server of which the test sees the sockets from the inside. */
export class WatchedServer extends LiveServer {
	readonly sockets: Set<Socket>;

	constructor(database: Kysely<DB>, options: LiveOptions = {}) {
		const sockets = new Set<Socket>();
		const addressOf = createAddressReader([]);
		super(database, {
			...options,
			addressOf: (request) => {
				const { socket } = request;
				sockets.add(socket);
				socket.once('close', () => sockets.delete(socket));
				return addressOf(request);
			}
		});
		this.sockets = sockets;
	}

	/** Bytes that wait in this process for each other end to take them. */
	get waiting(): number[] {
		return [...this.sockets].map((socket) => socket.writableLength);
	}
}

// Each y-websocket client waits for the end of the process.
process.setMaxListeners(0);
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of what is really held, after everything else has been collected. */
export function memoryHeld(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
