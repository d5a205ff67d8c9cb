import { defineConfig } from '@playwright/test';
import { findChromium } from './tests/support/chromium.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	globalSetup: './tests/support/loaded-demo.ts',
	// Each worker starts a Medskick of its own; the third works while the others wait for something.
	workers: 3,
	forbidOnly: true,
	retries: 0,
	timeout: 120_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		launchOptions: await findChromium(),
		// Long enough for a busy machine, short enough to say which step hangs.
		actionTimeout: 20_000,
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm',
		// Keeping a trace of everything is a quarter of the work; `--trace retain-on-failure` asks for it.
		trace: 'off',
		screenshot: 'only-on-failure'
	}
});
