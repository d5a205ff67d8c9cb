import type { Store } from './browser-storage.ts';

/** A `localStorage` for tests; `full` refuses to keep anything. */
export function memoryStore(options: { full?: boolean } = {}): Store {
	const kept = new Map<string, string>();
	return {
		get length() {
			return kept.size;
		},
		key: (index) => [...kept.keys()][index] ?? null,
		getItem: (key) => kept.get(key) ?? null,
		removeItem: (key) => void kept.delete(key),
		setItem(key, value) {
			if (options.full === true) throw new Error('QuotaExceededError');
			kept.set(key, value);
		}
	};
}
