import { OURS } from '#lib/protocol/offline.ts';

/** What drafts and the outbox need of `localStorage`. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key'> & { readonly length: number };

export { OURS };

/** `localStorage`, or null where there is none: on the server, or where the browser forbids it. */
export function deviceStore(): Store | null {
	try {
		return typeof window === 'undefined' ? null : window.localStorage;
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

/** Is anything of ours kept on this device? */
export function holdsOurs(store: Store | null = deviceStore()): boolean {
	return (
		store !== null &&
		Array.from({ length: store.length }, (_, index) => store.key(index)).some((key) => key?.startsWith(OURS))
	);
}
