/** What drafts and the outbox need of `localStorage`. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key'> & { readonly length: number };

/** `localStorage`, or null where there is none: on the server, or where the browser forbids it. */
export function deviceStore(): Store | null {
	try {
		return globalThis.localStorage ?? null;
	} catch {
		return null;
	}
}

/** Reads JSON that this page may have written; anything else counts as nothing. */
export function readJson<T>(store: Store | null, key: string, isOurs: (value: unknown) => value is T): T | null {
	try {
		const value: unknown = JSON.parse(store?.getItem(key) ?? 'null');
		return isOurs(value) ? value : null;
	} catch {
		return null;
	}
}

/** False where the device has no room or refuses; what is written then lives as long as the page. */
export function writeJson(store: Store | null, key: string, value: unknown): boolean {
	try {
		store?.setItem(key, JSON.stringify(value));
		return store !== null;
	} catch {
		return false;
	}
}
