// npm run screenshots: the two pictures in the README, made from the demo as it is built now.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, prepare, root, runNode } from './prepare.mjs';

const DIALOGUE = '/dialoger/smart-specialisering-2027-2033';
const PICTURES = [
	{ name: 'reading', path: `${DIALOGUE}/underlag/hallbar-energi` },
	{ name: 'consolidated', path: `${DIALOGUE}/sammanstallning` }
];
const FOLDER = `${root}/docs/screenshots`;

if (process.argv[2] === 'take') await take();
else {
	await prepare();
	await ensureBuilt();
	// What it takes is TypeScript, which the machine's own Node may not run.
	process.exitCode = await runNode([fileURLToPath(import.meta.url), 'take']);
}

async function take() {
	const [{ chromium }, { default: sharp }, { findChromium }, { startMedskick }] = await Promise.all([
		import('@playwright/test'),
		import('sharp'),
		import('../tests/support/chromium.ts'),
		import('../tests/support/browser.ts')
	]);
	const { medskick, dispose } = await startMedskick({});
	const browser = await chromium.launch(await findChromium());
	const page = await browser.newPage({
		baseURL: medskick.origin,
		viewport: { width: 1280, height: 860 },
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm'
	});
	mkdirSync(FOLDER, { recursive: true });
	for (const { name, path } of PICTURES) {
		await page.goto(path, { waitUntil: 'networkidle' });
		const picture = await page.screenshot({ animations: 'disabled' });
		await sharp(picture).png({ palette: true, colours: 64 }).toFile(`${FOLDER}/${name}.png`);
	}
	await browser.close();
	await dispose();
}
