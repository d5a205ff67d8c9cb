import type { IncomingMessage } from 'node:http';

export const BODY_LIMIT = 512 * 1024;
/** 25 MB of file (issue: imports) and the form around it. */
export const IMPORT_BODY_LIMIT = 26 * 1024 * 1024;

/** Addresses that take files: importing a text, a picture into a text, mail that came back. Actions check what is in them. */
const TAKES_FILES = /^\/(?:en\/)?arbetsyta\/.+\/(?:importera|bilder|inbjudningar\/[\da-f-]{36})\/?$/;

/**
 * The status with which a request is refused for its body before anybody reads it, or null. A body that does not
 * say how long it is gets 411: no browser sends one, and we would have to read it to measure it.
 */
export function refuseBody(request: Pick<IncomingMessage, 'url' | 'headers'>): 411 | 413 | null {
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	const takesFiles = TAKES_FILES.test(path);
	if (request.headers['transfer-encoding'] !== undefined && !takesFiles) return 411;
	const length = Number(request.headers['content-length'] ?? 0);
	return length > (takesFiles ? IMPORT_BODY_LIMIT : BODY_LIMIT) ? 413 : null;
}

/** How much, and how long, of a refused body is read so that its sender comes to hear the answer. */
export type Patience = { bytes: number; ms: number };
export const PATIENCE: Patience = { bytes: 64 * 1024 * 1024, ms: 10_000 };

/**
 * Reads the body and throws it away. A connection that is closed over unread bytes is reset, and whoever is still
 * sending then never gets to read why. Ends with the body, the sender or our patience, whichever is first.
 */
export function discardBody(request: IncomingMessage, patience: Patience): Promise<void> {
	return new Promise((resolve) => {
		let read = 0;
		const done = () => {
			clearTimeout(timer);
			request.pause();
			resolve();
		};
		const timer = setTimeout(done, patience.ms);
		request.once('close', done).once('end', done).once('error', done);
		request.on('data', (chunk: Buffer) => {
			read += chunk.length;
			if (read > patience.bytes) done();
		});
	});
}
