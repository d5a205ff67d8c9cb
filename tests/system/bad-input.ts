import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Answer, type Asked, type Site, startSite } from '../support/site.ts';
import { type Ground, makeGround } from './forms/ground.ts';

// Bad input to every action, endpoint, address and socket: a clear 4xx or close code, nothing written, nothing said of
// how we are made, and the process goes on.

export const NOBODY = '01900000-0000-7000-8000-000000000000';
export const NOISE = '\u0000\u0001\u001b\u007f\ud800';
export const NO_IDS = [NOBODY, 'abc', `${NOBODY}'; drop table point; --`, '__proto__', NOISE, 'x'.repeat(5_000)];
export const OURSELVES =
	/node_modules|\/server\/|\.ts:\d|at async |SQLSTATE|select .* from|kysely|duplicate key|violates/i;

/** A site of the test file's own with everything that forms name, and what was written there before each test. */
export function siteToTry() {
	let site: Site;
	let at: Ground;
	let before: Record<string, string>;
	const remember = async () => {
		before = await site.written();
	};
	beforeAll(async () => {
		site = await startSite();
		at = await makeGround(site);
		for (const one of [at.lead, at.administrator, at.author, at.other]) await site.cookieOf(one);
	});
	afterAll(() => site.close());
	beforeEach(remember);
	return {
		site: () => site,
		at: () => at,
		before: () => before,
		/** For a test that writes something of its own before it tries. */
		remember,
		async expectNothingWritten(): Promise<void> {
			expect(await site.written()).toEqual(before);
			expect((await site.ask('/halsa/redo')).status).toBe(200);
		}
	};
}

/** The status that an answer tells: of a form that a page's script sent, it stands in the body. */
export function toldStatus({ status, headers, body }: Answer): number {
	if (status !== 200 || !headers['content-type']?.startsWith('application/json')) return status;
	const told: unknown = JSON.parse(body);
	const inside = typeof told === 'object' && told !== null && 'status' in told ? told.status : status;
	return typeof inside === 'number' ? inside : status;
}

/** A refusal that says so, in words for people. */
export function expectRefused(answer: Answer, what: string): void {
	expect(toldStatus(answer), `${what}: ${answer.body.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
	expectSound(answer, what);
}

export function expectSound(answer: Answer, what: string): void {
	expect(toldStatus(answer), what).toBeLessThan(500);
	expect(answer.body, what).not.toMatch(OURSELVES);
}

/** As a page's own script sends a form: the answer is JSON and no page, which is most of what a page costs. */
export const byScript: Asked = { headers: { accept: 'application/json' } };
export const both = (one: Asked, other: Asked): Asked => ({
	...one,
	...other,
	headers: { ...one.headers, ...other.headers }
});

export const multipart = (body: string, boundary = 'grans'): Asked => ({
	body,
	headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }
});
