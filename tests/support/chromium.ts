import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Playwright from '@playwright/test';
import chromium from '@sparticuz/chromium';

/**
 * How to start a browser. No flag that changes what is being tested: `--no-sandbox` for root, and pages that live for
 * seconds do not win back what the optimizing compiler takes (a tenth of all).
 */
export type Browser = { executablePath: string; args: string[] };

const UNPACKED = fileURLToPath(new URL('../../node_modules/.cache/medskick-chromium', import.meta.url));
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The first Chromium that starts: the one `CHROMIUM_PATH` names, the one in npm package `@sparticuz/chromium`, which is
 * the same everywhere and has no window to draw (a quarter less work), an installed one where that one lacks a library,
 * and only then a download, which a closed network does not allow.
 */
export async function findChromium(): Promise<Browser> {
	const named = process.env.CHROMIUM_PATH;
	if (named !== undefined && named !== '') {
		if (!starts(named)) throw new Error(`CHROMIUM_PATH is ${named}, which does not start as a browser.`);
		return browser(named);
	}
	return browser([await unpacked(), ...INSTALLED].find(starts) ?? download());
}

/**
 * The package unpacks its browser into the folder for temporary files and takes whatever lies there by that name; we
 * give it a folder beside what was installed, where only we write.
 */
async function unpacked(): Promise<string> {
	const { TMPDIR } = process.env;
	mkdirSync(UNPACKED, { recursive: true });
	process.env.TMPDIR = UNPACKED;
	try {
		return await chromium.executablePath();
	} catch {
		return '';
	} finally {
		if (TMPDIR === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = TMPDIR;
	}
}

const browser = (executablePath: string): Browser => ({
	executablePath,
	args: ['--js-flags=--no-turbofan', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
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
