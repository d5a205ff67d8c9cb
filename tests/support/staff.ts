import { expect, type Locator, type Page } from '@playwright/test';
import { useLink } from './browser.ts';
import type { Mailbox } from './mailbox.ts';

/** What staff do on their own pages, by the labels that they see. */

/** Asks for a link and uses the one that comes by mail. */
export async function signInByMail(page: Page, mailbox: Mailbox, email: string): Promise<void> {
	await page.goto('/logga-in');
	await page.getByLabel('E-post').fill(email);
	await page.getByRole('main').getByRole('button').click();
	await expect(page.getByRole('main')).toContainText(email);
	const letter = await mailbox.letterTo(email, '/logga-in/lank');
	await useLink(page, /http\S+/.exec(letter)?.[0] ?? '');
}

type NewDialogue = { title: string; slug: string; type?: string };

export async function createDialogue(page: Page, { title, slug, type }: NewDialogue): Promise<void> {
	await page.goto('/arbetsyta/ny');
	await page.getByRole('radio', { name: type ?? 'Annan dialog' }).check();
	await page.getByLabel('Dialogens namn').fill(title);
	await page.getByLabel('Adress').fill(slug);
	await page.getByRole('button', { name: 'Skapa dialogen' }).click();
	await expect(page).toHaveURL(new RegExp(`/arbetsyta/${slug}/roller$`));
}

type Grant = { email: string; name: string; role: string; organisation?: { name: string; type: string } };

export async function grantRole(page: Page, { email, name, role, organisation }: Grant): Promise<void> {
	const form = page.locator('form[action="?/grant"]');
	await form.getByLabel('E-postadress').fill(email);
	await form.getByLabel('Namn', { exact: true }).fill(name);
	await form.getByLabel('Roll', { exact: true }).selectOption({ label: role });
	if (organisation !== undefined) {
		await form.getByLabel('Den nya organisationens namn').fill(organisation.name);
		await form.getByLabel('Den nya organisationens typ').selectOption({ label: organisation.type });
	}
	await form.getByRole('button', { name: 'Ge rollen' }).click();
	await expect(page.getByRole('main')).toContainText('Rollen är given.');
	await expect(page.getByRole('main')).toContainText(email);
}

/** Adds an area, answers the question on Sámi consultation and opens the dialogue. */
export async function openDialogue(page: Page, slug: string, area: { code: string; name: string }): Promise<void> {
	await page.goto(`/arbetsyta/${slug}/omraden`);
	const folded = page.locator('details', { hasText: 'Lägg till ett område' });
	await folded.locator('summary').click();
	await folded.getByLabel('Kod').fill(area.code);
	await folded.getByLabel('Namn').fill(area.name);
	await folded.getByRole('button', { name: 'Lägg till området' }).click();
	await expect(page.getByRole('main')).toContainText(`${area.code} ${area.name}`);
	await page.goto(`/arbetsyta/${slug}/installningar`);
	await page
		.getByRole('group', { name: /samiska företrädare/ })
		.getByLabel('Nej')
		.check();
	await page.getByLabel('Varför bedömer ni det så?').fill('Texten rör inte renskötseln.');
	await page.getByLabel('Vem har bestämt det?').fill('Områdeschefen');
	await page.getByLabel('När bestämdes det?').fill('2026-05-28');
	await page.getByRole('button', { name: 'Spara ändringarna' }).click();
	await expect(page.getByRole('main')).toContainText('Ändringarna är sparade.');
	await page.getByRole('button', { name: 'Öppna dialogen' }).click();
	await expect(page.getByRole('button', { name: 'Avsluta dialogen' })).toBeVisible();
}

