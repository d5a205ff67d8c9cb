import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Playwright from '@playwright/test';
import chromium from '@sparticuz/chromium';

/** How to start a browser. Only `--no-sandbox`, and only for root: other flags change what is being tested. */
export type Browser = { executablePath: string; args: string[] };

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The first Chromium that starts: the one `CHROMIUM_PATH` names, an installed one, the one in npm package
 * `@sparticuz/chromium`, and only then a download, which a closed network does not allow.
 */
export async function findChromium(): Promise<Browser> {
	const named = process.env.CHROMIUM_PATH;
	if (named !== undefined && named !== '') {
		if (!starts(named)) throw new Error(`CHROMIUM_PATH is ${named}, which does not start as a browser.`);
		return browser(named);
	}
	const installed = INSTALLED.find((path) => starts(path));
	if (installed !== undefined) return browser(installed);
	const unpacked = await chromium.executablePath().catch(() => '');
	return browser(starts(unpacked) ? unpacked : download());
}

const browser = (executablePath: string): Browser => ({
	executablePath,
	args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
});

const starts = (path: string): boolean =>
	path !== '' && existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;

function download(): string {
	const require = createRequire(import.meta.url);
	execFileSync(process.execPath, [require.resolve('@playwright/test/cli'), 'install', 'chromium'], {
		stdio: 'inherit'
	});
	const playwright: typeof Playwright = require('@playwright/test');
	return playwright.chromium.executablePath();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { executablePath } = await findChromium();
	process.stdout.write(`Browser for the tests: ${executablePath}\n`);
}
