import type { Page } from '@playwright/test';
import { expect, startMedskick, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { expectAccessible } from '../support/access.ts';
import { startMailbox } from '../support/mailbox.ts';

const DIALOGUE = '/dialoger/smart-specialisering-2027-2033';
const ROUND = `${DIALOGUE}/anmalan/3`;
const [ANNA, BO] = ['anna.utan.skript@example.org', 'bo.utan.skript@example.org'];

/** The card of one meeting, in a form or among one's own. */
const card = (page: Page, title: string) => page.locator('.card').filter({ hasText: title });

async function fillIn(page: Page, name: string, email: string): Promise<void> {
	await page.getByLabel('För- och efternamn').fill(name);
	await page.getByLabel('E-postadress').fill(email);
	await page.getByLabel('Typ av organisation').selectOption('Företag');
	await page.getByLabel('Organisation', { exact: true }).fill('Kallrörs gårdsmejeri');
}
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name }).last().click();
const linkIn = (letter: string): string => /https?:\/\/\S+\/anmalan\/[\w-]{43}/.exec(letter)?.[0] ?? '';

test('without JavaScript: a mistake, a colleague, the look before sending, the last seat, the line and the way out', async ({
	person
}) => {
	test.setTimeout(240_000);
	const mailbox = await startMailbox();
	const { medskick, dispose } = await startMedskick({ SMTP_URL: mailbox.url });
	const [anna, bo] = [await person(medskick.origin, WITHOUT_SCRIPT), await person(medskick.origin, WITHOUT_SCRIPT)];

	await test.step('a mistake is told at its field, and nothing that was written is lost', async () => {
		await anna.goto(DIALOGUE);
		await anna.goto(ROUND);
		await expect(card(anna, 'Jord, skog och vatten')).toContainText('Fullsatt i lokalen. Du kan delta via länk.');
		await expect(card(anna, 'Hållbar energi')).toContainText('1 plats kvar i lokalen');
		await expect(anna.getByLabel('Visa mitt namn i deltagarlistan')).not.toBeChecked();
		await expect(anna.getByLabel('Ni får bjuda in mig till fler möten i den här dialogen')).not.toBeChecked();
		await fillIn(anna, 'Anna Andersson', 'anna@example');
		await card(anna, 'Hållbar energi').getByLabel('I lokalen, eller på väntelista om den blir full').check();
		await press(anna, 'Granska anmälan');
		await expect(anna.getByRole('alert')).toContainText('Skriv en e-postadress med @');
		await expect(anna.getByLabel('För- och efternamn')).toHaveValue('Anna Andersson');
		await expect(
			card(anna, 'Hållbar energi').getByLabel('I lokalen, eller på väntelista om den blir full')
		).toBeChecked();
	});

	await test.step('a person more and less, and the look before anything is sent', async () => {
		await anna.getByLabel('E-postadress').fill(ANNA);
		await anna.getByRole('button', { name: 'Lägg till en person' }).click();
		await anna.getByLabel('Namn', { exact: true }).fill('Kim Kollega');
		await anna.getByRole('button', { name: 'Ta bort person 1' }).click();
		await card(anna, 'Jord, skog och vatten').getByLabel('Via länk', { exact: true }).check();
		await press(anna, 'Granska anmälan');
		await expect(anna.getByRole('heading', { level: 1 })).toHaveText('Stämmer anmälan?');
		await expect(anna.getByRole('main')).not.toContainText('Kim Kollega');
		await expect(card(anna, 'Hållbar energi')).toContainText('Plats i lokalen');
		await press(anna, 'Ändra uppgifterna');
		await expect(anna.getByLabel('E-postadress')).toHaveValue(ANNA);
		await press(anna, 'Granska anmälan');
		await press(anna, 'Skicka anmälan');
		await expect(anna.getByRole('main')).toContainText('Tack. Vi har tagit emot anmälan.');
		await expect(card(anna, 'Hållbar energi')).toContainText('Plats i lokalen');
		await expect(card(anna, 'Jord, skog och vatten')).toContainText('Deltar via länk');
		expect(await anna.context().cookies()).toEqual([]);
	});

	await test.step('the next one stands in line, and gets the seat that Anna leaves by the link in her letter', async () => {
		await bo.goto(ROUND);
		await expect(card(bo, 'Hållbar energi')).toContainText('Fullsatt i lokalen');
		await card(bo, 'Hållbar energi').getByLabel('Väntelista för en plats i lokalen').check();
		await fillIn(bo, 'Bo Berg', BO);
		await press(bo, 'Granska anmälan');
		await press(bo, 'Skicka anmälan');
		await expect(card(bo, 'Hållbar energi')).toContainText('På väntelista');

		await anna.goto(linkIn(await mailbox.letterTo(ANNA, 'tagit emot din anmälan')));
		await anna.getByRole('link', { name: 'Ändra anmälan' }).click();
		await anna.getByLabel('Hållbar energi').selectOption('Via länk');
		await anna.getByRole('button', { name: 'Spara ändringarna' }).click();
		await expect(card(anna, 'Hållbar energi')).toContainText('Deltar via länk');

		await bo.goto(linkIn(await mailbox.letterTo(BO, 'Svara på erbjudandet')));
		await bo.getByRole('button', { name: 'Ta platsen' }).click();
		await expect(bo.getByRole('main')).toContainText('Platsen är din.');
		await expect(card(bo, 'Hållbar energi')).toContainText('Plats i lokalen');
	});

	await test.step('a cancelled registration can be looked at and no more', async () => {
		await anna.getByText('Avboka hela anmälan').click();
		await anna.getByRole('button', { name: 'Avboka anmälan' }).click();
		await expect(anna.getByRole('main')).toContainText('Anmälan är avbokad.');
		await expect(anna.getByRole('link', { name: 'Ändra anmälan' })).toHaveCount(0);
		await mailbox.letterTo(ANNA, 'Avbokningen är klar');
	});
	await dispose();
	await mailbox.close();
});

test('each page of registering is read by everybody, also by those who use a screen reader', async ({
	demo,
	person
}) => {
	const page = await person(demo.origin);
	await page.goto(ROUND);
	await expectAccessible(page, 'the form of a round');
	await fillIn(page, 'Cia Ceder', 'cia@example.org');
	await card(page, 'Upplevelser').getByLabel('Via länk', { exact: true }).check();
	await press(page, 'Granska anmälan');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stämmer anmälan?');
	await expectAccessible(page, 'the look before sending');
	await press(page, 'Skicka anmälan');
	await expect(page.getByRole('main')).toContainText('Tack. Vi har tagit emot anmälan.');
	await expectAccessible(page, 'the receipt');
	await page.getByRole('link', { name: 'Ändra anmälan' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ändra anmälan');
	await expectAccessible(page, 'the form that changes');
});
