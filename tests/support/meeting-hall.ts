import { expect, type Page } from '@playwright/test';

/** What host and participants do in a meeting in progress, by the labels that they see. */

export type Joining = { type: string; organisation?: string; name?: string };

/** Says who one is on the meeting's live page, once. */
export async function join(page: Page, { type, organisation, name }: Joining): Promise<void> {
	await page.getByLabel('Du skriver som').selectOption({ label: type });
	if (organisation !== undefined) await page.getByLabel('Organisation').fill(organisation);
	if (name !== undefined) await page.getByLabel('Namn').fill(name);
	await page.getByRole('button', { name: 'Gå med i mötet' }).click();
	await expect(page.getByText(/^Du är med /)).toBeVisible();
}

/** Opens the meeting on its host's page at this path, and stays there. */
export async function openMeeting(host: Page, path: string): Promise<void> {
	await host.goto(path);
	await host.getByRole('button', { name: 'Öppna mötet' }).click();
	await expect(host.locator('.led-code')).toBeVisible();
}

/** Adds a quick question on the host's page and opens it. */
export async function openQuestion(host: Page, kind: string, question: string, options: string[] = []): Promise<void> {
	const form = host.locator('form[action="?/add"]');
	if (!(await form.isVisible())) await host.getByText('Lägg till en fråga').click();
	await form.getByLabel('Sorts fråga').selectOption({ label: kind });
	await form.getByLabel('Fråga', { exact: true }).fill(question);
	await form.getByLabel('Svar att välja bland').fill(options.join('\n'));
	await form.getByRole('button', { name: 'Spara frågan' }).click();
	await host.getByRole('button', { name: `Öppna frågan ${question}` }).click();
	await expect(host.getByRole('button', { name: `Stäng frågan ${question}` })).toBeVisible();
}

/** Chooses one answer and sends it, or the one that takes its place. */
export async function choose(page: Page, answer: string, button: 'Skicka svaret' | 'Ändra svaret'): Promise<void> {
	const radio = page.getByRole('radio', { name: answer });
	await radio.check();
	await page.locator('form', { has: radio }).getByRole('button', { name: button }).click();
}

/** Asks the organiser something; where there is no connection, it waits. */
export async function ask(page: Page, question: string): Promise<void> {
	const field = page.getByLabel('Din fråga');
	if (!(await field.isVisible())) await page.getByText('Ställ en fråga').click();
	await field.fill(question);
	await page.getByRole('button', { name: 'Skicka frågan' }).click();
}

/** Keeps what a screen reader is given to say, in order; call it when the page is open. */
export async function hearAloud(page: Page): Promise<() => Promise<string[]>> {
	await page.evaluate(() => {
		const heard: string[] = [];
		const last = new Map<Element, string>();
		Reflect.set(window, 'heardByTest', heard);
		const listen = () => {
			for (const region of document.querySelectorAll('[role="status"], [role="alert"], [aria-live]')) {
				const words = region.textContent?.trim() ?? '';
				if (words !== '' && words !== last.get(region)) heard.push(words);
				last.set(region, words);
			}
		};
		new MutationObserver(listen).observe(document.body, { subtree: true, childList: true, characterData: true });
	});
	return () => page.evaluate(() => Reflect.get(window, 'heardByTest') as string[]);
}
