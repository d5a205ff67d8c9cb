import { describe, expect, it } from 'vitest';
import type { Site } from '../support/site.ts';
import { NOBODY, OURSELVES, siteToTry } from './bad-input.ts';

const { site, at, expectNothingWritten } = siteToTry();

describe('sockets', () => {
	const end = async (
		path: string,
		asked: Parameters<Site['listen']>[1],
		say?: (string | Uint8Array)[]
	): Promise<number> => {
		const socket = site().listen(path, asked);
		await socket.opened;
		for (const frame of say ?? []) socket.say(frame);
		await expect.poll(() => socket.ended, { timeout: 5_000, message: path }).not.toBeNull();
		socket.close();
		expect(socket.heard).not.toMatch(OURSELVES);
		return socket.ended ?? 0;
	};

	it('to rooms that are not there, or not open to whoever knocks, are closed with a code', async () => {
		const { documentId } = at().document;
		const cases: [path: string, asked: Parameters<Site['listen']>[1], code: number][] = [
			['/ws', {}, 404],
			['/ws/text', {}, 404],
			['/ws/text/abc', {}, 404],
			[`/ws/nonsense/${documentId}`, {}, 404],
			[`/ws/__proto__/${documentId}`, {}, 404],
			[`/ws/text/${documentId.toUpperCase()}`, {}, 404],
			[`/ws/text/${documentId}/x`, {}, 404],
			[`/ws/text/${documentId}`, { origin: null, as: at().lead }, 403],
			[`/ws/text/${documentId}`, { origin: 'https://example.org', as: at().lead }, 403],
			[`/ws/text/${documentId}`, { origin: 'null', as: at().lead }, 403],
			[`/ws/text/${NOBODY}`, { as: at().lead }, 4404],
			[`/ws/document/${NOBODY}`, {}, 4404],
			[`/ws/desk/${NOBODY}`, { as: at().lead }, 4404],
			[`/ws/meeting/${NOBODY}`, { as: at().lead }, 4404],
			[`/ws/text/${documentId}`, {}, 4401],
			[`/ws/text/${documentId}`, { as: at().other }, 4403],
			[`/ws/text/${at().foreign.documentId}`, { as: at().lead }, 4403],
			[`/ws/desk/${at().dialogue.dialogueId}`, { as: at().other }, 4403],
			[`/ws/desk/${at().foreign.dialogueId}`, { as: at().lead }, 4403]
		];
		for (const [path, asked, code] of cases)
			expect(await end(path, asked), `${path} ${JSON.stringify(asked)}`.slice(0, 120)).toBe(code);
		await expectNothingWritten();
	});

	it('that say what no client of ours says are closed as broken', async () => {
		const text = `/ws/text/${at().document.documentId}`;
		const news = `/ws/document/${at().document.documentId}`;
		const bytes = (...values: number[]) => Uint8Array.from(values);
		const frames: [path: string, frame: string | Uint8Array][] = [
			[text, 'words'],
			[text, bytes(99, 99, 99)],
			[text, bytes(0, 2, 255, 255, 255, 255, 15)],
			[text, bytes(0, 2, 3, 1, 2, 3)],
			[text, bytes(0, 7, 0)],
			[text, bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 255)],
			[news, 'words'],
			[news, 'null'],
			[news, '['.repeat(50_000)],
			[news, JSON.stringify({ kind: 'section', section: { __proto__: 1 } })],
			[news, JSON.stringify({ kind: 'section', section: 'x'.repeat(65) })],
			[news, JSON.stringify({ kind: 'event', events: [] })],
			[news, bytes(0, 0, 1, 0)]
		];
		for (const [path, frame] of frames)
			expect(await end(path, { as: at().lead }, [frame]), String(frame).slice(0, 60)).toBe(4400);
		expect(await end(news, {}, ['x'.repeat(100_000)])).toBe(1009);
		await expectNothingWritten();
	});
});
