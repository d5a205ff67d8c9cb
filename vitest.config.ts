import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { WaitingFirst } from './tests/support/waiting-first.ts';

/** The usual rule leaves a core to others, which on a machine with two is half of it. */
const WORKERS = Math.max(2, availableParallelism() - 1);
/** Our modules hold no state, so files may share them: half of what these two kinds took was reading them again. */
const MODULES_ANEW_FOR_EACH_FILE = false;
const WAIT_ON_A_BUSY_MACHINE = 60_000;
const WAIT_FOR_DATABASE = 60_000;
/** Some system tests make everything there is before they begin: forty seconds, and much more on a busy machine. */
const WAIT_FOR_DEMO = 300_000;
/** Long enough for one test of a soak run, and for one of any other. */
const WAIT_FOR_CONVERGENCE = process.env.SOAK === '1' ? 40 * 60_000 : 120_000;

// #lib and #server are Node subpath imports, so nothing has to be told about them here.
export default defineConfig({
	plugins: [svelte()],
	test: {
		allowOnly: false,
		maxWorkers: WORKERS,
		sequence: { sequencer: WaitingFirst },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					isolate: MODULES_ANEW_FOR_EACH_FILE,
					include: ['{src,server,scripts}/**/*.test.{ts,mjs}', 'tests/support/**/*.test.ts'],
					testTimeout: WAIT_ON_A_BUSY_MACHINE
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					isolate: MODULES_ANEW_FOR_EACH_FILE,
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: 'tests/support/global-setup.ts',
					testTimeout: WAIT_FOR_DATABASE,
					hookTimeout: WAIT_FOR_DATABASE
				}
			},
			{
				extends: true,
				test: {
					name: 'convergence',
					include: ['tests/convergence/**/*.test.ts'],
					globalSetup: 'tests/support/global-setup.ts',
					testTimeout: WAIT_FOR_CONVERGENCE,
					hookTimeout: WAIT_FOR_DATABASE
				}
			},
			{
				extends: true,
				test: {
					name: 'system',
					// These start programs and wait for them, a fifth of their time.
					maxWorkers: WORKERS + 1,
					include: ['tests/system/**/*.test.ts'],
					// The built pages run as they are.
					server: { deps: { external: [/\/build\//] } },
					globalSetup: 'tests/support/global-setup.ts',
					testTimeout: 120_000,
					hookTimeout: WAIT_FOR_DEMO
				}
			}
		]
	}
});
