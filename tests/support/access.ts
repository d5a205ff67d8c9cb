import { expect, test, type Page } from '@playwright/test';
import { violationsIn } from './axe.ts';

/** Dark is looked at in the first width: its colours are the same in all. */
const SCHEMES = ['light', 'dark'] as const;
const NARROWEST = 320;

export type Width = 'wide' | 'phone';
const SIZES: Record<Width, { width: number; height: number }> = {
	wide: { width: 1280, height: 800 },
	phone: { width: 360, height: 740 }
};

/**
 * Finds nothing that WCAG 2.2 AA forbids in the page as it stands, light and dark, and nothing that makes it scroll
 * sideways. A state that depends on the width is opened at one; pages as such are looked at in both.
 */
export async function expectAccessible(page: Page, state: string, widths: Width[] = ['wide', 'phone']): Promise<void> {
	for (const width of widths) {
		await page.setViewportSize(SIZES[width]);
		for (const colorScheme of width === widths[0] ? SCHEMES : SCHEMES.slice(0, 1)) {
			await page.emulateMedia({ colorScheme });
			const found = await violationsIn(page, colorScheme === 'light' ? 'all' : 'of colour');
			expect(found, `${state}, ${width}, ${colorScheme}`).toEqual([]);
		}
		await expectNoSidewaysScroll(page, `${state}, ${width}`);
	}
	await page.emulateMedia({ colorScheme: 'light' });
	if (!widths.includes('phone')) return;
	await page.setViewportSize({ width: NARROWEST, height: 640 });
	await expectNoSidewaysScroll(page, `${state}, ${NARROWEST} px`);
	await page.setViewportSize(SIZES[widths[0] ?? 'wide']);
}

/** So many pages one after the other in one window, which has the scripts and styles of the first for all that follow. */
const PART = 11;

export const inParts = (paths: readonly string[]): string[][] =>
	Array.from({ length: Math.ceil(paths.length / PART) }, (_, part) => paths.slice(part * PART, (part + 1) * PART));

export const partName = ([first, ...more]: readonly string[]): string =>
	more.length === 0 ? `${first}` : `${first} and ${more.length} more`;

/** Opens one page after the other and looks at each, also when one before it was not as it should be. */
export async function eachOf(
	paths: readonly string[],
	page: Page,
	look: (path: string) => Promise<void>
): Promise<void> {
	const failed: unknown[] = [];
	for (const path of paths) {
		await test
			.step(path, async () => {
				await page.goto(path);
				await expect(page.locator('h1')).toBeVisible();
				await look(path);
			})
			.catch((error: unknown) => failed.push(error));
	}
	if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('\n'));
}

/**
 * Text twice as large: nothing is cut off at the side. A reader who sets it in the browser also gets the layout of
 * narrower windows, since widths are asked for in rem; setting it in the page does not, so the window is made narrower.
 */
export async function expectRoomForLargeText(page: Page, state: string): Promise<void> {
	await page.setViewportSize({ width: 1024, height: 800 });
	await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
	await expectNoSidewaysScroll(page, `${state}, 200 % text`);
	await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
	await page.setViewportSize(SIZES.wide);
}

async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
	const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
	const widest = content > window ? await sticksOut(page) : '';
	expect(content, `${state} scrolls sideways: ${widest}`).toBeLessThanOrEqual(window);
}

/** The first element whose right edge lies outside, for the message. */
const sticksOut = (page: Page): Promise<string> =>
	page.evaluate(() => {
		const outside = [...document.querySelectorAll('body *')].find(
			(element) => element.getBoundingClientRect().right > innerWidth + 1 && element.closest('.scroll-x') === null
		);
		return outside?.outerHTML.slice(0, 200) ?? '';
	});
