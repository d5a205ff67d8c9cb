import { expect, LAPTOP, PHONE, test, type Demo } from '../support/browser.ts';
import type { Page } from '@playwright/test';
import { fillForm, formIn, OPEN_TEXT, pointWith, referenceIn, send } from '../support/commenting.ts';
import { openConsultation } from '../support/staff.ts';

const DIALOGUE = 'smart-specialisering-2027-2033';
/** A text of the demo whose points are shown at once, when `openToAll` has seen to that. */
const QUICK_TEXT = `/dialoger/${DIALOGUE}/underlag/digitala-losningar`;
const COMPANY = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };

const paragraphButton = (page: Page) => page.getByRole('link', { name: /^Tyck till om .*, stycke 1$/ }).first();

async function openForm(page: Page, text = OPEN_TEXT): Promise<void> {
	await page.goto(text);
	await expect(page.getByText('läser nu')).toBeVisible();
	await paragraphButton(page).focus();
	await paragraphButton(page).press('Enter');
	await expect(formIn(page).getByLabel('Din synpunkt')).toBeFocused();
}

/** How many points of one's own with these words the server has. */
async function countMine(page: Page, words: string): Promise<number> {
	const answer = await page.request.get('/mitt/uppgifter');
	expect(answer.ok()).toBe(true);
	return (await answer.text()).split(words).length - 1;
}

async function openToAll(demo: Demo, lead: Page): Promise<void> {
	await demo.signIn(lead, 'lead');
	await openConsultation(lead, DIALOGUE, {
		title: 'Öppet samtal om det digitala',
		mode: 'Direkt',
		document: 'Digitala lösningar – underlag för dialog'
	});
}

test('what is sent without a connection waits on the device and is sent once when it is back', async ({
	demo,
	person
}) => {
	const page = await person(demo.origin, PHONE);
	await openForm(page);
	await page.context().setOffline(true);
	await fillForm(page, { kind: 'Fråga', text: 'Skrivet utan täckning i dalen.', from: COMPANY });
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(formIn(page)).toContainText('Väntar på anslutning.');
	await expect(formIn(page)).toContainText('Skrivet utan täckning i dalen.');
	await page.context().setOffline(false);
	expect(await referenceIn(page)).not.toBe('');
	expect(await countMine(page, 'Skrivet utan täckning i dalen.')).toBe(1);
});

test('what waits is sent when the page is opened again, also after the tab was closed', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await openForm(page);
	await page.context().setOffline(true);
	await fillForm(page, { kind: 'Fråga', text: 'Skrivet innan fliken stängdes.', from: COMPANY });
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(formIn(page)).toContainText('Väntar på anslutning.');
	const later = await page.context().newPage();
	await page.close();
	await later.context().setOffline(false);
	await later.goto(OPEN_TEXT);
	await expect(later.getByRole('main')).toContainText('En synpunkt som väntade har skickats. Referens:');
	expect(await countMine(later, 'Skrivet innan fliken stängdes.')).toBe(1);
});

test('an answer that is lost on the way makes no second input', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await openForm(page);
	let lost = 0;
	await page.route('**/punkter', async (route) => {
		if (lost > 0 || route.request().method() !== 'POST') return route.continue();
		lost++;
		await route.fetch();
		await route.abort('connectionreset');
	});
	await fillForm(page, { kind: 'Fråga', text: 'Svaret kom bort.', from: COMPANY });
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	expect(await referenceIn(page)).not.toBe('');
	expect(lost).toBe(1);
	expect(await countMine(page, 'Svaret kom bort.')).toBe(1);
});

test('a draft survives a reload and goes when the reader clears the device', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await openForm(page);
	await fillForm(page, { kind: 'Fråga', text: 'Ett halvfärdigt utkast.' });
	await page.reload();
	await expect(page.getByText('1 utkast finns på den här enheten.')).toBeVisible();
	await openForm(page);
	await expect(formIn(page).getByLabel('Din synpunkt')).toHaveValue('Ett halvfärdigt utkast.');
	await page.reload();
	await page.getByRole('button', { name: 'Rensa utkast på den här enheten' }).click();
	await expect(page.getByText('utkast finns på den här enheten')).toHaveCount(0);
	expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('halvfärdigt');
	await openForm(page);
	await expect(formIn(page).getByLabel('Din synpunkt')).toHaveValue('');
});

test('the form keeps its text, its focus and its place while points of others come in', async ({ demo, person }) => {
	await openToAll(demo, await person(demo.origin, LAPTOP));
	const [writer, other] = [await person(demo.origin, LAPTOP), await person(demo.origin, LAPTOP)];
	await openForm(writer, QUICK_TEXT);
	const field = formIn(writer).getByLabel('Din synpunkt');
	await writer.keyboard.type('Jag skriver långsamt');
	const before = await field.boundingBox();
	for (const text of ['Först från någon annan.', 'Sedan en till från samma.']) {
		await openForm(other, QUICK_TEXT);
		await send(other, { kind: 'Erfarenhet', text, ...(text.startsWith('Först') ? { from: COMPANY } : {}) });
		await expect(pointWith(writer, text)).toBeAttached();
	}
	await expect(writer.getByRole('button', { name: '2 nya synpunkter, visa' })).toBeVisible();
	await expect(field).toBeFocused();
	await writer.keyboard.type(' men säkert.');
	await expect(field).toHaveValue('Jag skriver långsamt men säkert.');
	expect((await field.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
});
