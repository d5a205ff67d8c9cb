import { expect, test, useLink, WITHOUT_SCRIPT } from '../support/browser.ts';
import { formIn, OPEN_TEXT, OPEN_TEXT_WHOLE, pointWith, send, unfold } from '../support/commenting.ts';
import { approve, decline } from '../support/staff.ts';

const DESK = '/arbetsyta/smart-specialisering-2027-2033/moderering';
const VILLAGE = {
	type: 'Förening eller annan organisation i civilsamhället',
	organisation: 'Vindbyns byalag',
	name: 'Rut Ek'
};
const KNOWN_POINT = 'Kapacitetsbristen är i överföringen till regionnätet, inte i lokalnätet.';
const SECTION = 'avsnittet Beredskap';

test('a text can be read with its points, their answers and a link to each paragraph', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto(OPEN_TEXT);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Hållbar energi');
	await expect(pointWith(page, KNOWN_POINT)).toBeHidden();
	await unfold(page, pointWith(page, KNOWN_POINT));
	await expect(pointWith(page, KNOWN_POINT)).toContainText('Så här har vi svarat');
	const link = page.getByRole('link', { name: `Länk till ${SECTION}` });
	await link.click();
	await expect(page).toHaveURL(/#b-/);
});

test('somebody without an account comments on words, on a paragraph and on the whole', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto(OPEN_TEXT);
	await page.getByRole('link', { name: 'Tyck till om Beredskap, stycke 1' }).click();
	await expect(formIn(page)).toContainText('Det du skickar blir en allmän handling');
	await formIn(page).getByLabel('Vad gäller synpunkten?').selectOption({ index: 1 });
	const first = await send(page, { kind: 'Ändringsförslag', text: 'Ord utan skript A.', from: VILLAGE });
	await expect(page.locator('#kvittens')).toContainText('Synpunkten väntar på granskning');
	await expect(page.locator('#kvittens')).toContainText('/mitt/atervand?kod=');

	await page.goto(OPEN_TEXT);
	await expect(pointWith(page, 'Ord utan skript A.')).toContainText('Väntar på granskning');
	await expect(pointWith(page, 'Ord utan skript A.').locator('.point-quote')).not.toBeEmpty();
	await page.getByRole('link', { name: 'Tyck till om Beredskap, stycke 1' }).click();
	await expect(formIn(page)).toContainText('Du skriver som Rut Ek, Vindbyns byalag.');
	const second = await send(page, { kind: 'Fråga', text: 'Stycke utan skript B.' });
	await page.goto(OPEN_TEXT);
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	const third = await send(page, { kind: 'Tillägg', text: 'Hela texten utan skript C.' });
	expect(new Set([first, second, third]).size).toBe(3);

	await page.goto('/mitt');
	for (const text of ['Ord utan skript A.', 'Stycke utan skript B.', 'Hela texten utan skript C.']) {
		await expect(page.getByRole('main')).toContainText(text);
	}
	const other = await person(demo.origin, WITHOUT_SCRIPT);
	await other.goto(OPEN_TEXT);
	expect(await other.content()).not.toContain('utan skript');
});

test('a mistake is told at its field, and nothing that was written is lost', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto(OPEN_TEXT);
	await page.getByRole('link', { name: `Tyck till om ${SECTION}` }).click();
	await formIn(page).getByLabel('Din synpunkt').fill('Jag nås på 19121212-1212.');
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(page.getByRole('alert')).toContainText('Du behöver rätta');
	await expect(page).toHaveTitle(/^Fel: /);
	await expect(formIn(page).getByLabel('Din synpunkt')).toHaveValue('Jag nås på 19121212-1212.');
	await expect(formIn(page)).toContainText('Texten ser ut att innehålla ett personnummer');
	expect(await page.context().cookies()).toEqual([]);
});

test('points of others are agreed with, replied to and reported', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto(OPEN_TEXT);
	const point = pointWith(page, KNOWN_POINT);
	const agree = point.getByRole('button', { name: /^Instämmer/ });
	await unfold(page, point);
	await agree.click();
	await unfold(page, point);
	await expect(agree).toHaveAttribute('aria-pressed', 'true');
	await agree.click();
	await unfold(page, point);
	await expect(agree).toHaveAttribute('aria-pressed', 'false');

	await point.getByRole('link', { name: /^Svara/ }).click();
	await expect(formIn(page)).toContainText(KNOWN_POINT);
	await send(page, { text: 'Ett svar utan skript.', from: VILLAGE });
	await page.goto(OPEN_TEXT);
	await unfold(page, point);
	await expect(page.locator('.replies .point-text', { hasText: 'Ett svar utan skript.' })).toBeVisible();

	await point
		.getByRole('link', { name: /^Anmäl/ })
		.first()
		.click();
	await formIn(page).getByLabel('Handlar om något annat').check();
	await formIn(page).getByRole('button', { name: 'Anmäl synpunkten' }).click();
	await expect(page.getByRole('main')).toContainText('Tack. Vi tittar på synpunkten.');
});

