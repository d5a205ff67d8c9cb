import type { Page } from '@playwright/test';
import { expect, LAPTOP, PHONE, test } from '../support/browser.ts';
import { fillForm, formIn, OPEN_TEXT, pointWith, send, unfold } from '../support/commenting.ts';
import { ask, choose, join, openMeeting, openQuestion } from '../support/meeting-hall.ts';

test.use({ ownDemo: 'flight-mode' });

const DIALOGUE = '/dialoger/smart-specialisering-2027-2033';
const MEETING = 'omgang-3-upplevelser';
const LIVE = `${DIALOGUE}/moten/${MEETING}/live`;
const LED = `/arbetsyta/smart-specialisering-2027-2033/moten/${MEETING}/led`;
const QUESTION = 'Vad lockar mest?';
const ASKED = 'Får man tälta vid leden?';
const FIRST = 'Skrivet först, utan täckning.';
const SECOND = 'Skrivet sedan, utan täckning.';
const COMPANY = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };

const banner = (page: Page) => page.getByText('Du läser utan uppkoppling. Sidan hämtades kl.');
const kept = (page: Page) => page.getByText(/sidor är sparade på den här enheten/);

/** The pages that the service worker keeps, as one text; '' where nothing is kept at all. */
const everythingKept = (page: Page): Promise<string> =>
	page.evaluate(async () => {
		const names = await caches.keys();
		const shelves = await Promise.all(names.filter((name) => /pages/.test(name)).map((name) => caches.open(name)));
		const keys = await Promise.all(shelves.map(async (shelf) => (await shelf.keys()).map((key) => shelf.match(key))));
		const texts = await Promise.all(keys.flat().map(async (response) => (await response)?.text() ?? ''));
		return texts.join('\n');
	});

const workers = (page: Page): Promise<number> =>
	page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

async function keepDialogue(page: Page): Promise<void> {
	await page.goto(DIALOGUE);
	await page.getByRole('button', { name: 'Spara för läsning utan uppkoppling' }).click();
	await expect(kept(page)).toBeVisible();
}

/**
 * Ten minutes pass without a connection. An attempt that is under way while the clock is put forward says that it began
 * before: it has to fail first, or it would be taken where the line is mended by then.
 */
async function tenMinutesPass(page: Page): Promise<void> {
	const attempt = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
	await page.clock.fastForward('10:00');
	await attempt;
}

/** Writes a point on the whole text and sends it, as far as it comes. */
async function write(page: Page, text: string): Promise<void> {
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await fillForm(page, { kind: 'Fråga', text, from: COMPANY });
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(formIn(page)).toContainText('Väntar på anslutning.');
}

test('ten minutes without a connection in a meeting: reads, answers and asks on, and it all arrives once and says when', async ({
	demo,
	line,
	person
}) => {
	const host = await person(demo.origin, LAPTOP);
	const phone = await person(demo.origin, { ...PHONE, proxy: line.proxy });
	await demo.signIn(host, 'lead');
	await phone.clock.install();

	await test.step('a meeting, and somebody who joins it: its pages are kept without being asked for', async () => {
		await openMeeting(host, LED);
		await openQuestion(host, 'Ett svar', QUESTION, ['Vandring', 'Mat']);
		await host.getByRole('button', { name: 'Visa frågor direkt' }).click();
		await phone.goto(LIVE);
		await expect(phone.getByRole('button', { name: 'Spara för läsning utan uppkoppling' })).toBeVisible();
		expect(await workers(phone)).toBe(0);
		await join(phone, { type: 'Företag', organisation: 'Fjällkraft' });
		await expect(kept(phone)).toBeVisible();
	});

	await test.step('the page opens again without a connection, and answers wait on it', async () => {
		await line.cut(phone);
		await phone.reload();
		await expect(banner(phone)).toBeVisible();
		await expect(phone.getByText('Du är med. Det du skickar väntar')).toBeVisible();
		await choose(phone, 'Mat', 'Skicka svaret');
		await ask(phone, ASKED);
		await expect(phone.getByText('2 svar väntar på anslutning.')).toBeVisible();
		await phone.clock.fastForward('10:00');
		await phone.reload();
		await expect(phone.getByText('2 svar väntar på anslutning.')).toBeVisible();
	});

	await test.step('the question is closed meanwhile, and its result shown', async () => {
		await host.getByRole('button', { name: `Stäng frågan ${QUESTION}` }).click();
		await expect(host.getByRole('button', { name: `Öppna frågan igen ${QUESTION}` })).toBeVisible();
		await host.getByRole('button', { name: `Visa resultatet ${QUESTION}` }).click();
		await expect(host.getByRole('button', { name: `Dölj resultatet ${QUESTION}` })).toBeVisible();
	});

	await test.step('a page that is not kept says what is, and leads there', async () => {
		await phone.goto('/mitt');
		await expect(phone.getByRole('heading', { name: 'Ingen uppkoppling' })).toBeVisible();
		await phone.goto(LIVE);
		await expect(banner(phone)).toBeVisible();
	});

	await test.step('it is sent when the connection is back, once, and everybody reads when it was written', async () => {
		await line.mend(phone);
		await phone.clock.fastForward('01:00');
		await expect(phone.getByText(/svar väntar på anslutning/)).toHaveCount(0);
		await phone.goto(LIVE);
		await expect(banner(phone)).toHaveCount(0);
		await expect(phone.getByText(`Ditt svar på frågan ”${QUESTION}” kom fram när frågan hade stängts.`)).toBeVisible();
		await expect(phone.getByRole('row', { name: /^Mat 1/ })).toBeVisible();
		const question = host.getByRole('listitem').filter({ hasText: ASKED });
		await expect(question).toHaveCount(1);
		await expect(question).toContainText(/Skriven \S+ \d\d\.\d\d, skickad \S+ \d\d\.\d\d/);
		await expect(host.getByText('1 svar, varav 1 kom fram efter stängningen')).toBeVisible();
		await expect(host.getByRole('row', { name: /^Mat 1/ })).toBeVisible();
	});
});

