const PER_E = 100;
const BUCKETS = 1_800;

/** Times in milliseconds, kept in buckets one per cent wide: millions of them cost nothing. */
export class Histogram {
	#buckets = new Float64Array(BUCKETS);
	#count = 0;
	#max = 0;

	/** @param {number} ms */
	add(ms) {
		const value = Math.max(0, ms);
		const bucket = Math.min(BUCKETS - 1, Math.floor(Math.log1p(value * 100) * PER_E));
		this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
		this.#count++;
		this.#max = Math.max(this.#max, value);
	}

	/** @param {number} share @returns {number | null} */
	quantile(share) {
		if (this.#count === 0) return null;
		let seen = 0;
		for (let bucket = 0; bucket < BUCKETS; bucket++) {
			seen += this.#buckets[bucket] ?? 0;
			if (seen >= share * this.#count) return Math.min(this.#max, (Math.exp((bucket + 0.5) / PER_E) - 1) / 100);
		}
		return this.#max;
	}

	summary() {
		const of = (/** @type {number} */ share) => round(this.quantile(share));
		return { p50: of(0.5), p95: of(0.95), p99: of(0.99), max: this.#count === 0 ? null : round(this.#max) };
	}
}

/** @param {number | null} value */
const round = (value) => (value === null ? null : Math.round(value * 100) / 100);
