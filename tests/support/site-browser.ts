import { type Browser, chromium } from '@playwright/test';
import { findChromium } from './chromium.ts';
import type { Site } from './site.ts';

/** A browser for which the site stands at its own address: the application knows one, without a port. */
export async function launchAt({ socketOrigin }: Pick<Site, 'socketOrigin'>): Promise<Browser> {
	const { executablePath, args } = await findChromium();
	const map = `--host-resolver-rules=MAP localhost:80 ${new URL(socketOrigin).host}`;
	return chromium.launch({ executablePath, args: [...args, map] });
}
