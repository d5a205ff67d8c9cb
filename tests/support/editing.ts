import { expect, type Locator, type Page } from '@playwright/test';
import { importDocument } from './staff.ts';

/** The demo's dialogue and an area of it. */
export const DIALOGUE = 'smart-specialisering-2027-2033';
const AREA = 'Hållbar energi';

export type TextFile = { name: string; mimeType: string; buffer: Buffer };

export const markdown = (text: string): TextFile => ({
	name: 'utkast.md',
	mimeType: 'text/markdown',
	buffer: Buffer.from(text)
});

/** A document of one's own with a text in it. Answers with its address in the workspace. */
export async function newText(page: Page, title: string, file: TextFile): Promise<string> {
	return importDocument(page, DIALOGUE, { title, area: AREA, file });
}

/** The committed text, as the page shows it without scripts. */
export async function committedText(page: Page, home: string): Promise<string> {
	const answer = await page.request.get(`${home}/redigera?visa=lasare`);
	const html = await answer.text();
	return html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]*>/g, '\n');
}

/** Pastes as another program would leave it on the clipboard. */
export async function paste(text: Locator, html: string): Promise<void> {
	await text.evaluate((element, markup) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/html', markup);
		clipboardData.setData('text/plain', markup.replace(/<[^>]*>/g, ''));
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, html);
}

export const saveState = (page: Page): Locator => page.locator('.save-state');

/**
 * The page's way to the living text, or to other `rooms`, which can be cut and mended. Call it before the page opens
 * the text: what goes out and comes in passes through unchanged until then.
 */
export async function cuttable(page: Page, rooms = /\/ws\/text\//): Promise<{ cut(): void; mend(): void }> {
	let isCut = false;
	const open = new Set<() => void>();
	await page.routeWebSocket(rooms, (socket) => {
		const close = () => void socket.close({ code: 4900, reason: 'cut' });
		if (isCut) return close();
		const server = socket.connectToServer();
		open.add(() => {
			close();
			void server.close();
		});
	});
	return {
		cut() {
			isCut = true;
			for (const close of open) close();
			open.clear();
		},
		mend: () => void (isCut = false)
	};
}

export async function expectWords(text: Locator, ...words: string[]): Promise<void> {
	for (const one of words) await expect(text).toContainText(one);
}

/** What has been written so far lies on the device: a change of its own waits for those that came before. */
export async function untilKept(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const done = (request: IDBRequest | IDBTransaction, event: 'success' | 'complete') =>
			new Promise<void>((resolve, reject) => {
				request.addEventListener(event, () => resolve());
				request.addEventListener('error', () => reject(new Error('The device keeps nothing')));
			});
		for (const { name = '' } of await indexedDB.databases()) {
			const opening = indexedDB.open(name);
			await done(opening, 'success');
			const change = opening.result.transaction([...opening.result.objectStoreNames], 'readwrite');
			await done(change, 'complete');
			opening.result.close();
		}
	});
}
