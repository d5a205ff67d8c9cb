import type { Page } from '@playwright/test';
import { expect, startMedskick, test, useLink, WITHOUT_SCRIPT } from '../support/browser.ts';
import { startMailbox } from '../support/mailbox.ts';
import * as staff from '../support/staff.ts';

const NEWS = '/dialoger/energi/nyheter';
/** Stands in the post that is withdrawn, and nowhere else. */
const MARKER = 'tillbakamarkor4c1e';
const [RUT, SVEN, NEVER] = ['rut@example.org', 'sven@example.org', 'aldrig@example.org'];

test('news by e-mail: written, confirmed, sent, left with one press, and withdrawn', async ({ person }) => {
	test.setTimeout(240_000);
	const mailbox = await startMailbox();
	const { medskick, dispose } = await startMedskick({
		DEMO: '0',
		ADMIN_EMAIL: 'admin@example.org',
		SMTP_URL: mailbox.url
	});
	const { origin } = medskick;
	const [administrator, lead, communicator] = [await person(origin), await person(origin), await person(origin)];
	const [rut, sven] = [await person(origin), await person(origin, WITHOUT_SCRIPT)];
	const atom = async () => (await rut.request.get(`${NEWS}/atom.xml`)).text();

	await test.step('a dialogue is open', async () => {
		await useLink(administrator, /First administrator: (\S+)/.exec(medskick.output)?.[1] ?? '');
		await staff.createDialogue(administrator, { title: 'Elen i länet', slug: 'energi' });
		await staff.grantRole(administrator, { email: 'lead@example.org', name: 'Lena Led', role: 'Processledare' });
		await staff.grantRole(administrator, { email: 'kom@example.org', name: 'Kim Komm', role: 'Kommunikatör' });
		await staff.signInByMail(lead, mailbox, 'lead@example.org');
		await staff.openDialogue(lead, 'energi', { code: 'ENE', name: 'Hållbar energi' });
		await staff.signInByMail(communicator, mailbox, 'kom@example.org');
	});

	await test.step('two readers subscribe and confirm, one of them without JavaScript; a third only asks', async () => {
		for (const [page, email] of [
			[rut, RUT],
			[sven, SVEN],
			[rut, NEVER]
		] as const) {
			await page.goto(NEWS);
			await page.getByLabel('E-postadress').fill(email);
			await page.getByRole('button', { name: 'Prenumerera på nyheterna' }).click();
			await expect(page.getByRole('main')).toContainText(`Vi har skickat ett mejl till ${email}.`);
		}
		for (const [page, email] of [
			[rut, RUT],
			[sven, SVEN]
		] as const) {
			await page.goto(linkIn(await mailbox.letterTo(email, '/prenumeration/bekrafta'), 'bekrafta'));
			await page.getByRole('button', { name: 'Bekräfta prenumerationen' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Du prenumererar på nyheterna');
		}
	});

	await test.step('a draft is nobody’s but the staff’s', async () => {
		await write(communicator, 'Nu finns underlagen', `Läs underlagen om elen. ${MARKER}`);
		await sven.goto(NEWS);
		await expect(sven.getByRole('main')).toContainText('Det finns inga nyheter än.');
		expect(await sven.content()).not.toContain(MARKER);
		expect(await atom()).not.toContain(MARKER);
	});

	await test.step('published, it comes to those who confirmed, to the page and to the feed', async () => {
		await publish(communicator);
		for (const email of [RUT, SVEN]) expect(await mailbox.letterTo(email, MARKER)).toContain('Nu finns underlagen');
		const atWork = await person(origin, WITHOUT_SCRIPT);
		await atWork.goto(/http\S+\/nyheter#\S+/.exec(await mailbox.letterTo(SVEN, MARKER))?.[0] ?? '');
		await expect(atWork.getByRole('article')).toContainText(MARKER);
		await expect(atWork.getByRole('article')).toContainText('Kim Komm');
		expect(await atom()).toContain(MARKER);
	});

	await test.step('one leaves by the mail program’s button, one by the link, and both stay left', async () => {
		const letter = await mailbox.emailTo(RUT, MARKER);
		const button = letter.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
		const pressed = await fetch(button.slice(1, -1), {
			method: 'POST',
			body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
		});
		expect(pressed.status).toBe(204);
		await sven.goto(linkIn(await mailbox.letterTo(SVEN, MARKER), 'avsluta'));
		await sven.getByRole('button', { name: 'Avsluta prenumerationen' }).click();
		await expect(sven.getByRole('heading', { level: 1 })).toHaveText('Prenumerationen är avslutad');
		await subscribeAndConfirm(lead, 'kvar@example.org');
		await write(communicator, 'Svarstiden förlängs', 'Du kan svara en vecka till.');
		await publish(communicator);
		await mailbox.letterTo('kvar@example.org', 'Svarstiden förlängs');
		for (const email of [RUT, SVEN, NEVER]) expect(mailbox.count(email, 'Svarstiden förlängs')).toBe(0);
		expect([RUT, SVEN, NEVER].map((email) => mailbox.count(email, MARKER))).toEqual([1, 1, 0]);
	});

	await test.step('what is withdrawn is gone from page and feed, which say that it is and why', async () => {
		await communicator.goto('/arbetsyta/energi/nyheter');
		await communicator.getByRole('link', { name: 'Nu finns underlagen' }).click();
		await communicator.locator('summary', { hasText: 'Dra tillbaka nyheten' }).click();
		await communicator.getByLabel('Varför drar ni tillbaka den?').fill('Fel underlag var länkat.');
		await communicator.getByRole('button', { name: 'Dra tillbaka nyheten' }).click();
		await expect(communicator.getByRole('main')).toContainText('Nyheten är tillbakadragen.');
		for (const path of [NEWS, '/dialoger/energi', `/en${NEWS}`]) {
			await sven.goto(path);
			await expect(sven.getByRole('main')).toContainText('Fel underlag var länkat.');
			expect(await sven.content()).not.toContain(MARKER);
		}
		const feed = await atom();
		expect(feed).not.toContain(MARKER);
		expect(feed).not.toContain('Nu finns underlagen');
		expect(feed).toContain('Fel underlag var länkat.');
		expect(feed).toContain('Svarstiden förlängs');
	});

	await dispose();
	await mailbox.close();

	async function subscribeAndConfirm(page: Page, email: string): Promise<void> {
		await page.goto(NEWS);
		await page.getByLabel('E-postadress').fill(email);
		await page.getByRole('button', { name: 'Prenumerera på nyheterna' }).click();
		await page.goto(linkIn(await mailbox.letterTo(email, '/prenumeration/bekrafta'), 'bekrafta'));
		await page.getByRole('button', { name: 'Bekräfta prenumerationen' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Du prenumererar på nyheterna');
	}
});

const linkIn = (letter: string, page: string): string =>
	new RegExp(`http\\S+/prenumeration/${page}\\?kod=\\S+`).exec(letter)?.[0] ?? '';

async function write(page: Page, title: string, text: string): Promise<void> {
	await page.goto('/arbetsyta/energi/nyheter');
	await page.getByLabel('Rubrik').fill(title);
	await page.getByLabel('Text', { exact: true }).fill(text);
	await page.getByRole('button', { name: 'Spara utkastet' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

async function publish(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Publicera nyheten' }).click();
	await expect(page.getByRole('main')).toContainText('Nyheten är publicerad.');
}
