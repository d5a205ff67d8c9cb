import { expect, type Locator, type Page } from '@playwright/test';

/** The one text of the demo that takes comments now. */
export const OPEN_TEXT = '/dialoger/smart-specialisering-2027-2033/underlag/hallbar-energi';

/** The same with all points on the text as a whole: tests share a demo, and only a place's first three come by themselves. */
export const OPEN_TEXT_WHOLE = `${OPEN_TEXT}?visa=hel`;

export type Written = {
	text: string;
	/** As the form calls it; replies have none. */
	kind?: string;
	/** Asked the first time. */
	from?: { type: string; organisation?: string; name?: string; email?: string };
};

/** The form for a point or a reply, wherever on the page it stands. */
export const formIn = (page: Page): Locator => page.locator('#form');

/** Fills the open form, as the same labels lead to the same fields with and without script. */
export async function fillForm(page: Page, { text, kind, from }: Written): Promise<void> {
	const form = formIn(page);
	if (kind !== undefined) await form.getByLabel('Slags synpunkt').selectOption({ label: kind });
	await form.getByLabel(kind === undefined ? 'Ditt svar' : 'Din synpunkt').fill(text);
	if (from === undefined) return;
	await form.getByLabel('Du skriver som').selectOption({ label: from.type });
	if (from.organisation !== undefined) await form.getByLabel(/^Organisation/).fill(from.organisation);
	if (from.name !== undefined) await form.getByLabel(/^Namn/).fill(from.name);
	if (from.email !== undefined) await form.getByLabel(/^E-post/).fill(from.email);
}

/** Fills and sends the open form. Answers with the reference number of the receipt. */
export async function send(page: Page, written: Written): Promise<string> {
	await fillForm(page, written);
	await formIn(page).getByRole('button', { name: 'Skicka in' }).click();
	return referenceIn(page);
}

export async function referenceIn(page: Page): Promise<string> {
	const receipt = page.locator('#kvittens');
	await expect(receipt).toContainText('Referens:');
	return /Referens: ([^.]+)\./.exec((await receipt.textContent()) ?? '')?.[1] ?? '';
}

/** The card of the point with these words; a reply's own card, not the one it stands in. */
export const pointWith = (page: Page, text: string): Locator =>
	page.locator('.point-text', { hasText: text }).locator('xpath=ancestor::li[contains(@class, "point")][1]');

/** Opens the fold that the point lies in, where it is folded; a link to a point does so by itself. */
export async function unfold(page: Page, point: Locator): Promise<void> {
	await point.waitFor({ state: 'attached' });
	const summary = page.locator('details.place-points', { has: point }).locator('> summary');
	if (!(await point.isVisible())) await summary.click();
	await expect(point).toBeVisible();
}
