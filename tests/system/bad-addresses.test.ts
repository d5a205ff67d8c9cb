import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/permissions/actor.ts';
import { expectRefused, expectSound, NOBODY, siteToTry } from './bad-input.ts';
import { readableRoutes } from './routes.ts';

const { site, at, before, expectNothingWritten } = siteToTry();

describe('addresses', () => {
	const BAD_PARTS = [
		'%00',
		'%ff',
		'%E0%A4%A',
		'..%2f..%2f',
		'%F0%9F%98%80',
		'__proto__',
		'constructor',
		'x'.repeat(4_000),
		"'--",
		NOBODY
	];
	/** Several questions at once, each name with one of its wrong values: name by name would take a hundred times as long. */
	const BAD_VALUES: Record<string, string[]> = {
		sida: ['-1', '0', 'abc', '999999999999', '99999999999999999999999', '1e400', 'NaN'],
		q: ['%00', '%ff%fe', '%22%28%29%3A%2A%26%21', 'x'.repeat(5_000), 'a&q=b', '__proto__'],
		visa: ['%3Cscript%3E', 'hel', 'hel', '__proto__', 'constructor', 'whole'],
		slag: ['__proto__', 'constructor', '%00'],
		...Object.fromEntries(
			['kvittens', 'svara', 'ratta', 'tyckTill', 'synpunkt', 'beslut', 'id', 'rapport', 'konto'].map((name) => [
				name,
				['abc', NOBODY, '%00', '__proto__']
			])
		),
		...Object.fromEntries(
			[
				'ko',
				'omrade',
				'slagavorganisation',
				'organisation',
				'status',
				'utfall',
				'underlag',
				'samrad',
				'sena',
				'mina'
			].map((name) => [name, ['__proto__', '%00', 'abc&x=1']])
		),
		ord: ['9-1', 'abc', '0-999999999'],
		kod: ['%00', 'x'.repeat(3_000), '%ff'],
		till: ['//example.org', 'javascript:alert(1)', '%00']
	};
	const BAD_ALONE = [
		...['abc', '-1', '0', '999999999999', '1e999', '1.5', ''].map((number) => `version=${number}`),
		...['fran=abc&till=def', 'fran=-1&till=999999999999', 'fran=1&till=1', 'visa=hel&sida=99999999999999999999'],
		...['__proto__[x]=1&constructor.prototype=1', '%', '&&&===', 'a'.repeat(5_000)]
	];
	const BAD_QUERIES = [
		...Array.from({ length: 7 }, (_, n) =>
			Object.entries(BAD_VALUES)
				.map(([name, values]) => `${name}=${values[n % values.length]}`)
				.join('&')
		),
		...BAD_ALONE
	];
	/** Whoever gets furthest there. */
	const insider = (route: string): Actor => (/systemet|region|\/ny$/.test(route) ? at().administrator : at().lead);
	const real: Record<string, () => string> = {
		dialog: () => at().dialogue.slug,
		dokument: () => at().document.slug,
		samrad: () => at().consultationSlug,
		konto: () => at().spare.accountId,
		bild: () => NOBODY,
		synpunkt: () => at().pointId,
		nyhet: () => at().newsIds.draft,
		omrade: () => 'ENE',
		steg: () => 'om'
	};
	const fill = (route: string, bad: string | null): string =>
		route.replace(/\[(\w+)\]/g, (_all, name: string) => bad ?? real[name]?.() ?? 'x');

	it.each(
		readableRoutes()
			.map(({ route }) => route)
			.filter((route) => route.includes('['))
	)('%s with parts that name nothing is not found', async (route) => {
		for (const part of BAD_PARTS) {
			const path = fill(route, part);
			expectRefused(await site().ask(path, { as: insider(route) }), path.slice(0, 80));
		}
		await expectNothingWritten();
	});

	it.each(readableRoutes().map(({ route }) => route))(
		'%s with questions that make no sense answers something sound',
		async (route) => {
			for (const query of BAD_QUERIES) {
				const path = `${fill(route, null)}?${query}`;
				expectSound(await site().ask(path, { as: insider(route) }), path.slice(0, 120));
			}
			// Taking the inputs out as a file is an event of its own (domain R-07).
			const after = await site().written();
			const events = route.includes('/sammanstallning/') ? after.audit_event : before().audit_event;
			expect(after).toEqual({ ...before(), audit_event: events });
		}
	);

	it('with methods that are not for them are refused', async () => {
		for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'PROPFIND'])
			for (const path of ['/', '/sitemap.xml', '/mitt/uppgifter', `/dialoger/${at().dialogue.slug}`, '/halsa/x'])
				expectRefused(await site().ask(path, { method, as: at().lead }), `${method} ${path}`);
		await expectNothingWritten();
	});
});

describe('cookies', () => {
	it('that are none of ours make nobody of anybody', async () => {
		const name = site().app.identity.cookieName;
		const own = (await site().cookieOf(at().lead)).split('=')[1] ?? '';
		const values = [
			'',
			'x',
			'"',
			NOBODY,
			`${own}x`,
			own.toUpperCase(),
			own.slice(1),
			`"${own}"`,
			'a'.repeat(7_000),
			'%00',
			';;==',
			'__proto__'
		];
		for (const value of values) {
			const answer = await site().ask('/mitt/uppgifter', { headers: { cookie: `${name}=${value}` } });
			expect([answer.status, answer.body.includes(at().lead.email ?? '')], value.slice(0, 50)).toEqual([401, false]);
			expectSound(await site().ask('/', { headers: { cookie: `${name}=${value}` } }), value.slice(0, 50));
		}
		expect((await site().ask('/mitt/uppgifter', { as: at().lead })).status).toBe(200);
		await expectNothingWritten();
	});
});
