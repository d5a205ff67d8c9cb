/** Every bound of the live part. Wide enough for a hall of a thousand phones behind one address. */
export type Limits = {
	socketsPerAddress: number;
	socketsPerRoom: number;
	/** Handshakes that wait for a session or a judgement at the same time. */
	pendingHandshakes: number;
	handshakeMs: number;
	/** Bytes of one frame. A reader sends at most its state vector. */
	readerFrame: number;
	writerFrame: number;
	readerFrames: { rate: number; burst: number };
	writerFrames: { rate: number; burst: number };
	writerBytes: { rate: number; burst: number };
	/** Requests for the text's state on one connection. */
	syncRequests: { rate: number; burst: number };
	/** Bytes that a room keeps for the next commit; beyond, writers are told to come back. */
	roomQueue: number;
	/** Bytes waiting for a slow reader: over `soft` no presence, over `hard` nothing until drained. */
	soft: number;
	hard: number;
	lagMs: number;
	/** How long a socket may take to answer a close frame. */
	closeMs: number;
	/** A socket this old comes back to be judged again. */
	socketAgeMs: number;
	/** How long a room without anybody stays loaded. */
	lingerMs: number;
	awarenessBytes: number;
	/** So many updates, or so many bytes of them, after the last snapshot make a new one worth while. */
	snapshotRows: number;
	snapshotBytes: number;
};

export const DEFAULT_LIMITS: Limits = {
	socketsPerAddress: 5_000,
	socketsPerRoom: 5_000,
	pendingHandshakes: 5_000,
	handshakeMs: 10_000,
	readerFrame: 64 * 1024,
	writerFrame: 4 * 1024 * 1024,
	readerFrames: { rate: 10, burst: 60 },
	writerFrames: { rate: 2_000, burst: 4_000 },
	writerBytes: { rate: 2 * 1024 * 1024, burst: 16 * 1024 * 1024 },
	syncRequests: { rate: 0.2, burst: 5 },
	roomQueue: 32 * 1024 * 1024,
	soft: 128 * 1024,
	hard: 1024 * 1024,
	lagMs: 60_000,
	closeMs: 700,
	socketAgeMs: 4 * 60 * 60 * 1000,
	lingerMs: 30_000,
	awarenessBytes: 2_048,
	snapshotRows: 500,
	snapshotBytes: 512 * 1024
};
