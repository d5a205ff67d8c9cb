import { expect, test } from 'vitest';
import { act } from './act.ts';

const PATH = '/dialoger/program/underlag/text';
const answering =
	(status: number, body: string): typeof fetch =>
	() =>
		Promise.resolve(new Response(body, { status }));

test('a form is sent to the endpoint of what it does', async () => {
	const asked: unknown[] = [];
	const form = new FormData();
	await act(PATH, 'report', form, (url, options) => {
		asked.push(url, options?.method, options?.body);
		return Promise.resolve(Response.json({ pointId: null }));
	});
	expect(asked).toEqual([`${PATH}/punkter/report`, 'POST', form]);
});

test('what was done comes back as the server says it', async () => {
	const outcome = await act(PATH, 'agree', new FormData(), answering(200, '{"agreements":3,"newGuest":true}'));
	expect(outcome).toEqual({ done: { agreements: 3, newGuest: true } });
});

test('a refusal comes back with what to mend', async () => {
	const issues = [{ field: 'text', sv: 'Korta texten.', en: 'Shorten the text.' }];
	const outcome = await act(PATH, 'correct', new FormData(), answering(400, JSON.stringify({ issues })));
	expect(outcome).toEqual({ issues });
});

test.each([
	['a page of somebody else', answering(200, '<h1>Sign in to this network</h1>')],
	['a fault without words', answering(500, '{"message":"?"}')],
	['no connection', () => Promise.reject(new TypeError('fetch failed'))]
])('%s is told apart from an answer', async (_what, send) => {
	expect(await act(PATH, 'withdraw', new FormData(), send)).toEqual({ issues: null });
});
