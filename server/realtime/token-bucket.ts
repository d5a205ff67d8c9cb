/** Lets `rate` per second through on average and `burst` at once. */
export class TokenBucket {
	readonly #rate: number;
	readonly #burst: number;
	#tokens: number;
	#at: number;

	constructor(limit: { rate: number; burst: number }, now: number) {
		this.#rate = limit.rate;
		this.#burst = limit.burst;
		this.#tokens = limit.burst;
		this.#at = now;
	}

	/** Takes `cost` tokens and says whether they were there. `now` in milliseconds. */
	take(cost: number, now: number): boolean {
		this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate);
		this.#at = now;
		if (this.#tokens < cost) return false;
		this.#tokens -= cost;
		return true;
	}
}
