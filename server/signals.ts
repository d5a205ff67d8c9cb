import type { Logger } from './log.ts';

const SAME_PRESS_MS = 1_500;
const STOP_MS = 30_000;

/**
 * Runs `stop` once, whichever way the end is announced, and leaves with its outcome. One press of Ctrl-C may arrive
 * several times (from the terminal, and handed on by npm and the start script), so only a later one forces the end.
 */
export function stopOnSignals(log: Logger, stop: () => Promise<void>): { stopNow(exitCode: number): void } {
	let since: number | null = null;
	const end = (exitCode: number): void => {
		if (since !== null) {
			if (performance.now() - since > SAME_PRESS_MS) process.exit(130);
			return;
		}
		since = performance.now();
		const limit = setTimeout(() => {
			log.error('stopping took too long; leaving without waiting');
			process.exit(1);
		}, STOP_MS);
		void stop()
			.then(() => exitCode)
			.catch((error: unknown) => {
				log.error({ err: error }, 'stopping failed');
				return 1;
			})
			.then((code) => {
				clearTimeout(limit);
				process.exit(code);
			});
	};
	process.on('SIGINT', () => end(0));
	process.on('SIGTERM', () => end(0));
	// The start script holds this channel: it closes when the script dies without a word.
	process.on('disconnect', () => end(0));
	// A refused promise concerns one request; an error that nobody caught leaves the whole in an unknown state.
	process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'promise refused and nobody listened'));
	process.on('uncaughtException', (error) => {
		log.fatal({ err: error }, 'error that nobody caught; stopping');
		end(1);
	});
	return { stopNow: end };
}
