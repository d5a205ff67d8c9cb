import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/permissions/actor.ts';
import { makeGuest } from '../support/factories.ts';
import type { Asked } from '../support/site.ts';
import { both, byScript, expectRefused, multipart, NO_IDS, NOBODY, NOISE, siteToTry, toldStatus } from './bad-input.ts';
import type { FormCase } from './forms/case.ts';
import { FORMS } from './forms/index.ts';
import { formActions, unreadActions } from './routes.ts';

const { site, at, before, remember, expectNothingWritten } = siteToTry();

function actionAddress({ path }: FormCase, key: string): string {
	const action = key.split('?/')[1] ?? '';
	return action === 'default' ? path : `${path}${path.includes('?') ? '&' : '?'}/${action}`;
}

/** Every field the same; what the form would otherwise hold is in `fields`. */
const filled = (fields: Record<string, string>, value: string): Record<string, string> =>
	Object.fromEntries(Object.keys(fields).map((name) => [name, value]));

const asFiles = (fields: Record<string, string>): Asked =>
	multipart(
		Object.keys(fields)
			.map((name) => `--grans\r\ncontent-disposition: form-data; name="${name}"; filename="x"\r\n\r\n{}\r\n`)
			.join('') + '--grans--\r\n'
	);

/** Requests that are wrong whatever the form is for. */
const brokenRequests = (fields: Record<string, string>): [what: string, asked: Asked][] => [
	['a body that says it is larger than any form', { headers: { 'content-length': '30000000' } }],
	['JSON', { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } }],
	['no type', { body: 'a=b', headers: { 'content-type': 'x/y' } }],
	['no origin', { origin: null }],
	['another site’s origin', { origin: 'https://example.org' }],
	['a method that there is not', { method: 'PUT' }],
	['another method that there is not', { method: 'DELETE' }]
];

/** Forms that cannot be read; told by every action that reads one. */
const UNREADABLE: [what: string, asked: Asked][] = [
	['parts without a boundary', { body: 'abc', headers: { 'content-type': 'multipart/form-data' } }],
	['parts that never end', multipart('--grans\r\ncontent-disposition: form-data; name="a"\r\n\r\nabc')],
	['parts that are none', multipart('\u0000\u0001\u0002')]
];

/** Forms whose every field holds what it must not; refused wherever a field is needed. */
const nonsenseForms = (fields: Record<string, string>): [what: string, asked: Asked, form: [string, string][]][] => [
	['nothing', {}, []],
	['control characters', {}, Object.entries(filled(fields, NOISE))],
	['long words', {}, Object.entries(filled(fields, 'x'.repeat(20_000)))],
	['deep nesting', {}, Object.entries(filled(fields, '{"a":['.repeat(2_000)))],
	[
		'bytes that are not UTF-8',
		{
			body: Object.keys(fields)
				.map((name) => `${encodeURIComponent(name)}=%ff%fe%00`)
				.join('&')
		},
		[]
	],
	['files', asFiles(fields), []],
	[
		'names of what every object has',
		{},
		['__proto__', 'constructor', 'toString'].map((name): [string, string] => [name, 'x'])
	]
];

describe('this test', () => {
	it('knows every form action', () => {
		expect(unreadActions()).toEqual([]);
		expect(formActions().filter((key) => FORMS[key] === undefined)).toEqual([]);
		expect(Object.keys(FORMS).filter((key) => !formActions().includes(key))).toEqual([]);
	});
});

describe.each(formActions().filter((key) => FORMS[key] !== undefined))('%s', (key) => {
	const formCase = (): FormCase => {
		const found = FORMS[key]?.(at());
		if (found === undefined) throw new Error(`No form for ${key}`);
		return found;
	};

	it('refuses requests that are broken', async () => {
		const form = formCase();
		const unreadable = Object.keys(form.fields).length === 0 ? [] : UNREADABLE;
		for (const [what, asked] of [...brokenRequests(form.fields), ...unreadable]) {
			const answer = await site().post(actionAddress(form, key), form.fields, { as: form.as, ...asked });
			expectRefused(answer, what);
		}
		expectRefused(
			await site().post(`${form.path.split('?')[0]}?/${NOBODY}`, form.fields, { as: form.as }),
			'an action that there is not'
		);
		await expectNothingWritten();
	});

	it('refuses nonsense in its fields', async () => {
		const form = formCase();
		if (form.needsNothing) return;
		for (const [what, asked, fields] of nonsenseForms(form.fields))
			expectRefused(
				await site().post(actionAddress(form, key), fields, { as: form.as, ...both(byScript, asked) }),
				what
			);
		await expectNothingWritten();
	});

	it('refuses names of things that are not there, are somebody else’s or belong to another dialogue', async () => {
		const form = formCase();
		for (const [field, foreign] of Object.entries(form.ids ?? {}))
			for (const id of [...foreign, ...NO_IDS]) {
				const answer = await site().post(
					actionAddress(form, key),
					{ ...form.fields, [field]: id },
					{ as: form.as, ...byScript }
				);
				expectRefused(answer, `${field}=${id.slice(0, 60)}`);
			}
		await expectNothingWritten();
	});

	it('makes nobody a guest with what it refuses', async () => {
		const form = formCase();
		if (!form.open || form.needsNothing) return;
		for (const [what, asked, fields] of nonsenseForms(form.fields))
			expectRefused(await site().post(actionAddress(form, key), fields, { ...both(byScript, asked) }), what);
		for (const [field, foreign] of Object.entries(form.ids ?? {}))
			for (const id of [...foreign, ...NO_IDS])
				expectRefused(
					await site().post(actionAddress(form, key), { ...form.fields, [field]: id }, byScript),
					id.slice(0, 60)
				);
		await expectNothingWritten();
	});

	it('refuses those who may not, whatever they send', async () => {
		const form = formCase();
		if (form.open) return;
		const strangers: Actor[] = [{ kind: 'visitor' }, await makeGuest(site().app), at().other];
		await remember();
		for (const stranger of strangers.filter((one) => one !== form.as)) {
			if (key.startsWith('/mitt')) continue;
			expectRefused(await site().post(actionAddress(form, key), form.fields, { as: stranger }), stranger.kind);
			const noise = filled(form.fields, NOISE);
			expectRefused(await site().post(actionAddress(form, key), noise, { as: stranger, ...byScript }), stranger.kind);
		}
		const after = await site().written();
		expect({ ...after, session: '' }).toEqual({ ...before(), session: '' });
	});
});

describe('a form as it should be', () => {
	it.each(formActions().filter((key) => FORMS[key] !== undefined))('%s is taken', async (key) => {
		const form = FORMS[key]?.(at());
		if (form === undefined) throw new Error(`No form for ${key}`);
		const answer = await site().post(actionAddress(form, key), form.fields, { as: form.as, ...byScript });
		expect(form.answers ?? [200, 303], answer.body.slice(0, 500)).toContain(toldStatus(answer));
		const after = await site().written();
		const changed = Object.keys(after).filter((table) => after[table] !== before()[table]);
		if (changed.length > 0) expect(changed, 'a change without its event (invariant 4)').toContain('audit_event');
	});
});
