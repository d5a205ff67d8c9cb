import type { Press, PressAnswer } from '#lib/protocol/hosting.ts';

const PATIENCE_MS = 10_000;
const NO_ANSWER = { status: 0 };

/** Sends presses to this address; what comes too late counts as no answer. Goes on when the page is being left. */
export const pressesTo =
	(address: string) =>
	async (presses: readonly Press[]): Promise<{ answer: PressAnswer } | { status: number }> => {
		try {
			const response = await fetch(address, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ presses }),
				keepalive: true,
				signal: AbortSignal.timeout(PATIENCE_MS)
			});
			if (!response.ok) return { status: response.status };
			return { answer: (await response.json()) as PressAnswer };
		} catch {
			return NO_ANSWER;
		}
	};
