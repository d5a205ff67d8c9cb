import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/permissions/actor.ts';
import type { Asked } from '../support/site.ts';
import { byScript, expectRefused, expectSound, multipart, NOBODY, NOISE, siteToTry } from './bad-input.ts';
import { writableEndpoints } from './routes.ts';

const { site, at, expectNothingWritten } = siteToTry();

/** Endpoints that take something, beside form actions. */
const ENDPOINTS: Record<string, () => string> = {
	'POST /prenumeration/avsluta/ett-klick': () => '/prenumeration/avsluta/ett-klick?kod=none',
	'POST /inbjudan/avsta/ett-klick': () => '/inbjudan/avsta/ett-klick?kod=none',
	'POST /arbetsyta/[dialog]/moten/[mote]/incheckning/tryck': () =>
		`/arbetsyta/${at().dialogue.slug}/moten/${at().door.slug}/incheckning/tryck`,
	'POST /arbetsyta/[dialog]/moderering/oppen': () => `/arbetsyta/${at().dialogue.slug}/moderering/oppen`,
	'POST /arbetsyta/[dialog]/dokument/[dokument]/redigera/bilder': () =>
		`/arbetsyta/${at().dialogue.slug}/dokument/${at().document.slug}/redigera/bilder`,
	'POST /dialoger/[dialog]/underlag/[dokument]/punkter': () =>
		`/dialoger/${at().dialogue.slug}/underlag/${at().document.slug}/punkter`,
	'POST /dialoger/[dialog]/underlag/[dokument]/punkter/[handling]': () =>
		`/dialoger/${at().dialogue.slug}/underlag/${at().document.slug}/punkter/correct`
};

