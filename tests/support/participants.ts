import type { Page } from '@playwright/test';

/** Keeps every byte that a page receives: answers of the server and frames of its sockets. Call it before `goto`. */
export function listenIn(page: Page): () => Promise<string> {
	const heard: Promise<string>[] = [];
	page.on('response', (response) => void heard.push(response.text().catch(() => '')));
	page.on('websocket', (socket) => {
		socket.on('framereceived', ({ payload }) => void heard.push(Promise.resolve(payload.toString())));
	});
	return async () => (await Promise.all(heard)).join('\n');
}

/** Remembers the page, so that a test can tell that it has not been loaded again. */
export const rememberPage = (page: Page): Promise<void> =>
	page.evaluate(() => void Reflect.set(window, 'rememberedByTest', true));
export const isSamePage = (page: Page): Promise<boolean> =>
	page.evaluate(() => Reflect.get(window, 'rememberedByTest') === true);

/** Marks words as dragging over them or the handles of a touch screen do. */
export async function markWords(page: Page, words: string): Promise<void> {
	await page.evaluate((wanted) => {
		const blocks = [...document.querySelectorAll('[data-block]')];
		const nodes = blocks.flatMap((block) => {
			const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
			const found: Node[] = [];
			while (walker.nextNode()) found.push(walker.currentNode);
			return found;
		});
		const node = nodes.find((one) => one.textContent?.includes(wanted));
		const start = node?.textContent?.indexOf(wanted) ?? -1;
		if (node === undefined || start < 0) throw new Error(`Nothing reads “${wanted}”`);
		node.parentElement?.scrollIntoView({ block: 'center' });
		document.getSelection()?.setBaseAndExtent(node, start, node, start + wanted.length);
	}, words);
}
