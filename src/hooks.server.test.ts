import type { HandleServerError } from '@sveltejs/kit';
import { describe, expect, it, vi } from 'vitest';
import { MedskickError, refuse } from '#server/errors.ts';
import { handleError } from './hooks.server.ts';

type Input = Parameters<HandleServerError>[0];

function failing(error: unknown, options: { status?: number; path?: string; person?: boolean } = {}) {
	const app = { log: { error: vi.fn(), warn: vi.fn() }, identity: { noteRefusal: vi.fn(async () => undefined) } };
	const actor = options.person ? { kind: 'person' } : { kind: 'visitor' };
	const locals: Record<string, unknown> = { app, actor, by: { actor, requestId: 'request-1' } };
	const path = options.path ?? '/mitt';
	const request = new Request(`http://localhost${path}`);
	const event = { url: new URL(request.url), route: { id: '/mitt' }, locals, request };
	const input = { error, event, status: options.status ?? 500, message: 'Internal Error' };
	return { app, locals, answer: handleError(input as unknown as Input) };
}

const refusal = () => {
	try {
		refuse('rule_broken', 'Gör så här.', 'Do this.', 'name');
	} catch (error) {
		return error;
	}
};

describe('an error that a page did not expect', () => {
	it('of the closed list keeps its status and says what to mend', () => {
		const { answer, locals } = failing(refusal());
		expect(answer).toMatchObject({
			code: 'rule_broken',
			status: 422,
			issues: [{ sv: 'Gör så här.' }],
			id: 'request-1'
		});
		expect(locals.refusal).toEqual({ status: 422 });
	});

	it('speaks the language of the address', () => {
		expect(failing(new MedskickError('not_found')).answer).toMatchObject({
			message: expect.stringContaining('finns inte')
		});
		const english = failing(new MedskickError('not_found'), { path: '/en/mitt' });
		expect(english.answer).toMatchObject({ message: expect.stringContaining('does not exist') });
	});

	it('is logged with the request’s number, and tells the reader nothing of its inside', () => {
		const { answer, app } = failing(new Error('relation "account" does not exist'));
		expect(JSON.stringify(answer)).not.toContain('account');
		expect(answer).toMatchObject({ code: 'unexpected', status: 500, id: 'request-1' });
		expect(app.log.error).toHaveBeenCalledWith(expect.objectContaining({ request: 'request-1' }), expect.any(String));
	});

	it.each([
		Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
		Object.assign(new Error('terminating connection'), { code: '57P01' }),
		new Error('Connection terminated unexpectedly')
	])('says that the service is away when the database is: %s', (error) => {
		expect(failing(error).answer).toMatchObject({ code: 'unavailable', status: 503 });
	});

	it('is an ordinary 404 for an address that no page has, and not worth a line', () => {
		const { answer, app } = failing(new Error('Not found: /x'), { status: 404 });
		expect(answer).toMatchObject({ code: 'not_found', status: 404 });
		expect(app.log.error).not.toHaveBeenCalled();
	});

	it('is written into the trail when a person was refused, and not for visitors (C-04)', () => {
		const forbidden = new MedskickError('forbidden');
		expect(failing(forbidden, { person: true }).app.identity.noteRefusal).toHaveBeenCalledOnce();
		expect(failing(forbidden).app.identity.noteRefusal).not.toHaveBeenCalled();
	});
});
