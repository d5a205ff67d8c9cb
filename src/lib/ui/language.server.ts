import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import { overwriteServerAsyncLocalStorage, serverAsyncLocalStorage } from '#lib/paraglide/runtime.js';
import { splitAddress } from './language.ts';

/**
 * Gives everything below the request its language, and the page its `lang` (domain A-12). Only the address decides;
 * the request's body is never touched, so form posts reach their action unread.
 */
export const withLanguage: Handle = ({ event, resolve }) => {
	const { language } = splitAddress(event.url.pathname);
	const answer = () => resolve(event, { transformPageChunk: ({ html }) => html.replace('%medskick.lang%', language) });
	return languageStorage().run({ locale: language, origin: event.url.origin }, answer);
};

/** The message functions' own storage; made once per copy of their runtime. */
function languageStorage() {
	const storage = serverAsyncLocalStorage ?? new AsyncLocalStorage();
	if (storage !== serverAsyncLocalStorage) overwriteServerAsyncLocalStorage(storage);
	return storage;
}
