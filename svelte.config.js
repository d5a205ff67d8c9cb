import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ precompress: true }),
		// The styles travel with the page: on a slow connection a second request costs more than their bytes.
		inlineStyleThreshold: 150_000,
		// Nothing from elsewhere, nothing inline but what carries the page's nonce (domain G-08, C-05).
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				// The one inline style there is: SvelteKit's own page announcer. Any other has another hash.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'worker-src': ['self'],
				'form-action': ['self'],
				'base-uri': ['self'],
				'frame-ancestors': ['none'],
				'object-src': ['none']
			}
		},
		alias: {},
		// Only for those who ask to read without a connection (lib/offline).
		serviceWorker: { register: false },
		typescript: { config: (config) => ({ ...config, include: config.include }) }
	}
};
