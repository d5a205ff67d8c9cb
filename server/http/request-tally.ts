import type { ServerResponse } from 'node:http';
import { createHistogram, observe, type Histogram } from '#server/watch/tally.ts';

/** How a request ended: the class of its status, or `aborted` when the visitor left before the answer was out. */
export const OUTCOMES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'aborted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Requests under way, and how long the others took, in milliseconds. */
export type RequestTally = { underWay: number; ms: Record<Outcome, Histogram> };

const MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

export const createRequestTally = (): RequestTally => ({
	underWay: 0,
	ms: {
		'1xx': createHistogram(MS),
		'2xx': createHistogram(MS),
		'3xx': createHistogram(MS),
		'4xx': createHistogram(MS),
		'5xx': createHistogram(MS),
		aborted: createHistogram(MS)
	}
});

/** Call once for each request; the returned function, once, when its connection or its answer is done. */
export function beginRequest(tally: RequestTally, response: ServerResponse): (ms: number) => void {
	tally.underWay++;
	return (ms) => {
		tally.underWay--;
		observe(tally.ms[outcomeOf(response)], ms);
	};
}

function outcomeOf({ statusCode, writableFinished }: ServerResponse): Outcome {
	if (!writableFinished) return 'aborted';
	return OUTCOMES[Math.floor(statusCode / 100) - 1] ?? '5xx';
}
