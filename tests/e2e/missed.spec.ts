import { expect, LAPTOP, PHONE, test } from '../support/browser.ts';
import { formIn, OPEN_TEXT, pointWith, send } from '../support/commenting.ts';
import { cuttable } from '../support/editing.ts';
import * as staff from '../support/staff.ts';
import type { Page } from '@playwright/test';

test.use({ ownDemo: 'missed' });

const SLUG = 'smart-specialisering-2027-2033';
const HOME = `/arbetsyta/${SLUG}/dokument/digitala-losningar`;
const READING = `/dialoger/${SLUG}/underlag/digitala-losningar`;
const NEWS = /\/ws\/document\//;
/** The longer a page was away, the longer it waits before it tries again: up to twenty seconds. */
const BACK = { timeout: 60_000 };
const COMPANY = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };

async function comment(page: Page, on: string, text: string): Promise<void> {
	await page.goto(on);
	await page
		.getByRole('link', { name: /^Tyck till om .*, stycke 1$/ })
		.first()
		.click();
	await expect(formIn(page).getByLabel('Din synpunkt')).toBeVisible();
	await send(page, { kind: 'Fråga', text, from: COMPANY });
}

test('whoever was away when something happened sees it when the connection is there', async ({ demo, person }) => {
	test.setTimeout(300_000);
	const [lead, writer] = [await person(demo.origin, LAPTOP), await person(demo.origin, LAPTOP)];
	const reader = await person(demo.origin, PHONE);
	const news = await cuttable(reader, NEWS);
	await demo.signIn(lead, 'lead');
	await staff.openConsultation(lead, SLUG, {
		title: 'Öppet samtal om det digitala',
		mode: 'Direkt',
		document: 'Digitala lösningar – underlag för dialog'
	});

	await test.step('a point that came between the page and its first connection', async () => {
		news.cut();
		await reader.goto(READING);
		await comment(writer, READING, 'Kom innan sidan hann lyssna.');
		news.mend();
		await expect(pointWith(reader, 'Kom innan sidan hann lyssna.')).toBeAttached(BACK);
	});

	await test.step('a text that was shared, and closed again', async () => {
		for (const open of [true, false]) {
			await expect(reader.getByText('läser nu')).toBeVisible();
			news.cut();
			await staff.share(lead, HOME, open);
			await expect(reader.getByText('Texten delas just nu')).toBeVisible({ visible: !open });
			news.mend();
			await expect(reader.getByText('Texten delas just nu')).toBeVisible({ visible: open, ...BACK });
		}
	});

	await test.step('a new version', async () => {
		await expect(reader.getByText('läser nu')).toBeVisible();
		news.cut();
		await staff.publish(lead, HOME, 3);
		await expect(reader.getByText('En ny version är publicerad.')).toBeHidden();
		news.mend();
		await expect(reader.getByText('En ny version är publicerad.')).toBeVisible(BACK);
		await reader.getByRole('link', { name: 'Till den senaste versionen' }).click();
		await expect(reader.getByText('En ny version är publicerad.')).toBeHidden();
	});
});

test('a point that came between the desk and its first connection stands in the queue', async ({ demo, person }) => {
	const [lead, writer] = [await person(demo.origin, LAPTOP), await person(demo.origin, LAPTOP)];
	const news = await cuttable(lead, /\/ws\/desk\//);
	await demo.signIn(lead, 'lead');
	news.cut();
	await lead.goto(`/arbetsyta/${SLUG}/moderering`);
	await comment(writer, OPEN_TEXT, 'Kom innan kön lyssnade.');
	news.mend();
	const queue = lead.getByRole('list', { name: 'Synpunkter i kön' });
	await expect(queue).toContainText('Kom innan kön lyssnade.', BACK);
});
