import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, LAPTOP, PHONE, test, type NewPerson } from '../support/browser.ts';
import { formIn, OPEN_TEXT } from '../support/commenting.ts';
import { markWords } from '../support/participants.ts';
import { share } from '../support/staff.ts';

const KILOBYTE = 1000;
const FROZEN_LIMIT = 60 * KILOBYTE;
const SHARED_LIMIT = 90 * KILOBYTE;
const WORKSPACE = '/arbetsyta/smart-specialisering-2027-2033/dokument/hallbar-energi';

type Script = { name: string; gzip: number; text: string };

/** Everything a participant does on the reading page, and the scripts that came for it. */
async function scriptsOf(page: Page): Promise<Script[]> {
	const scripts: Promise<Script>[] = [];
	page.on('response', (response) => {
		if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
		const name = new URL(response.url()).pathname.split('/').slice(-2).join('/');
		scripts.push(response.body().then((body) => ({ name, gzip: gzipSync(body).length, text: body.toString() })));
	});
	await page.goto(OPEN_TEXT);
	await expect(page.getByText('läser nu')).toBeVisible();
	await markWords(page, 'I länet produceras');
	await page.getByRole('button', { name: 'Tyck till om markeringen' }).click();
	await expect(formIn(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.waitForLoadState('networkidle');
	return Promise.all(scripts);
}

async function expectLight(person: NewPerson, origin: string, limit: number): Promise<void> {
	for (const device of [LAPTOP, PHONE]) {
		const scripts = await scriptsOf(await person(origin, device));
		const list = scripts.map(({ name, gzip }) => `${gzip} ${name}`).join('\n');
		expect(scripts.length).toBeGreaterThan(1);
		for (const { name, text } of scripts) expect(/prosemirror|tiptap/i.test(text), name).toBe(false);
		const total = scripts.reduce((sum, script) => sum + script.gzip, 0);
		test.info().annotations.push({ type: 'weight', description: `${total} of ${limit} bytes` });
		expect(total, `JavaScript of the reading page, gzipped:\n${list}`).toBeLessThanOrEqual(limit);
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
