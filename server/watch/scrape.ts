import { Registry } from 'prom-client';
import { describeLive } from './live-metrics.ts';
import { describeProcess } from './process-metrics.ts';
import { createReadings } from './readings.ts';
import type { Queues, Watched } from './source.ts';
import { describeWork } from './work-metrics.ts';

/** What Prometheus gets. `text` answers also while the database does not: then without what lies in it. */
export type Scrape = { readonly contentType: string; text(): Promise<string>; end(): void };

const DATABASE_MS = 2_000;

export function createScrape(watched: Watched, databaseMs = DATABASE_MS): Scrape {
	const registry = new Registry();
	const readings = createReadings(registry);
	let queues: Queues | null = null;
	describeLive(readings, watched.live);
	describeWork(readings, watched, () => queues);
	const measured = describeProcess(readings);
	return {
		contentType: registry.contentType,
		async text() {
			queues = await within(databaseMs, watched.queues());
			const text = await registry.metrics();
			measured.restart();
			return text;
		},
		end: measured.end
	};
}

/** Null when it fails or takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
	const answer = await Promise.race([work.catch(() => null), limit]);
	clearTimeout(timer);
	return answer;
}
