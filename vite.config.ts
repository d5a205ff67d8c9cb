import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './scripts/messages.mjs';

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit()],
	// One yjs constructor per process: the server's own modules and the bundle must share it.
	ssr: { external: ['yjs', 'lib0', 'y-protocols'] },
	// A data: address for a font or picture would be refused by the content security policy for fonts.
	build: { assetsInlineLimit: 0 }
});