describe('this test', () => {
	it('knows every endpoint that takes something', () => {
		expect(writableEndpoints().toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
	});
});

describe.each(Object.keys(ENDPOINTS))('%s', (key) => {
	it('refuses what it cannot read, from whoever it comes', async () => {
		const path = ENDPOINTS[key]?.() ?? '';
		const bodies: Asked[] = [
			{ body: '', headers: {} },
			{ body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
			multipart(
				'--grans\r\ncontent-disposition: form-data; name="file"; filename="x.png"\r\n\r\nnot a picture\r\n--grans--\r\n'
			),
			multipart('--grans\r\ncontent-disposition: form-data; name="file"\r\n\r\nwords\r\n--grans--\r\n'),
			multipart('\u0000'),
			{ body: '{}', headers: { 'content-type': 'application/json' } }
		];
		const visitor: Actor = { kind: 'visitor' };
		for (const who of [at().lead, at().other, at().author, visitor])
			for (const asked of bodies)
				expectRefused(await site().ask(path, { method: 'POST', as: who, ...asked }), JSON.stringify(asked));
		await expectNothingWritten();
	});
});

describe('JSON to the outbox’s endpoint', () => {
	const path = () => `/dialoger/${at().dialogue.slug}/underlag/${at().document.slug}/punkter`;
	const sound = () => ({
		versionId: at().document.versionId,
		points: [{ kind: 'change', text: 'Skriv tydligare.', place: { scope: 'whole' } }],
		sender: { anonymous: false, name: 'A', organisationName: '', organisationType: 'private_person', email: '' },
		idempotencyKey: 'k'
	});
	const send = (body: string | Uint8Array, asked: Asked = {}) =>
		site().ask(path(), {
			method: 'POST',
			body,
			as: at().author,
			...asked,
			headers: { 'content-type': 'application/json', ...asked.headers }
		});

	it('is refused when it is no input', async () => {
		const point = (more: object) => ({ ...sound(), points: [{ ...sound().points[0], ...more }] });
		const bodies: unknown[] = [
			...[null, true, 1, 'x', [], {}, [[]], { points: 1 }, { ...sound(), points: {} }, { ...sound(), points: [] }],
			...[NOBODY, 1, null, '', at().foreign.versionId, { $ne: 1 }].map((versionId) => ({ ...sound(), versionId })),
			...[NOBODY, at().heldPointId, at().foreign.pointId, 'x', 1].map((parentId) => ({ ...sound(), parentId })),
			...[1, null, '', '   ', NOISE, 'a\u0000b', 'x'.repeat(5_001), ['x'], { length: 3 }].map((text) =>
				point({ text })
			),
			...['', 'nonsense', 1, null, '__proto__', 'constructor'].map((kind) => point({ kind })),
			...[
				null,
				{},
				{ scope: 'x' },
				{ scope: 'block' },
				{ scope: 'block', blockId: 'x' },
				{ scope: 'whole', more: 1 }
			].map((place) => point({ place })),
			...[-1, 1.5, 1e9, '0', null].map((start) =>
				point({ place: { scope: 'words', blockId: at().document.blockIds[1], start, end: 10, exact: 'Elen finns' } })
			),
			point({ place: { scope: 'words', blockId: at().document.blockIds[1], start: 10, end: 0, exact: 'Elen finns' } }),
			{ ...sound(), points: Array.from({ length: 51 }, () => sound().points[0]) },
			...[null, {}, 'x', { ...sound().sender, email: 'x' }, { ...sound().sender, isAdmin: true }].map((sender) => ({
				...sound(),
				sender
			})),
			{ ...sound(), status: 'published' },
			{ ...sound(), writtenAt: 'yesterday' },
			{ ...sound(), language: '../..' }
		];
		for (const body of bodies) expectRefused(await send(JSON.stringify(body)), JSON.stringify(body)?.slice(0, 200));
		for (const body of bodies)
			expectRefused(await send(JSON.stringify(body), { as: { kind: 'visitor' } }), 'a visitor');
		await expectNothingWritten();
	});

	it('is refused when it is not even JSON, or not ours', async () => {
		const nested = '['.repeat(100_000) + ']'.repeat(100_000);
		const proto = JSON.stringify(sound()).replace(
			'{',
			'{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},'
		);
		for (const body of ['', '{', 'null', nested, proto, `${JSON.stringify(sound())}x`])
			expectRefused(await send(body), body.slice(0, 60));
		expectRefused(await send(Uint8Array.from([0x7b, 0xff, 0xfe, 0x00])), 'bytes that are not UTF-8');
		expectRefused(await send(JSON.stringify(sound()), { headers: { 'content-type': 'text/plain' } }), 'another type');
		for (const method of ['PUT', 'PATCH', 'DELETE'])
			expectRefused(await send(JSON.stringify(sound()), { method }), method);
		await expectNothingWritten();
		expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
	});

	it('is taken when it is sound, so that the refusals above mean something', async () => {
		expect((await send(JSON.stringify(sound()))).status).toBe(200);
		const other = await site().ask(path(), {
			method: 'POST',
			body: JSON.stringify(sound()),
			origin: 'https://example.org',
			headers: { 'content-type': 'application/json' }
		});
		expectSound(other, 'from another site');
	});
});

describe('forms of the reading page that are sent in place', () => {
	const send = (act: string, form: Record<string, string>, as: Actor) =>
		site().post(`/dialoger/${at().dialogue.slug}/underlag/${at().document.slug}/punkter/${act}`, form, {
			as,
			...byScript
		});

	it('refuse acts that there are not, and points that are not there to be had, and make nobody a guest', async () => {
		const points = [at().heldPointId, at().foreign.pointId, NOBODY, 'abc', '__proto__', NOISE, ''];
		for (const as of [at().other, { kind: 'visitor' } as const]) {
			for (const act of ['__proto__', 'constructor', 'toString', 'approve', '%00', 'send'])
				expectRefused(await send(act, { pointId: at().pointId, text: 'x', kind: 'change' }, as), act);
			for (const act of ['agree', 'report', 'correct', 'withdraw'])
				for (const pointId of points) {
					const fields = { pointId, agree: `+${pointId}`, text: 'Något', kind: 'change', reason: 'other' };
					expectRefused(await send(act, fields, as), `${act} ${pointId}`);
				}
		}
		await expectNothingWritten();
	});
});
