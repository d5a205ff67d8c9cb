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

/**
 * One file for what every page runs on, instead of one for every module that two pages share: the names that small files
 * pass to each other weighed more than what was in them. The reading page is built by itself, in scripts/island.mjs.
 */
const fewFiles: Plugin = {
	name: 'medskick-few-files',
	apply: 'build',
	config(_config, { isSsrBuild }) {
		if (isSsrBuild === true) return {};
		const frame = /\/src\/routes\/\+(?:layout|error)\.svelte$|\/runtime\/client\/entry\.js$/;
		const groups = [{ name: 'frame', test: frame }];
		// Without lists of what to fetch ahead, which every page would carry for all others; styles stay in them.
		return { build: { modulePreload: false, rolldownOptions: { output: { codeSplitting: { groups } } } } };
	}
};

export default defineConfig(({ command }) => ({
	plugins: [
		// Compiled as they change while developing; everywhere else they were before (scripts/prepare.mjs).
		command === 'serve' && paraglideVitePlugin(messageOptions),
		sveltekit(),
		messagesOneByOne,
		fewFiles,
		readingIsland,
		application
	],
	// One yjs constructor per process: the server's own modules and the bundle must share it.
	ssr: { external: ['yjs', 'lib0', 'y-protocols'] },
	build: {
		// A data: address for a font or picture would be refused by the content security policy for fonts.
		assetsInlineLimit: 0,
		// How long each plugin took says nothing to somebody who starts the application for the first time.
		rolldownOptions: { checks: { bundlerTimings: false } }
	}
}));
