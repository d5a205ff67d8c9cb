import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import { bySystem } from '#server/database/transaction.ts';
import { makeDialogue, type MadeDialogue, publishVersion } from '../support/factories.ts';
import { type Site, startSite } from '../support/site.ts';
import { launchAt } from '../support/site-browser.ts';

// The rules are tested with the keeper (lib/offline); here a real browser keeps an image and shows it.

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const TIMEOUT = 20_000;

let site: Site;
let browser: Browser;
let dialogue: MadeDialogue;

beforeAll(async () => {
	site = await startSite();
	browser = await launchAt(site);
	dialogue = await makeDialogue(site.app);
});
afterAll(async () => {
	await browser.close();
	await site.close();
});

/** A published text with one image in it. */
async function illustrated(): Promise<void> {
	const { documents, importing } = site.app;
	const { documentId } = await documents.create(bySystem(), dialogue.dialogueId, { title: 'Kartor', slug: 'kartor' });
	const imported = await importing.importFile('t.md', new TextEncoder().encode('Text.'));
	const image = { id: newId(), mime: 'image/png' as const, width: 1, height: 1, bytes: Buffer.from(DOT, 'base64') };
	const block = { type: 'image' as const, id: 'bild1', imageId: image.id, alt: 'Karta' };
	const content = { blocks: [...imported.content.blocks, block] };
	const source = { fileName: 't.md', replace: false };
	await documents.importInto(bySystem(), documentId, { ...imported, content, images: [image] }, source);
	await publishVersion(site.app, documentId);
}

describe('an image of a text that is kept', () => {
	it('is seen without a connection, on a device that has not shown it before', async () => {
		await illustrated();
		const context = await browser.newContext();
		context.setDefaultTimeout(TIMEOUT);
		const page = await context.newPage();
		const home = `http://localhost/dialoger/${dialogue.slug}`;
		await page.goto(home);
		await page.getByRole('button', { name: 'Spara för läsning utan uppkoppling' }).click();
		await page.getByText(/sidor är sparade på den här enheten/).waitFor();
		await context.setOffline(true);
		await page.goto(`${home}/underlag/kartor`);
		await page.getByText('Du läser utan uppkoppling.').waitFor();
		const image = page.getByRole('img', { name: 'Karta' });
		await image.scrollIntoViewIfNeeded();
		const width = () => image.evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0));
		await expect.poll(width, { timeout: TIMEOUT }).toBe(1);
		await context.close();
	});
});