test('an author finds a point behind many others, corrects it and takes it back', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	for (const text of ['Först.', 'Sedan.', 'Därefter.', 'Stafvningen i rubriken.']) {
		await page.goto(OPEN_TEXT);
		await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		await send(page, { kind: 'Korrektur', text, from: text === 'Först.' ? VILLAGE : undefined });
	}
	await page.goto('/mitt');
	const sent = page.getByRole('listitem').filter({ hasText: 'Stafvningen i rubriken.' });
	await sent.getByRole('link', { name: 'Visa i texten' }).click();
	const point = pointWith(page, 'i rubriken.');
	await unfold(page, point);
	await point.getByRole('link', { name: /^Rätta/ }).click();
	await formIn(page).getByLabel('Din synpunkt').fill('Stavningen i rubriken.');
	await formIn(page).getByRole('button', { name: 'Spara rättelsen' }).click();
	await unfold(page, point);
	await expect(point).toContainText('Stavningen i rubriken.');
	await expect(point).toContainText('Rättad av avsändaren');
	await point.getByRole('link', { name: /^Ta tillbaka/ }).click();
	await formIn(page).getByRole('button', { name: 'Ta tillbaka synpunkten' }).click();
	await unfold(page, point);
	await expect(point).toContainText('Återkallad');
});

test('points are filtered at an address of their own', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto(OPEN_TEXT);
	await page.getByText('Filtrera synpunkter').click();
	await page.locator('.filter').getByLabel('Slags synpunkt').selectOption({ label: 'Sakfel' });
	await page.locator('.filter').getByRole('button', { name: 'Filtrera' }).click();
	await expect(page).toHaveURL(/slag=fact/);
	await expect(page.locator('.point')).toHaveCount(1);
	await page.getByRole('link', { name: 'Rensa filtret' }).click();
	await expect(page.locator('.point').nth(1)).toBeAttached();
});

test('somebody signs in by a link in a letter', async ({ demo, person }) => {
	const page = await person(demo.origin, WITHOUT_SCRIPT);
	await page.goto('/logga-in');
	await page.getByLabel('E-post').fill('rut.ek@example.org');
	await page.getByRole('main').getByRole('button').click();
	await expect(page.getByRole('main')).toContainText('rut.ek@example.org');

	const administrator = await person(demo.origin, WITHOUT_SCRIPT);
	await demo.signIn(administrator, 'administrator');
	await administrator.goto('/arbetsyta/systemet/utkorg');
	const letter = administrator.getByRole('listitem').filter({ hasText: 'rut.ek@example.org' }).first();
	await letter.getByText('Visa texten').click();
	const link = /http\S+kod=\S+/.exec((await letter.textContent()) ?? '')?.[0] ?? '';
	await useLink(page, link);
	await expect(page).toHaveURL(/\/mitt$/);
	await expect(page.getByRole('button', { name: 'Logga ut' }).first()).toBeVisible();
	await page.goto(link);
	await expect(page.getByRole('main')).toContainText('Länken fungerar inte');
});

test('a moderator approves one point and declines another', async ({ demo, person }) => {
	const sender = await person(demo.origin, WITHOUT_SCRIPT);
	for (const [text, from] of [
		['Godkänns utan skript.', VILLAGE],
		['Avböjs utan skript.', undefined]
	] as const) {
		await sender.goto(OPEN_TEXT);
		await sender.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		await send(sender, { kind: 'Tillägg', text, from });
	}
	const moderator = await person(demo.origin, WITHOUT_SCRIPT);
	await demo.signIn(moderator, 'lead');
	await moderator.goto(DESK);
	await decline(moderator, 'Avböjs utan skript.', { message: 'Skriv om texten, inte om skriptet.' });
	await moderator.goto(DESK);
	await approve(moderator, 'Godkänns utan skript.');

	const other = await person(demo.origin, WITHOUT_SCRIPT);
	await other.goto(OPEN_TEXT_WHOLE);
	await unfold(other, pointWith(other, 'Godkänns utan skript.'));
	expect(await other.content()).not.toContain('Avböjs utan skript.');
	await sender.goto(OPEN_TEXT_WHOLE);
	await unfold(sender, pointWith(sender, 'Avböjs utan skript.'));
	await expect(pointWith(sender, 'Avböjs utan skript.')).toContainText('Skriv om texten, inte om skriptet.');
});
