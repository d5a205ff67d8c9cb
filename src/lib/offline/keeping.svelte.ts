import { dev } from '$app/environment';
import { ABOUT, type FromWorker, PAGES_CACHE, type ToWorker } from '#lib/protocol/offline.ts';

const SCRIPT = '/service-worker.js';
const GIVEN_UP_MS = 120_000;

/** `none`: this browser cannot, or has not been asked yet. `on` and `off`: something is kept, or nothing. */
export type KeepingState = 'none' | 'off' | 'busy' | 'on' | 'failed';

/** Whether public pages are kept on this device, and the way in and out of that. Only ever on the reader's asking. */
export class Keeping {
	pages = $state(0);
	#doing: 'none' | 'idle' | 'busy' | 'failed' = $state('none');
	readonly state: KeepingState = $derived(this.#doing !== 'idle' ? this.#doing : this.pages > 0 ? 'on' : 'off');

	/** Looks whether something is kept; a browser without a secure connection, or in private mode, may not be able to. */
	async look(): Promise<void> {
		if (!('serviceWorker' in navigator) || !('caches' in globalThis)) return;
		const pages = await countPages().catch(() => null);
		if (pages === null) return;
		this.pages = pages;
		this.#doing = 'idle';
	}

	/** Keeps the page at this path and what it leads to, or the `whole` dialogue. */
	async keep(path: string, whole: boolean): Promise<void> {
		if (this.state === 'none' || this.state === 'busy') return;
		this.#doing = 'busy';
		try {
			await navigator.serviceWorker.register(SCRIPT, { type: dev ? 'module' : 'classic' });
			const { active } = await navigator.serviceWorker.ready;
			this.pages = active === null ? 0 : (await ask(active, { kind: 'keep', path, whole })).pages;
			this.#doing = this.pages > 0 ? 'idle' : 'failed';
		} catch {
			this.#doing = 'failed';
		}
	}

	/** Everything goes, and so does the worker. */
	async forget(): Promise<void> {
		const registration = await navigator.serviceWorker.getRegistration();
		if (registration?.active) await ask(registration.active, { kind: 'empty' });
		await registration?.unregister();
		this.pages = 0;
		this.#doing = 'idle';
	}
}

async function countPages(): Promise<number> {
	if (!(await caches.has(PAGES_CACHE))) return 0;
	const keys = await (await caches.open(PAGES_CACHE)).keys();
	return keys.filter(({ url }) => new URL(url).pathname !== ABOUT).length;
}

function ask(worker: ServiceWorker, message: ToWorker): Promise<FromWorker> {
	return new Promise((resolve, reject) => {
		const { port1, port2 } = new MessageChannel();
		const timer = setTimeout(() => reject(new Error('The worker does not answer.')), GIVEN_UP_MS);
		port1.onmessage = ({ data }: MessageEvent<FromWorker>) => {
			clearTimeout(timer);
			resolve(data);
		};
		worker.postMessage(message, [port2]);
	});
}
