import type { ToWorker } from '#lib/protocol/offline.ts';

/** Tells the service worker, where pages are kept on this device; else nobody listens. */
export const tellKeeper = (message: ToWorker): void => navigator.serviceWorker?.controller?.postMessage(message);