test('ten minutes without a connection on a text: reads and writes on, and both points arrive in order, marked', async ({
	demo,
	line,
	person
}) => {
	const page = await person(demo.origin, { ...PHONE, proxy: line.proxy });
	await page.clock.install();
	await keepDialogue(page);
	await line.cut(page);
	await page.goto(OPEN_TEXT);
	await expect(banner(page)).toBeVisible();
	await write(page, FIRST);
	await page.reload();
	await write(page, SECOND);
	await tenMinutesPass(page);
	await line.mend(page);
	await page.clock.fastForward('01:00');
	await expect(page.getByText('Du är uppkopplad igen.')).toBeVisible();
	const told = async () => (await page.request.get('/mitt/uppgifter')).text();
	const arrived = async () => (await told()).match(new RegExp(`${FIRST}|${SECOND}`, 'g'));
	await expect.poll(async () => (await arrived())?.toSorted()).toEqual([FIRST, SECOND]);
	await page.goto(`${OPEN_TEXT}?visa=hel&mina=ja`);
	await expect(banner(page)).toHaveCount(0);
	const point = pointWith(page, FIRST);
	await unfold(page, point);
	await expect(point).toContainText(/Skriven \S+ \d\d\.\d\d, skickad \S+ \d\d\.\d\d/);
	const host = await person(demo.origin, LAPTOP);
	await demo.signIn(host, 'lead');
	await host.goto('/arbetsyta/smart-specialisering-2027-2033/moderering');
	await host.getByRole('link', { name: new RegExp(FIRST.slice(0, 20)) }).click();
	await expect(host.getByText('Skriven utan uppkoppling')).toBeVisible();
});

test('what is kept holds nothing of who reads, and goes with them', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await page.goto(OPEN_TEXT);
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await send(page, { kind: 'Fråga', text: 'Min granskade hemlighet.', from: { ...COMPANY, name: 'Ida Hemlig' } });
	await keepDialogue(page);
	for (const path of [OPEN_TEXT, '/mitt', DIALOGUE]) await page.goto(path);
	await expect(kept(page)).toBeVisible();
	const bytes = await everythingKept(page);
	const found = ['Hållbar energi', 'Min granskade hemlighet', 'Ida Hemlig', 'Logga ut'].filter((text) =>
		bytes.includes(text)
	);
	expect(found).toEqual(['Hållbar energi']);
	await page.goto('/logga-ut');
	await page.getByRole('main').getByRole('button').first().click();
	await expect(page.getByRole('link', { name: 'Logga in' }).first()).toBeVisible();
	await expect.poll(() => everythingKept(page)).toBe('');
	await expect.poll(() => workers(page)).toBe(0);
});

test('what is kept can be taken away again', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await keepDialogue(page);
	await page.getByRole('button', { name: 'Ta bort sparade sidor' }).click();
	await expect(page.getByRole('button', { name: 'Spara för läsning utan uppkoppling' })).toBeVisible();
	expect([await everythingKept(page), await workers(page)]).toEqual(['', 0]);
});

test('what somebody else wrote on a shared device is not sent as whoever is signed in', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await page.goto(OPEN_TEXT);
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await send(page, { kind: 'Fråga', text: 'Det första från Ida.', from: COMPANY });
	await page.reload();
	await page.context().setOffline(true);
	await page.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await fillForm(page, { kind: 'Fråga', text: 'Idas andra, utan täckning.' });
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	await expect(formIn(page)).toContainText('Väntar på anslutning.');
	const ida = await page.context().cookies();
	await page.close();
	await test.step('somebody else comes to the device', async () => {
		const context = page.context();
		await context.clearCookies();
		await context.setOffline(false);
		const other = await context.newPage();
		await demo.signIn(other, 'reviewer');
		await other.goto(OPEN_TEXT);
		await expect(other.getByText('Något som Ida Ås skrev på den här enheten är inte skickat.')).toBeVisible();
		expect(await other.locator('body').textContent()).not.toContain('Idas andra');
		await other.close();
	});
	await test.step('it is sent when its writer is back', async () => {
		const context = page.context();
		await context.clearCookies();
		await context.addCookies(ida);
		const again = await context.newPage();
		await again.goto(OPEN_TEXT);
		await expect(again.getByText('En synpunkt som väntade har skickats.')).toBeVisible();
	});
});
