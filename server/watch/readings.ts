import { Counter, Gauge, Histogram as PromHistogram, type Registry } from 'prom-client';
import type { Histogram, Tally } from './tally.ts';

/** Name without its prefix `medskick_`, and one sentence for whoever builds a dashboard. */
type Described = { name: string; help: string };
type Labelled = Described & { label: string };

const PREFIX = 'medskick_';

/** Metrics of one registry that hold nothing themselves: each scrape reads what our own counters say. */
export function createReadings(registry: Registry) {
	const about = ({ name, help }: Described) => ({ name: PREFIX + name, help, registers: [registry] });
	return {
		counter(described: Described, read: () => number): void {
			new Counter({
				...about(described),
				collect() {
					this.reset();
					this.inc(read());
				}
			});
		},
		counters({ label, ...described }: Labelled, read: () => Partial<Tally>): void {
			new Counter({
				...about(described),
				labelNames: [label],
				collect() {
					this.reset();
					for (const [name, value] of Object.entries(read())) this.inc({ [label]: name }, value ?? 0);
				}
			});
		},
		gauge(described: Described, read: () => number): void {
			new Gauge({
				...about(described),
				collect() {
					this.set(read());
				}
			});
		},
		gauges({ label, ...described }: Labelled, read: () => Tally): void {
			new Gauge({
				...about(described),
				labelNames: [label],
				collect() {
					this.reset();
					for (const [name, value] of Object.entries(read())) this.set({ [label]: name }, value);
				}
			});
		},
		/** `unit` is what one of ours is in theirs: 0.001 where we count milliseconds. */
		histogram(described: Described, unit: number, read: () => Histogram): void {
			new KeptHistogram(about(described), unit, () => [{ labels: {}, histogram: read() }]);
		},
		histograms({ label, ...described }: Labelled, unit: number, read: () => Record<string, Histogram>): void {
			new KeptHistogram({ ...about(described), labelNames: [label] }, unit, () =>
				Object.entries(read()).map(([name, histogram]) => ({ labels: { [label]: name }, histogram }))
			);
		}
	};
}
export type Readings = ReturnType<typeof createReadings>;

type Series = { labels: Record<string, string>; histogram: Histogram };
type Settings = { name: string; help: string; registers: Registry[]; labelNames?: string[] };

/** A histogram whose buckets are kept elsewhere. */
class KeptHistogram extends PromHistogram {
	readonly #settings: Settings;
	readonly #unit: number;
	readonly #read: () => Series[];

	constructor(settings: Settings, unit: number, read: () => Series[]) {
		super(settings);
		this.#settings = settings;
		this.#unit = unit;
		this.#read = read;
	}

	/** Where both forms of a registry's output come from; absent from the package's types, and held by our tests. */
	async getForPromString() {
		const { name, help } = this.#settings;
		const values = this.#read().flatMap((series) => valuesOf(name, this.#unit, series));
		return { name, help, type: 'histogram', values, aggregator: 'sum' };
	}
}

/** Prometheus counts upwards: each bucket holds those below it too, and the last one is everything. */
function valuesOf(name: string, unit: number, { labels, histogram }: Series) {
	let below = 0;
	const buckets = histogram.bounds.map((bound, n) => {
		below += histogram.counts[n] ?? 0;
		return {
			metricName: `${name}_bucket`,
			labels: { ...labels, le: Number((bound * unit).toPrecision(12)) },
			value: below
		};
	});
	return [
		...buckets,
		{ metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: histogram.count },
		{ metricName: `${name}_sum`, labels, value: histogram.sum * unit },
		{ metricName: `${name}_count`, labels, value: histogram.count }
	];
}
