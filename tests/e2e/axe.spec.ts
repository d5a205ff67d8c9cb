import type { Page } from '@playwright/test';
import { eachOf, expectAccessible, expectRoomForLargeText, inParts, partName } from '../support/access.ts';
import { expect, LAPTOP, PHONE, test } from '../support/browser.ts';
import { fillForm, formIn, OPEN_TEXT, send, unfold, pointWith } from '../support/commenting.ts';
import { markWords } from '../support/participants.ts';
import { share } from '../support/staff.ts';

// Looking at a page four times takes its time on a busy machine.
test.describe.configure({ timeout: 180_000 });

const DIALOGUE = '/dialoger/smart-specialisering-2027-2033';
const WORK = '/arbetsyta/smart-specialisering-2027-2033';
const COMPANY = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };
const ANSWERED = 'Kapacitetsbristen är i överföringen till regionnätet, inte i lokalnätet.';

async function read(page: Page): Promise<void> {
	await page.goto(OPEN_TEXT);
	await expect(page.getByText('läser nu')).toBeVisible();
}

test.describe('every public page can be used by everybody', () => {
	const pages = [
		'/',
		'/dialoger',
		DIALOGUE,
		`${DIALOGUE}/moten/omgang-3-jord-skog-och-vatten`,
		`${DIALOGUE}/moten/omgang-1-jord-skog-och-vatten`,
		`${DIALOGUE}/sammanstallning`,
		`${DIALOGUE}/sammanstallning?slag=objection`,
		`${OPEN_TEXT}/jamfor`,
		`${OPEN_TEXT}?version=1`,
		'/anslut',
		`${DIALOGUE}/moten/omgang-3-jord-skog-och-vatten/live`,
		`${DIALOGUE}/moten/omgang-3-jord-skog-och-vatten/scen`,
		'/mitt',
		'/mitt/atervand',
		'/logga-in',
		'/logga-in/lank?kod=fel',
		'/kontakt',
		'/tillganglighet',
		'/personuppgifter',
		'/insyn',
		'/finns-inte',
		'/en'
	];
	for (const paths of inParts(pages)) {
		test(partName(paths), async ({ demo, person }) => {
			const page = await person(demo.origin);
			await eachOf(paths, page, async (path) => {
				await expectAccessible(page, path);
				await expectRoomForLargeText(page, path);
			});
		});
	}
});

test('the reading page, its forms and its receipt, on a wide screen', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await read(page);
	await expectAccessible(page, 'reading', ['wide']);
	await page.getByText('Filtrera synpunkter').click();
	await page.locator('.version-facts > summary').click();
	await expectAccessible(page, 'filter and facts open', ['wide']);
	await markWords(page, 'I länet produceras');
	await expectAccessible(page, 'words marked', ['wide']);
	await page.getByRole('button', { name: 'Tyck till om markeringen' }).click();
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(formIn(page).getByRole('alert')).toBeVisible();
	await expectAccessible(page, 'form with mistakes', ['wide']);
	await expectRoomForLargeText(page, 'form with mistakes');
	await send(page, { kind: 'Fråga', text: 'Vad räknas som många små?', from: COMPANY });
	await expectAccessible(page, 'receipt', ['wide']);
	const point = pointWith(page, ANSWERED);
	await unfold(page, point);
	await point.getByRole('link', { name: /^Anmäl/ }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await expectAccessible(page, 'report', ['wide']);
	await page.keyboard.press('Escape');
	await point.getByRole('link', { name: /^Svara/ }).click();
	await expectAccessible(page, 'reply', ['wide']);
});

test('the reading page and its sheets on a phone', async ({ demo, person }) => {
	const page = await person(demo.origin, PHONE);
	await read(page);
	await expectAccessible(page, 'reading', ['phone']);
	await page.locator('.place-points > summary').first().tap();
	await expect(page.getByRole('dialog')).toBeVisible();
	await expectAccessible(page, 'sheet with points', ['phone']);
	await page.getByRole('dialog').getByRole('button', { name: 'Tyck till' }).tap();
	await fillForm(page, { kind: 'Fråga', text: 'Jag nås på 19121212-1212.', from: COMPANY });
	await expectAccessible(page, 'sheet with form and a warning', ['phone']);
});

test('the reading page while the text is shared live', async ({ demo, person }) => {
	const lead = await person(demo.origin);
	await demo.signIn(lead, 'lead');
	await share(lead, `${WORK}/dokument/hallbar-energi`, true);
	try {
		const page = await person(demo.origin);
		await read(page);
		await expectAccessible(page, 'shared live');
	} finally {
		await share(lead, `${WORK}/dokument/hallbar-energi`, false);
	}
});

test('a comment can be made with the keyboard alone', async ({ demo, person }) => {
	const page = await person(demo.origin);
	await read(page);
	await page.keyboard.press('Tab');
	await expect(page.locator('.skip-link')).toBeFocused();
	await page.keyboard.press('Enter');
	const button = page.getByRole('link', { name: 'Tyck till om Beredskap, stycke 1' });
	for (let steps = 0; steps < 150 && !(await button.evaluate((one) => one === document.activeElement)); steps++) {
		await page.keyboard.press('Tab');
	}
	await expect(button).toBeFocused();
	await expect(button).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(formIn(page).getByLabel('Din synpunkt')).toBeFocused();
	await page.keyboard.type('Skrivet utan mus.');
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.type('Fråga');
	await expect(formIn(page).getByLabel('Slags synpunkt')).toHaveValue('question');

	await page.reload();
	await markWords(page, 'I länet produceras');
	await page.keyboard.press('Control+Alt+m');
	await expect(formIn(page).getByLabel('Vad gäller synpunkten?')).toContainText('I länet produceras');
	await expect(formIn(page).getByLabel('Din synpunkt')).toBeFocused();
});

test('the text prints with its points and without what cannot be pressed on paper', async ({ demo, person }) => {
	const page = await person(demo.origin);
	await read(page);
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText('I länet produceras mer el')).toBeVisible();
	await expect(pointWith(page, ANSWERED)).toBeVisible();
	await expect(page.getByRole('navigation')).toHaveCount(0);
	await expect(page.getByRole('link', { name: /^Lämna synpunkt/ })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Filtrera' })).toHaveCount(0);
});

test('forced colours and reduced motion leave everything in place', async ({ demo, person }) => {
	const page = await person(demo.origin, { ...LAPTOP, forcedColors: 'active', reducedMotion: 'reduce' });
	await read(page);
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await expect(formIn(page).getByLabel('Din synpunkt')).toBeFocused();
	await expect(formIn(page).getByRole('button', { name: 'Skicka in' })).toBeVisible();
	const moving = await page.evaluate(
		() => document.getAnimations().filter((one) => Number(one.effect?.getTiming().duration ?? 0) > 1).length
	);
	expect(moving).toBe(0);
	const border = (button: Element) => getComputedStyle(button).borderTopStyle;
	expect(await formIn(page).getByRole('button', { name: 'Skicka in' }).evaluate(border)).not.toBe('none');
});
