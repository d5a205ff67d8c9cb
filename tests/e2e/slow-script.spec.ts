import type { Page } from '@playwright/test';
import { expect, PHONE, test } from '../support/browser.ts';
import { fillForm, formIn, OPEN_TEXT, referenceIn } from '../support/commenting.ts';

const CONSOLIDATED = '/dialoger/smart-specialisering-2027-2033/sammanstallning';

/** Scripts arrive when the returned function is called: until then the page is what the server wrote. */
async function holdScripts(page: Page): Promise<() => void> {
	let arrive = (): void => undefined;
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	await page.route(/\.js$/, async (route) => {
		await arrived;
		await route.continue();
	});
	return arrive;
}

test('what is chosen before the script has arrived stays chosen', async ({ demo, person }) => {
	const page = await person(demo.origin);
	const letScriptsArrive = await holdScripts(page);
	await page.goto(CONSOLIDATED, { waitUntil: 'commit' });
	await page.getByText('Välj vad du vill se').click();
	const chosen = page.getByRole('checkbox', { name: 'Ändringsförslag', exact: true });
	await chosen.check();
	await page.getByRole('searchbox').fill('elnät');
	letScriptsArrive();
	await expect(page.locator('#svelte-announcer')).toBeAttached();
	await expect(chosen).toBeChecked();
	await expect(page.getByRole('searchbox')).toHaveValue('elnät');
	await page.getByRole('button', { name: 'Visa urvalet' }).click();
	await expect(page.getByRole('main')).toContainText('Ändringsförslag med orden ”elnät”');
});

test('what is unfolded before the script has arrived stays unfolded', async ({ demo, person }) => {
	const page = await person(demo.origin);
	await demo.signIn(page, 'lead');
	const letScriptsArrive = await holdScripts(page);
	await page.goto('/arbetsyta/smart-specialisering-2027-2033/omraden', { waitUntil: 'commit' });
	const folded = page.locator('details', { hasText: 'Lägg till ett område' });
	await folded.locator('summary').click();
	await folded.getByLabel('Kod').fill('NY');
	letScriptsArrive();
	await expect(page.locator('#svelte-announcer')).toBeAttached();
	await expect(folded.getByLabel('Kod')).toBeVisible();
	await expect(folded.getByLabel('Kod')).toHaveValue('NY');
});

for (const [where, options] of [
	['on a phone', PHONE],
	['on a laptop', undefined]
] as const) {
	test(`a comment begun before the script has arrived is sent whole, ${where}`, async ({ demo, person }) => {
		const page = await person(demo.origin, options);
		const letScriptsArrive = await holdScripts(page);
		await page.goto(`${OPEN_TEXT}?tyckTill=whole#form`, { waitUntil: 'commit' });
		const text = 'Skrivet medan bussen körde genom skogen.';
		const from = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };
		await fillForm(page, { kind: 'Fråga', text, from });
		letScriptsArrive();
		await expect(page.getByText('läser nu')).toBeVisible();
		await expect(formIn(page).getByLabel('Din synpunkt')).toHaveValue(text);
		await expect(formIn(page).getByLabel('Slags synpunkt')).toHaveValue('question');
		await expect(formIn(page).getByLabel('Du skriver som')).toHaveValue('company');
		await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
		expect(await referenceIn(page)).not.toBe('');
	});
}
