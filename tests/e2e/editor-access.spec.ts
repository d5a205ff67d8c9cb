import { violationsIn } from '../support/axe.ts';
import { expect, LAPTOP, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { cuttable, DIALOGUE, expectWords, markdown, newText, saveState, untilKept } from '../support/editing.ts';
import { expectSaved, openEditor, placeCaret } from '../support/staff.ts';

const DRAFT = markdown('## Nuläge\n\nElen finns men når inte fram.\n');
const NEW = markdown('## Ny text\n\nAllt är omskrivet.\n');

test('an imported text takes the place of one with nothing unsent, by itself', async ({ demo, person }) => {
	const [tove, anders] = [await person(demo.origin), await person(demo.origin)];
	await demo.signIn(tove, 'lead');
	await demo.signIn(anders, 'officer');
	const home = await newText(tove, 'Ersatt text', DRAFT);
	const his = await openEditor(anders, home);
	await expectSaved(anders);
	await importOver(tove, home);
	await expect(his).toContainText('Allt är omskrivet.');
	await expect(his).not.toContainText('Elen finns');
});

test('an imported text takes the place of one with unsent words: these are offered as a file first', async ({
	demo,
	person
}) => {
	const [tove, anders] = [await person(demo.origin), await person(demo.origin)];
	await demo.signIn(tove, 'lead');
	await demo.signIn(anders, 'officer');
	const home = await newText(tove, 'Ersatt med osänt', DRAFT);
	const way = await cuttable(anders);
	const his = await openEditor(anders, home);
	await expectSaved(anders);
	way.cut();
	await expect(saveState(anders)).toHaveAttribute('data-status', 'offline');
	await placeCaret(anders, his, 'Elen finns', 'End');
	await anders.keyboard.type(' Aldrig skickat.');
	await importOver(tove, home);
	way.mend();
	await expect(anders.getByText('Texten har ersatts')).toBeVisible({ timeout: 20_000 });
	await expect(his).toHaveAttribute('contenteditable', 'false');
	const [file] = await Promise.all([
		anders.waitForEvent('download'),
		anders.getByRole('button', { name: 'Spara texten som fil' }).click()
	]);
	expect(file.suggestedFilename()).toMatch(/\.md$/);
	expect(await read(await file.createReadStream())).toContain('Aldrig skickat.');
	anders.on('dialog', (dialog) => void dialog.accept());
	await anders.getByRole('button', { name: 'Läs in den nya texten' }).click();
	await expect(his).toContainText('Allt är omskrivet.');
	await expect(his).not.toContainText('Aldrig skickat.');
});

test('unsent words of a text that has been replaced are offered when the page is opened again', async ({
	demo,
	person
}) => {
	const [tove, anders] = [await person(demo.origin), await person(demo.origin)];
	await demo.signIn(tove, 'lead');
	await demo.signIn(anders, 'officer');
	const home = await newText(tove, 'Ersatt medan sidan var stängd', DRAFT);
	const way = await cuttable(anders);
	const his = await openEditor(anders, home);
	await expectSaved(anders);
	way.cut();
	await expect(saveState(anders)).toHaveAttribute('data-status', 'offline');
	await placeCaret(anders, his, 'Elen finns', 'End');
	await anders.keyboard.type(' Kvar i lådan.');
	await expectWords(his, 'Kvar i lådan.');
	await untilKept(anders);
	anders.on('dialog', (dialog) => void dialog.accept());
	await anders.goto('/');
	await importOver(tove, home);
	way.mend();
	await openEditor(anders, home);
	await expect(his).toContainText('Allt är omskrivet.');
	await expect(anders.getByText('Ändringar som inte hann skickas')).toBeVisible();
	const [file] = await Promise.all([
		anders.waitForEvent('download'),
		anders.getByRole('button', { name: 'Spara texten som fil' }).click()
	]);
	expect(await read(await file.createReadStream())).toContain('Kvar i lådan.');
	await anders.getByRole('button', { name: 'Ta bort dem' }).click();
	await expectSaved(anders);
	await anders.reload();
	await expect(his).toContainText('Allt är omskrivet.');
	await expect(anders.getByText('Ändringar som inte hann skickas')).toBeHidden();
});

test('who may read but not write follows along, and may not send pictures', async ({ demo, person }) => {
	const [tove, host] = [await person(demo.origin), await person(demo.origin)];
	await demo.signIn(tove, 'lead');
	await demo.signIn(host, 'host');
	const home = await newText(tove, 'Bara läsa', DRAFT);
	const hers = await openEditor(tove, home);
	await host.goto(`${home}/redigera`);
	await expect(host.getByText('Du kan följa texten men inte skriva i den.')).toBeVisible();
	await expect(host.locator('[contenteditable]')).toHaveCount(0);
	await placeCaret(tove, hers, 'Elen finns', 'End');
	await tove.keyboard.type(' Läses direkt.');
	await expect(host.locator('.editor-still')).toContainText('Läses direkt.');
	const multipart = {
		file: { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') }
	};
	const headers = { origin: demo.origin };
	expect((await host.request.post(`${home}/redigera/bilder`, { multipart, headers })).status()).toBe(403);
	const text = { file: { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('hej') } };
	expect((await tove.request.post(`${home}/redigera/bilder`, { multipart: text, headers })).status()).toBe(415);
	expect((await tove.request.post(`${home}/redigera/bilder`, { multipart: { a: 'b' }, headers })).status()).toBe(400);
});

test('a stranger sees neither the text nor the points beside it', async ({ demo, person }) => {
	const [stranger, reviewer] = [await person(demo.origin), await person(demo.origin)];
	await demo.signIn(reviewer, 'reviewer');
	const home = `/arbetsyta/${DIALOGUE}/dokument/hallbar-energi/redigera`;
	for (const address of [home, `${home}/synpunkter`]) {
		expect((await stranger.request.get(address, { maxRedirects: 0 })).ok()).toBe(false);
		expect((await reviewer.request.get(address)).status()).toBe(403);
	}
});

test('without JavaScript the text can be read, and the page says what is missing', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await demo.signIn(page, 'lead');
	await page.goto(`/arbetsyta/${DIALOGUE}/dokument/hallbar-energi/redigera`);
	// Playwright reads no words inside noscript, but sees that they are shown.
	await expect(page.locator('noscript .ds-alert')).toBeVisible();
	expect(await page.content()).toContain('För att skriva i texten behövs JavaScript.');
	await expect(page.locator('noscript a[href$="/importera"]')).toBeVisible();
	await expect(page.locator('.editor-still h2').first()).toBeVisible();
	await expect(saveState(page)).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
	test(`the editor has no known barriers, in ${colorScheme}`, async ({ demo, person }) => {
		const page = await person(demo.origin, { ...LAPTOP, colorScheme });
		await demo.signIn(page, 'lead');
		const text = await openEditor(page, `/arbetsyta/${DIALOGUE}/dokument/hallbar-energi`);
		await text.locator('p').first().click();
		await expectSaved(page);
		for (const open of [null, 'Tangenter', 'Bild']) {
			if (open !== null) await page.getByRole('button', { name: open, exact: true }).click();
			expect(await violationsIn(page, 'all')).toEqual([]);
			await page.keyboard.press('Escape');
		}
	});
}

async function importOver(page: Parameters<typeof openEditor>[0], home: string): Promise<void> {
	await page.goto(`${home}/importera`);
	await page.getByLabel('Fil', { exact: false }).first().setInputFiles(NEW);
	await page.getByRole('checkbox').first().check();
	await page.getByRole('button', { name: 'Läs in texten' }).click();
	await expect(page.getByRole('main')).toContainText('Texten är inläst');
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
	let words = '';
	for await (const part of stream) words += part.toString('utf8');
	return words;
}
