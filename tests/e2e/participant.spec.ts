import type { Page } from '@playwright/test';
import { expect, LAPTOP, PHONE, test } from '../support/browser.ts';
import { formIn, OPEN_TEXT, pointWith, send, unfold } from '../support/commenting.ts';
import { isSamePage, rememberPage } from '../support/participants.ts';

const KNOWN_POINT = 'Kapacitetsbristen är i överföringen till regionnätet, inte i lokalnätet.';
const VILLAGE = {
	type: 'Förening eller annan organisation i civilsamhället',
	organisation: 'Vindbyns byalag',
	name: 'Rut Ek'
};

async function read(page: Page): Promise<void> {
	await page.goto(OPEN_TEXT);
	await expect(page.getByText('läser nu')).toBeVisible();
	await rememberPage(page);
}

for (const [where, options] of [
	['on a laptop', LAPTOP],
	['on a phone', PHONE]
] as const) {
	test(`points of others are agreed with, replied to and reported without a reload, ${where}`, async ({
		demo,
		person
	}) => {
		const page = await person(demo.origin, options);
		await read(page);
		const point = pointWith(page, KNOWN_POINT);
		const agree = point.getByRole('button', { name: /^Instämmer/ });
		await unfold(page, point);
		// Pressed again before the first is answered: it is still one visitor, who does not agree in the end.
		await agree.click();
		await expect(agree).toHaveAttribute('aria-pressed', 'true');
		await agree.click();
		await expect(agree).toHaveAttribute('aria-pressed', 'false');
		await page.waitForLoadState('networkidle');
		await expect(agree).toHaveAttribute('aria-pressed', 'false');
		await expect(agree).not.toContainText('1');

		await point.getByRole('link', { name: /^Svara/ }).click();
		await expect(formIn(page)).toContainText(KNOWN_POINT);
		const reply = `Ett svar med skript, ${where}.`;
		await send(page, { text: reply, from: VILLAGE });
		await page.getByRole('button', { name: 'Stäng kvittensen' }).click();
		await expect(page.locator('.replies .point-text', { hasText: reply })).toBeAttached();

		await unfold(page, point);
		await point
			.getByRole('link', { name: /^Anmäl/ })
			.first()
			.click();
		await page.getByRole('dialog').getByLabel('Handlar om något annat').check();
		await page.getByRole('dialog').getByRole('button', { name: 'Anmäl synpunkten' }).click();
		await expect(page.getByText('Tack. Vi tittar på synpunkten.')).toBeVisible();
		expect(await isSamePage(page)).toBe(true);
	});

	test(`an author corrects a point and takes it back without a reload, ${where}`, async ({ demo, person }) => {
		const page = await person(demo.origin, options);
		await read(page);
		await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		await send(page, { kind: 'Korrektur', text: `Stafvningen i rubriken, ${where}.`, from: VILLAGE });
		await page.getByRole('button', { name: 'Stäng kvittensen' }).click();
		const point = pointWith(page, `i rubriken, ${where}.`);
		await unfold(page, point);
		await point.getByRole('link', { name: /^Rätta/ }).click();
		await page.getByRole('dialog').getByLabel('Din synpunkt').fill(`Stavningen i rubriken, ${where}.`);
		await page.getByRole('dialog').getByRole('button', { name: 'Spara rättelsen' }).click();
		await expect(point).toContainText(`Stavningen i rubriken, ${where}.`);
		await expect(point).toContainText('Rättad av avsändaren');
		await unfold(page, point);
		await point.getByRole('link', { name: /^Ta tillbaka/ }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Ta tillbaka synpunkten' }).click();
		await expect(point).toContainText('Återkallad');
		expect(await isSamePage(page)).toBe(true);
	});
}

test('somebody comes back by the link of a receipt, and the next one at the same tablet is asked anew', async ({
	demo,
	person
}) => {
	const tablet = await person(demo.origin);
	await read(tablet);
	await tablet.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await send(tablet, { kind: 'Fråga', text: 'Skrivet på en delad platta.', from: VILLAGE });
	const link = (await tablet.locator('.return-link a').getAttribute('href')) ?? '';
	await tablet.getByRole('button', { name: 'Stäng kvittensen' }).click();

	const home = await person(demo.origin, PHONE);
	await home.goto(link);
	await home.getByRole('main').getByRole('button').first().click();
	await expect(home.getByRole('main')).toContainText('Skrivet på en delad platta.');

	await tablet.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await expect(formIn(tablet)).toContainText('Du skriver som Rut Ek, Vindbyns byalag.');
	await formIn(tablet).getByRole('button', { name: 'Inte du?' }).click();
	await expect(tablet.getByText('Du skriver som')).toHaveCount(0);
	await tablet.goto('/mitt');
	await expect(tablet.getByRole('main')).not.toContainText('Skrivet på en delad platta.');
});
