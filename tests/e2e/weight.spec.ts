import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, LAPTOP, PHONE, test, type NewPerson } from '../support/browser.ts';
import { formIn, OPEN_TEXT } from '../support/commenting.ts';
import { choose, join, openMeeting, openQuestion } from '../support/meeting-hall.ts';
import { markWords } from '../support/participants.ts';
import { share } from '../support/staff.ts';

test.use({ ownDemo: 'weight' });

const KILOBYTE = 1000;
const FROZEN_LIMIT = 60 * KILOBYTE;
const SHARED_LIMIT = 90 * KILOBYTE;
/** SvelteKit’s client is in it, what shows a text, and what keeps pages for reading without a connection. */
const MEETING_LIMIT = 95 * KILOBYTE;
const MEETING = '/dialoger/smart-specialisering-2027-2033/moten/omgang-3-upplevelser';
const WORKSPACE = '/arbetsyta/smart-specialisering-2027-2033/dokument/hallbar-energi';

type Script = { name: string; gzip: number; text: string };

/** Every script that comes to a page while something is done there. */
async function scriptsFor(page: Page, work: () => Promise<void>): Promise<Script[]> {
	const scripts: Promise<Script>[] = [];
	page.on('response', (response) => {
		if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
		const name = new URL(response.url()).pathname.split('/').slice(-2).join('/');
		scripts.push(response.body().then((body) => ({ name, gzip: gzipSync(body).length, text: body.toString() })));
	});
	await work();
	await page.waitForLoadState('networkidle');
	return Promise.all(scripts);
}

/** Everything a participant does on the reading page. */
const comment = (address: string) => async (page: Page) => {
	await page.goto(address);
	await expect(page.getByText('läser nu')).toBeVisible();
	await markWords(page, 'I länet produceras');
	await page.getByRole('button', { name: 'Tyck till om markeringen' }).click();
	await expect(formIn(page)).toBeVisible();
	await page.keyboard.press('Escape');
};

async function expectLight(
	person: NewPerson,
	origin: string,
	limit: number,
	work: (page: Page) => Promise<void> = comment(OPEN_TEXT)
): Promise<void> {
	for (const device of [LAPTOP, PHONE]) {
		const page = await person(origin, device);
		const scripts = await scriptsFor(page, () => work(page));
		const list = scripts.map(({ name, gzip }) => `${gzip} ${name}`).join('\n');
		expect(scripts.length).toBeGreaterThan(1);
		for (const { name, text } of scripts) expect(/prosemirror|tiptap/i.test(text), name).toBe(false);
		const total = scripts.reduce((sum, script) => sum + script.gzip, 0);
		test.info().annotations.push({ type: 'weight', description: `${total} of ${limit} bytes` });
		expect(total, `JavaScript of the page, gzipped:\n${list}`).toBeLessThanOrEqual(limit);
	}
}

test('reading and commenting on a frozen text takes at most 60 kB of script and no editor', async ({
	demo,
	person
}) => {
	await expectLight(person, demo.origin, FROZEN_LIMIT);
});

test('following a text that is shared live takes at most 90 kB of script and no editor', async ({ demo, person }) => {
	const lead = await person(demo.origin);
	await demo.signIn(lead, 'lead');
	await share(lead, WORKSPACE, true);
	try {
		await expectLight(person, demo.origin, SHARED_LIMIT);
	} finally {
		await share(lead, WORKSPACE, false);
	}
});

test('taking part in a meeting, and following its notes, takes at most 95 kB of script and no editor', async ({
	demo,
	person
}) => {
	const host = await person(demo.origin);
	await demo.signIn(host, 'host');
	await openMeeting(host, `${MEETING.replace('/dialoger/', '/arbetsyta/')}/led`);
	await openQuestion(host, 'Ett svar', 'Räcker det?', ['Ja', 'Nej']);
	await host
		.getByRole('button', { name: /^Gå dit: / })
		.nth(1)
		.click();
	await expectLight(person, demo.origin, MEETING_LIMIT, async (page) => {
		await page.goto(`${MEETING}/live`);
		await join(page, { type: 'Privatperson' });
		await choose(page, 'Ja', 'Skicka svaret');
		await expect(page.getByText('Ditt svar är sparat.')).toBeVisible();
	});
	await host.getByRole('link', { name: 'Skriv anteckningar' }).click();
	await host.getByRole('button', { name: 'Börja anteckna' }).click();
	await host.getByText('Visa för deltagarna').click();
	await host.getByRole('button', { name: 'Visa anteckningarna' }).click();
	await expect(host.getByText('Deltagarna ser anteckningarna nu.')).toBeVisible();
	await expectLight(person, demo.origin, SHARED_LIMIT, async (page) => {
		await page.goto(MEETING.replace('moten/', 'underlag/minnesanteckningar-'));
		await expect(page.getByText('läser nu')).toBeVisible();
	});
});

test('the reading page is alive also for those who come by a link, and speaks English at its English address', async ({
	demo,
	person
}) => {
	const page = await person(demo.origin);
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => void (message.type() === 'warning' && faults.push(message.text())));
	await page.goto('/dialoger/smart-specialisering-2027-2033');
	await page.waitForLoadState('networkidle');
	await page.getByRole('main').locator(`a[href="${OPEN_TEXT}"]`).first().click();
	await expect(page.getByText('läser nu')).toBeVisible();
	await page.goBack();
	await expect(page).toHaveURL(/smart-specialisering-2027-2033$/);
	await page.goto('/en' + OPEN_TEXT);
	await expect(page.getByText('reading now')).toBeVisible();
	await page.getByRole('link', { name: 'Comment on the whole text' }).click();
	await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
	expect(faults).toEqual([]);
});

test('a visit sets no cookie and keeps nothing on the device', async ({ demo, person }) => {
	const page = await person(demo.origin);
	for (const path of ['/', '/dialoger', '/dialoger/smart-specialisering-2027-2033', OPEN_TEXT, '/mitt', '/logga-in']) {
		await page.goto(path);
	}
	await page.waitForLoadState('networkidle');
	expect(await page.context().cookies()).toEqual([]);
	expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('no page allows a script or a style that did not come with it', async ({ demo, request }) => {
	for (const path of ['/', OPEN_TEXT, '/logga-in', '/finns-inte']) {
		const policy = (await request.get(demo.origin + path)).headers()['content-security-policy'] ?? '';
		expect(policy, path).toMatch(/script-src 'self'( 'nonce-[^']+')?;/);
		expect(policy, path).toContain("default-src 'none'");
		expect(policy, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
	}
});
