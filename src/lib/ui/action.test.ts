import { redirect } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { MedskickError, refuse } from '#server/errors.ts';
import { attempt, text } from './action.server.ts';
import { valuesOf } from './fields.ts';

const form = (fields: Record<string, string | File>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
};
const eventWith = (body: FormData) => ({ request: new Request('http://localhost/', { method: 'POST', body }) });

describe('a form', () => {
	it('that goes well answers what it answers', async () => {
		expect(await attempt(eventWith(form({})), async () => ({ done: true }))).toEqual({ done: true });
	});

	it('that is refused comes back with its status, what to mend, and every word', async () => {
		const event = eventWith(form({ name: 'Åsa', text: 'en lång tanke' }));
		const answer = await attempt(event, async () => {
			await event.request.formData();
			refuse('bad_input', 'Rätta namnet.', 'Mend the name.', 'name');
		});
		expect(answer).toMatchObject({
			status: 400,
			data: {
				code: 'bad_input',
				issues: [{ field: 'name', sv: 'Rätta namnet.', en: 'Mend the name.' }],
				values: { name: 'Åsa', text: 'en lång tanke' }
			}
		});
	});

	it('that was read before is passed along', async () => {
		const body = form({ text: 'x' });
		const event = eventWith(body);
		const read = await event.request.formData();
		const answer = await attempt(event, () => Promise.reject(new MedskickError('forbidden')), read);
		expect(answer).toMatchObject({ status: 403, data: { values: { text: 'x' } } });
	});

	it('always hears at least one sentence', async () => {
		const answer = await attempt(eventWith(form({})), () => Promise.reject(new MedskickError('too_many')));
		expect(answer).toMatchObject({ status: 429, data: { issues: [{ sv: expect.stringContaining('Vänta') }] } });
	});

	it('is refused also by an error of another copy of the class', async () => {
		const copy = Object.assign(new Error('x'), { name: 'MedskickError', code: 'conflict', status: 409, issues: [] });
		expect(await attempt(eventWith(form({})), () => Promise.reject(copy))).toMatchObject({ status: 409 });
	});

	it('lets redirects and faults pass', async () => {
		const going = attempt(eventWith(form({})), async () => redirect(303, '/mitt'));
		await expect(going).rejects.toMatchObject({ status: 303, location: '/mitt' });
		await expect(attempt(eventWith(form({})), () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
	});

	it('keeps files and codes to itself', () => {
		const data = form({ name: 'a', _code: 'secret', file: new File(['x'], 'x.txt') });
		expect(valuesOf(data)).toEqual({ name: 'a' });
		expect([text(data, 'name'), text(data, 'file'), text(data, 'missing')]).toEqual(['a', '', '']);
	});
});