/** Makes a document and reads a file into it. Answers with the document's address in the workspace. */
export async function importDocument(
	page: Page,
	slug: string,
	{ title, area, file }: { title: string; area: string; file: { name: string; mimeType: string; buffer: Buffer } }
): Promise<string> {
	await page.goto(`/arbetsyta/${slug}/nytt-dokument`);
	await page.getByLabel('Titel').fill(title);
	await page.getByLabel('Område').selectOption({ label: area });
	await page.getByRole('button', { name: 'Skapa dokumentet' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const home = new URL(page.url()).pathname.replace(/\/importera$/, '');
	await page.goto(`${home}/importera`);
	await page.getByLabel('Fil', { exact: false }).first().setInputFiles(file);
	await page.getByRole('button', { name: 'Läs in texten' }).click();
	await expect(page.getByRole('main')).toContainText('Texten är inläst');
	return home;
}

export async function publish(page: Page, home: string, version: number): Promise<void> {
	await page.goto(home);
	await page.getByLabel('Skede').selectOption({ label: 'Remissversion' });
	await page.getByRole('button', { name: `Publicera version ${version}` }).click();
	await expect(page.getByRole('main')).toContainText(`Version ${version} är publicerad.`);
}

/** A consultation that is open now, on every text there is. */
export async function openConsultation(
	page: Page,
	slug: string,
	{ title, mode, document }: { title: string; mode: 'Efter granskning' | 'Direkt'; document?: string }
): Promise<void> {
	await page.goto(`/arbetsyta/${slug}/nytt-samrad`);
	await page.getByLabel('Samrådets namn').fill(title);
	const opens = page.getByRole('group', { name: 'Öppnar' });
	await opens.getByLabel('Datum').fill(yesterday());
	const documents = page.getByRole('group', { name: 'Dokument' });
	if (document !== undefined) {
		for (const box of await documents.getByRole('checkbox').all()) await box.uncheck();
		await documents.getByLabel(document).check();
	}
	await page.getByRole('group', { name: 'När visas synpunkter' }).getByLabel(mode, { exact: true }).check();
	await page.getByRole('button', { name: 'Skapa samrådet' }).click();
	await expect(page).toHaveURL(/\/samrad/);
}

const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** The text in the editor, ready to be written in. */
export async function openEditor(page: Page, home: string): Promise<Locator> {
	await page.goto(`${home}/redigera`);
	const text = page.locator('.editor-text');
	await expect(text).toHaveAttribute('contenteditable', 'true');
	return text;
}

/** Puts the caret at an end of the paragraph with these words. */
export async function placeCaret(page: Page, text: Locator, words: string, at: 'Home' | 'End'): Promise<void> {
	const paragraph = text.locator('p', { hasText: words });
	await paragraph.click();
	await paragraph.evaluate((element, end) => {
		const range = document.createRange();
		range.selectNodeContents(element);
		range.collapse(end === 'Home');
		getSelection()?.removeAllRanges();
		getSelection()?.addRange(range);
	}, at);
	await page.waitForTimeout(100);
}

/** Everything that this editor holds is in the database. */
export async function expectSaved(page: Page): Promise<void> {
	await expect(page.locator('.save-state')).toHaveAttribute('data-status', 'saved', { timeout: 30_000 });
}

/** Shares the living text, or stops it. */
export async function share(page: Page, home: string, open: boolean): Promise<void> {
	await page.goto(home);
	await page.getByRole('button', { name: open ? 'Dela texten live' : 'Sluta dela texten' }).click();
	await expect(page.getByRole('button', { name: open ? 'Sluta dela texten' : 'Dela texten live' })).toBeVisible();
}

/** Marks words in the editor, as a mouse does. */
export async function markInEditor(page: Page, text: Locator, words: string): Promise<void> {
	await text.locator('p', { hasText: words }).click();
	await text.evaluate((element, wanted) => {
		const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const at = walker.currentNode.textContent?.indexOf(wanted) ?? -1;
			if (at < 0) continue;
			return getSelection()?.setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + wanted.length);
		}
		throw new Error(`Nothing reads “${wanted}”`);
	}, words);
	await page.waitForTimeout(100);
}

/** Opens a point of the desk's present queue. */
export async function openAtDesk(page: Page, text: string): Promise<void> {
	await page.getByRole('list', { name: 'Synpunkter i kön' }).getByRole('link', { name: text }).click();
	await expect(page.locator('#synpunkt')).toBeVisible();
	await expect(page.locator('.context')).toContainText(text);
}

export async function approve(page: Page, text: string): Promise<void> {
	await openAtDesk(page, text);
	await page.getByRole('button', { name: 'Godkänn och visa' }).click();
	await expect(page.getByRole('region', { name: 'Senaste beslut' })).toContainText(text.slice(0, 40));
}

export async function decline(page: Page, text: string, { message }: { message: string }): Promise<void> {
	await openAtDesk(page, text);
	await page.locator('[data-command="decline"]').click();
	await page.getByRole('group', { name: 'Orsak' }).getByRole('radio').first().check();
	await page.getByLabel('Meddelande till avsändaren').fill(message);
	await page.getByRole('button', { name: 'Avböj synpunkten' }).click();
	await expect(page.getByRole('region', { name: 'Senaste beslut' })).toContainText('Avböjd');
}

export type Position = { outcome: string; text: string };

/** Takes the same position on every point with one of these texts, and publishes it. */
export async function assess(page: Page, slug: string, texts: string[], { outcome, text }: Position): Promise<void> {
	await page.goto(`/arbetsyta/${slug}/stallningstaganden`);
	for (const one of texts) {
		await page.getByRole('listitem').filter({ hasText: one }).getByRole('checkbox').check();
	}
	await page.getByRole('group', { name: 'Ställningstagande' }).last().getByLabel(outcome, { exact: true }).check();
	await page.getByLabel('Motivering eller svar').fill(text);
	await page.getByRole('button', { name: 'Publicera ställningstagandet' }).click();
	await expect(page.getByRole('main')).toContainText('Ställningstagandet är publicerat för');
}
