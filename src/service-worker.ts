import { version } from '$service-worker';
import { Keeper } from '#lib/offline/keeper.ts';
import { OfflineWorker } from '#lib/offline/worker.ts';
import { beginsPage, isBesidePage, isFile, isImage } from '#lib/offline/requests.ts';
import type { ToWorker } from '#lib/protocol/offline.ts';

/** What TypeScript's list for pages does not know of a service worker. */
type Lasting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Lasting & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Lasting & { data: ToWorker; source: { url?: string } | null; ports: readonly MessagePort[] };
type Scope = {
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
	registration: { unregister(): Promise<boolean> };
	addEventListener(kind: 'install' | 'activate', hear: (event: Lasting) => void): void;
	addEventListener(kind: 'fetch', hear: (event: Fetching) => void): void;
	addEventListener(kind: 'message', hear: (event: Told) => void): void;
};

/** Registered only where somebody has asked to read without a connection (lib/offline/KeepOffline.svelte). */
const scope = globalThis as unknown as Scope;
const script = `/_app/immutable/entry/stored-page.${version}.js`;
const now = () => Date.now();
const fetching: typeof fetch = (input, init) => fetch(input, init);
const keeper = new Keeper({
	origin: location.origin,
	open: (cache) => caches.open(cache),
	has: (cache) => caches.has(cache),
	drop: (cache) => caches.delete(cache),
	fetch: fetching,
	now,
	extraFiles: [script]
});
const worker = new OfflineWorker({
	keeper,
	fetch: fetching,
	now,
	wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
	script,
	retire: () => scope.registration.unregister()
});

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));

// Another build has come: pages are fetched again, with the files of that build.
scope.addEventListener('activate', (event) =>
	event.waitUntil(scope.clients.claim().then(() => worker.told({ kind: 'check', all: true }, '')))
);

scope.addEventListener('fetch', (event) => {
	const { request } = event;
	const after = (work: Promise<unknown>) => event.waitUntil(work);
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin) return;
	if (beginsPage(request)) event.respondWith(worker.page(request, after));
	else if (isFile(pathname)) event.respondWith(keeper.file(pathname));
	else if (isImage(pathname)) event.respondWith(worker.image(request, after));
	else if (isBesidePage(pathname)) event.respondWith(worker.beside(request, after));
});

scope.addEventListener('message', (event) => {
	const from = new URL(event.source?.url ?? '', location.origin).pathname;
	event.waitUntil(worker.told(event.data, from).then((answer) => event.ports[0]?.postMessage(answer)));
});
