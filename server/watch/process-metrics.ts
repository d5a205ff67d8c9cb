import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Readings } from './readings.ts';

const NANOSECONDS = 1e-9;
const MICROSECONDS = 1e-6;
const RESOLUTION_MS = 20;

/**
 * Processor, memory, and how late the event loop is: the first figure to rise when the process has too much to do.
 * Starts measuring; the returned function ends it. The delays are those since the last scrape (`restart`).
 */
export function describeProcess({ counter, gauge, gauges }: Readings): { restart(): void; end(): void } {
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	delay.enable();
	const used = () => process.cpuUsage();
	counter(
		{ name: 'process_cpu_seconds_total', help: 'Processor time used.' },
		() => (used().user + used().system) * MICROSECONDS
	);
	gauge({ name: 'process_uptime_seconds', help: 'How long the process has run.' }, () => process.uptime());
	gauges({ name: 'process_memory_bytes', help: 'Memory in use, by kind.', label: 'kind' }, () => {
		const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
		return { resident: rss, heap_used: heapUsed, heap_total: heapTotal, external, buffers: arrayBuffers };
	});
	gauges(
		{ name: 'event_loop_delay_seconds', help: 'How late timers were since the last scrape.', label: 'quantile' },
		() => ({
			'0.5': late(delay.percentile(50)),
			'0.99': late(delay.percentile(99)),
			max: late(delay.max)
		})
	);
	return { restart: () => delay.reset(), end: () => void delay.disable() };
}

/** What is measured holds the timer's own pace. */
const late = (nanoseconds: number): number => Math.max(0, nanoseconds * NANOSECONDS - RESOLUTION_MS / 1_000);
