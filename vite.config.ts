import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { readingIsland } from './scripts/island.mjs';
import { messagesOneByOne } from './scripts/message-imports.mjs';
import { messageOptions } from './scripts/messages.mjs';

/** `npm run dev`: the application beside Vite. Its address is put together so that it is not bundled into this file. */
const application: Plugin = {
	name: 'medskick',
	apply: 'serve',
	configureServer: async (server) => {
		const { attach } = await import(new URL('./scripts/development.mjs', import.meta.url).href);
		await attach(server);
	}
};

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit(), messagesOneByOne, readingIsland, application],
	// One yjs constructor per process: the server's own modules and the bundle must share it.
	ssr: { external: ['yjs', 'lib0', 'y-protocols'] },
	// A data: address for a font or picture would be refused by the content security policy for fonts.
	build: { assetsInlineLimit: 0 }
});
