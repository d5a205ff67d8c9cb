import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storedContent } from '#lib/document/schema.ts';
import { contentHash } from '#lib/document/hash.ts';
import { bySystem } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	type MadeDialogue,
	openConsultation,
	sendPoint
} from '../support/factories.ts';
import { makeInvitation, makeList } from '../support/invitations.ts';
import { type MadeMeeting, makeMeeting, makeRound } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';
import { type Answer, type Asked, type Site, startSite } from '../support/site.ts';
import { everythingWritten } from '../support/written.ts';
import { type FormCase, FORMS, type Ground } from './forms.ts';
import { liveGround } from './live-forms.ts';
import { recordGround } from './record-forms.ts';
import { formActions, readableRoutes, unreadActions, writableEndpoints } from './routes.ts';

// Bad input to every action, endpoint, address and socket: a clear 4xx or close code, nothing written, nothing said of
// how we are made, and the process goes on.

const NOBODY = '01900000-0000-7000-8000-000000000000';
const NOISE = '\u0000\u0001\u001b\u007f\ud800';
const NO_IDS = [NOBODY, 'abc', `${NOBODY}'; drop table point; --`, '__proto__', NOISE, 'x'.repeat(5_000)];
const OURSELVES = /node_modules|\/server\/|\.ts:\d|at async |SQLSTATE|select .* from|kysely|duplicate key|violates/i;

let site: Site;
let at: Ground;
let before: Record<string, string>;

beforeAll(async () => {
	site = await startSite();
	at = await ground(site);
	for (const one of [at.lead, at.administrator, at.author, at.other]) await site.cookieOf(one);
});
afterAll(() => site.close());
beforeEach(async () => {
	before = await everythingWritten(site.ownerUrl);
});

async function ground({ app }: Site): Promise<Ground> {
	const [dialogue, other] = [await makeDialogue(app), await makeDialogue(app)];
	const [document, elsewhere] = [await makeDocument(app, dialogue), await makeDocument(app, other)];
	await openConsultation(app, dialogue, [document.documentId]);
	await openConsultation(app, other, [elsewhere.documentId], { mode: 'hold_all' });
	const lead = await makePerson(app, { role: 'process_lead', dialogue });
	const stranger = await makePerson(app, { role: 'process_lead', dialogue: other });
	const author = await makeGuest(app, 'Anna Holm');
	const send = async (more: object) =>
		(await sendPoint(app, author, { versionId: document.versionId, ...more })).pointId;
	const held = () => send({ text: 'Ring mig, 121212-1212.', keepIdentityNumbers: true });
	const colleague = await makePerson(app, { role: 'case_officer', dialogue });
	const approveMask = await held();
	await app.moderation.mask(as(colleague), { pointId: approveMask, ranges: [{ start: 0, end: 4 }], reason: 'GDPR' });
	const decided = await app.moderation.unpublish(as(lead), { pointId: await held(), note: '' });
	const { content, title } = await app.database
		.selectFrom('document_version')
		.select(['content', 'title'])
		.where('id', '=', document.versionId)
		.executeTakeFirstOrThrow();
	const [reason] = await app.dialogues.declineReasons(lead, dialogue.dialogueId);
	const [foreignReason] = await app.dialogues.declineReasons(stranger, other.dialogueId);
	const [consultation] = await app.consultations.list(lead, dialogue.dialogueId);
	const post = async () =>
		(await app.news.create(as(lead), dialogue.dialogueId, { title: 'En nyhet', text: 'Något har hänt.' })).postId;
	const newsIds = { draft: await post(), ready: await post(), published: await post() };
	await app.news.publish(as(lead), newsIds.published);
	const round = await makeRound(app, dialogue);
	const makeOne = async (state: 'open' | 'draft' | 'closed') => await makeMeeting(app, dialogue, { round, state });
	const meeting = await makeOne('open');
	await app.meetings.appoint(as(lead), meeting.meetingId, lead.accountId, 'chair');
	const venueIn = async (by: Actor, { dialogueId }: MadeDialogue) =>
		(await app.meetings.createVenue(as(by), dialogueId, { name: 'Hus U' })).venueId;
	const registered = async () => {
		const { code, registrationId } = await signUp(app, dialogue, meeting);
		const [person] = (await app.registrations.view({ kind: 'visitor' }, code)).participants;
		return { code, id: registrationId, participantId: person?.id ?? '', meetingId: meeting.meetingId };
	};
	const step = { what: 'Svara', who: 'Nämnden', dueOn: null, doneOn: null };
	return {
		...{ lead, author, dialogue, document, newsIds },
		live: await liveGround(app, { dialogue, document, lead }, { dialogue: other, document: elsewhere, lead: stranger }),
		record: await recordGround(app, dialogue, lead),
		stepId: (await app.news.saveStep(as(lead), dialogue.dialogueId, step)).stepId,
		meetings: {
			open: meeting.slug,
			draft: (await makeOne('draft')).slug,
			cancel: (await makeOne('open')).slug,
			link: (await makeOne('open')).slug,
			state: (await makeOne('closed')).slug
		},
		registrations: {
			answer: await registered(),
			change: await registered(),
			cancel: await registered(),
			cancelByStaff: await registered()
		},
		door: await doorOf(app, dialogue),
		invitations: await invitations(app, dialogue, meeting),
		meetingId: meeting.meetingId,
		venueId: await venueIn(lead, dialogue),
		administrator: await makePerson(app, { admin: true }),
		other: await makePerson(app),
		spare: await makePerson(app, { role: 'host', dialogue }),
		consultationSlug: consultation?.slug ?? '',
		pointId: await send({ text: 'Skriv tydligare.' }),
		heldPointId: await held(),
		decisionId: decided.decisionId,
		desk: {
			approveMask,
			approve: await held(),
			decline: await held(),
			mask: await held(),
			security: await held(),
			unpublish: await held()
		},
		declineReasonId: reason?.id ?? '',
		contentHash: contentHash(title, storedContent(content)),
		foreign: {
			...{ dialogueId: other.dialogueId, areaId: other.areaId },
			...{ documentId: elsewhere.documentId, versionId: elsewhere.versionId },
			pointId: (await sendPoint(app, await makeGuest(app), { versionId: elsewhere.versionId })).pointId,
			reasonId: foreignReason?.id ?? '',
			stepId: (await app.news.saveStep(as(stranger), other.dialogueId, step)).stepId,
			venueId: await venueIn(stranger, other),
			listId: await makeList(app, other, ['nagon@example.org']),
			meetingId: (await makeMeeting(app, other)).meetingId
		}
	};
}

/** A meeting of this very day, with somebody to check in. */
async function doorOf(app: Site['app'], dialogue: MadeDialogue): Promise<Ground['door']> {
	const day = {
		startsOn: '2026-09-23',
		startsAt: new Date('2026-09-23T18:00:00+02:00'),
		endsAt: new Date('2026-09-23T20:00:00+02:00')
	};
	const meeting = await makeMeeting(app, dialogue, day);
	const { code } = await signUp(app, dialogue, meeting);
	const [person] = (await app.registrations.view({ kind: 'visitor' }, code)).participants;
	return { slug: meeting.slug, participantId: person?.id ?? '' };
}

async function invitations(
	app: Site['app'],
	dialogue: MadeDialogue,
	meeting: MadeMeeting
): Promise<Ground['invitations']> {
	const listId = await makeList(app, dialogue, ['kommun@example.org', 'bolag@example.org']);
	const { contacts } = await app.invitations.list(bySystem().actor, dialogue.dialogueId, listId);
	return {
		listId,
		removeListId: await makeList(app, dialogue, ['bort@example.org']),
		contactId: contacts[0]?.id ?? '',
		draftId: await makeInvitation(app, dialogue, meeting, ['utkast@example.org']),
		sendId: await makeInvitation(app, dialogue, meeting, ['skicka@example.org'])
	};
}

/** The status that an answer tells: of a form that a page's script sent, it stands in the body. */
function toldStatus({ status, headers, body }: Answer): number {
	if (status !== 200 || !headers['content-type']?.startsWith('application/json')) return status;
	const told: unknown = JSON.parse(body);
	const inside = typeof told === 'object' && told !== null && 'status' in told ? told.status : status;
	return typeof inside === 'number' ? inside : status;
}

/** A refusal that says so, in words for people. */
function expectRefused(answer: Answer, what: string): void {
	expect(toldStatus(answer), `${what}: ${answer.body.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
	expectSound(answer, what);
}

function expectSound(answer: Answer, what: string): void {
	expect(toldStatus(answer), what).toBeLessThan(500);
	expect(answer.body, what).not.toMatch(OURSELVES);
}

async function expectNothingWritten(): Promise<void> {
	expect(await everythingWritten(site.ownerUrl)).toEqual(before);
	expect((await site.ask('/halsa/redo')).status).toBe(200);
}

function actionAddress({ path }: FormCase, key: string): string {
	const action = key.split('?/')[1] ?? '';
	return action === 'default' ? path : `${path}${path.includes('?') ? '&' : '?'}/${action}`;
}

/** Every field the same; what the form would otherwise hold is in `fields`. */
const filled = (fields: Record<string, string>, value: string): Record<string, string> =>
	Object.fromEntries(Object.keys(fields).map((name) => [name, value]));

const multipart = (body: string, boundary = 'grans'): Asked => ({
	body,
	headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }
});
const asFiles = (fields: Record<string, string>): Asked =>
	multipart(
		Object.keys(fields)
			.map((name) => `--grans\r\ncontent-disposition: form-data; name="${name}"; filename="x"\r\n\r\n{}\r\n`)
			.join('') + '--grans--\r\n'
	);

/** As a page's own script sends a form: the answer is JSON and no page, which is most of what a page costs. */
const byScript: Asked = { headers: { accept: 'application/json' } };
const both = (one: Asked, other: Asked): Asked => ({ ...one, ...other, headers: { ...one.headers, ...other.headers } });

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
	it('knows every form action and every endpoint that takes something', () => {
		expect(unreadActions()).toEqual([]);
		expect(formActions().filter((key) => FORMS[key] === undefined)).toEqual([]);
		expect(Object.keys(FORMS).filter((key) => !formActions().includes(key))).toEqual([]);
		expect(writableEndpoints().toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
	});
});

describe.each(formActions().filter((key) => FORMS[key] !== undefined))('%s', (key) => {
	const formCase = (): FormCase => {
		const found = FORMS[key]?.(at);
		if (found === undefined) throw new Error(`No form for ${key}`);
		return found;
	};

	it('refuses requests that are broken', async () => {
		const form = formCase();
		const unreadable = Object.keys(form.fields).length === 0 ? [] : UNREADABLE;
		for (const [what, asked] of [...brokenRequests(form.fields), ...unreadable]) {
			const answer = await site.post(actionAddress(form, key), form.fields, { as: form.as, ...asked });
			expectRefused(answer, what);
		}
		expectRefused(
			await site.post(`${form.path.split('?')[0]}?/${NOBODY}`, form.fields, { as: form.as }),
			'an action that there is not'
		);
		await expectNothingWritten();
	});

	it('refuses nonsense in its fields', async () => {
		const form = formCase();
		if (form.needsNothing) return;
		for (const [what, asked, fields] of nonsenseForms(form.fields))
			expectRefused(await site.post(actionAddress(form, key), fields, { as: form.as, ...both(byScript, asked) }), what);
		await expectNothingWritten();
	});

	it('refuses names of things that are not there, are somebody else’s or belong to another dialogue', async () => {
		const form = formCase();
		for (const [field, foreign] of Object.entries(form.ids ?? {}))
			for (const id of [...foreign, ...NO_IDS]) {
				const answer = await site.post(
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
			expectRefused(await site.post(actionAddress(form, key), fields, { ...both(byScript, asked) }), what);
		for (const [field, foreign] of Object.entries(form.ids ?? {}))
			for (const id of [...foreign, ...NO_IDS])
				expectRefused(
					await site.post(actionAddress(form, key), { ...form.fields, [field]: id }, byScript),
					id.slice(0, 60)
				);
		await expectNothingWritten();
	});

	it('refuses those who may not, whatever they send', async () => {
		const form = formCase();
		if (form.open) return;
		const strangers: Actor[] = [{ kind: 'visitor' }, await makeGuest(site.app), at.other];
		before = await everythingWritten(site.ownerUrl);
		for (const stranger of strangers.filter((one) => one !== form.as)) {
			if (key.startsWith('/mitt')) continue;
			expectRefused(await site.post(actionAddress(form, key), form.fields, { as: stranger }), stranger.kind);
			const noise = filled(form.fields, NOISE);
			expectRefused(await site.post(actionAddress(form, key), noise, { as: stranger, ...byScript }), stranger.kind);
		}
		const after = await everythingWritten(site.ownerUrl);
		expect({ ...after, session: '' }).toEqual({ ...before, session: '' });
	});
});

describe('JSON to the outbox’s endpoint', () => {
	const path = () => `/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}/punkter`;
	const sound = () => ({
		versionId: at.document.versionId,
		points: [{ kind: 'change', text: 'Skriv tydligare.', place: { scope: 'whole' } }],
		sender: { anonymous: false, name: 'A', organisationName: '', organisationType: 'private_person', email: '' },
		idempotencyKey: 'k'
	});
	const send = (body: string | Uint8Array, asked: Asked = {}) =>
		site.ask(path(), {
			method: 'POST',
			body,
			as: at.author,
			...asked,
			headers: { 'content-type': 'application/json', ...asked.headers }
		});

	it('is refused when it is no input', async () => {
		const point = (more: object) => ({ ...sound(), points: [{ ...sound().points[0], ...more }] });
		const bodies: unknown[] = [
			...[null, true, 1, 'x', [], {}, [[]], { points: 1 }, { ...sound(), points: {} }, { ...sound(), points: [] }],
			...[NOBODY, 1, null, '', at.foreign.versionId, { $ne: 1 }].map((versionId) => ({ ...sound(), versionId })),
			...[NOBODY, at.heldPointId, at.foreign.pointId, 'x', 1].map((parentId) => ({ ...sound(), parentId })),
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
				point({ place: { scope: 'words', blockId: at.document.blockIds[1], start, end: 10, exact: 'Elen finns' } })
			),
			point({ place: { scope: 'words', blockId: at.document.blockIds[1], start: 10, end: 0, exact: 'Elen finns' } }),
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
		const other = await site.ask(path(), {
			method: 'POST',
			body: JSON.stringify(sound()),
			origin: 'https://example.org',
			headers: { 'content-type': 'application/json' }
		});
		expectSound(other, 'from another site');
	});
});

/** Endpoints that take something, beside form actions. */
const ENDPOINTS: Record<string, () => string> = {
	'POST /prenumeration/avsluta/ett-klick': () => '/prenumeration/avsluta/ett-klick?kod=none',
	'POST /inbjudan/avsta/ett-klick': () => '/inbjudan/avsta/ett-klick?kod=none',
	'POST /arbetsyta/[dialog]/moten/[mote]/incheckning/tryck': () =>
		`/arbetsyta/${at.dialogue.slug}/moten/${at.door.slug}/incheckning/tryck`,
	'POST /arbetsyta/[dialog]/moderering/oppen': () => `/arbetsyta/${at.dialogue.slug}/moderering/oppen`,
	'POST /arbetsyta/[dialog]/dokument/[dokument]/redigera/bilder': () =>
		`/arbetsyta/${at.dialogue.slug}/dokument/${at.document.slug}/redigera/bilder`,
	'POST /dialoger/[dialog]/underlag/[dokument]/punkter': () =>
		`/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}/punkter`,
	'POST /dialoger/[dialog]/underlag/[dokument]/punkter/[handling]': () =>
		`/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}/punkter/correct`
};

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
		for (const who of [at.lead, at.other, at.author, visitor])
			for (const asked of bodies)
				expectRefused(await site.ask(path, { method: 'POST', as: who, ...asked }), JSON.stringify(asked));
		await expectNothingWritten();
	});
});

describe('forms of the reading page that are sent in place', () => {
	const send = (act: string, form: Record<string, string>, as: Actor) =>
		site.post(`/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}/punkter/${act}`, form, { as, ...byScript });

	it('refuse acts that there are not, and points that are not there to be had, and make nobody a guest', async () => {
		const points = [at.heldPointId, at.foreign.pointId, NOBODY, 'abc', '__proto__', NOISE, ''];
		for (const as of [at.other, { kind: 'visitor' } as const]) {
			for (const act of ['__proto__', 'constructor', 'toString', 'approve', '%00', 'send'])
				expectRefused(await send(act, { pointId: at.pointId, text: 'x', kind: 'change' }, as), act);
			for (const act of ['agree', 'report', 'correct', 'withdraw'])
				for (const pointId of points) {
					const fields = { pointId, agree: `+${pointId}`, text: 'Något', kind: 'change', reason: 'other' };
					expectRefused(await send(act, fields, as), `${act} ${pointId}`);
				}
		}
		await expectNothingWritten();
	});
});

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
	const insider = (route: string): Actor => (/systemet|region|\/ny$/.test(route) ? at.administrator : at.lead);
	const real: Record<string, () => string> = {
		dialog: () => at.dialogue.slug,
		dokument: () => at.document.slug,
		samrad: () => at.consultationSlug,
		konto: () => at.spare.accountId,
		bild: () => NOBODY,
		synpunkt: () => at.pointId,
		nyhet: () => at.newsIds.draft,
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
			expectRefused(await site.ask(path, { as: insider(route) }), path.slice(0, 80));
		}
		await expectNothingWritten();
	});

	it.each(readableRoutes().map(({ route }) => route))(
		'%s with questions that make no sense answers something sound',
		async (route) => {
			for (const query of BAD_QUERIES) {
				const path = `${fill(route, null)}?${query}`;
				expectSound(await site.ask(path, { as: insider(route) }), path.slice(0, 120));
			}
			// Taking the inputs out as a file is an event of its own (domain R-07).
			const after = await everythingWritten(site.ownerUrl);
			const events = route.includes('/sammanstallning/') ? after.audit_event : before.audit_event;
			expect(after).toEqual({ ...before, audit_event: events });
		}
	);

	it('with methods that are not for them are refused', async () => {
		for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'PROPFIND'])
			for (const path of ['/', '/sitemap.xml', '/mitt/uppgifter', `/dialoger/${at.dialogue.slug}`, '/halsa/x'])
				expectRefused(await site.ask(path, { method, as: at.lead }), `${method} ${path}`);
		await expectNothingWritten();
	});
});

describe('cookies', () => {
	it('that are none of ours make nobody of anybody', async () => {
		const name = site.app.identity.cookieName;
		const own = (await site.cookieOf(at.lead)).split('=')[1] ?? '';
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
			const answer = await site.ask('/mitt/uppgifter', { headers: { cookie: `${name}=${value}` } });
			expect([answer.status, answer.body.includes(at.lead.email ?? '')], value.slice(0, 50)).toEqual([401, false]);
			expectSound(await site.ask('/', { headers: { cookie: `${name}=${value}` } }), value.slice(0, 50));
		}
		expect((await site.ask('/mitt/uppgifter', { as: at.lead })).status).toBe(200);
		await expectNothingWritten();
	});
});

describe('sockets', () => {
	const end = async (
		path: string,
		asked: Parameters<Site['listen']>[1],
		say?: (string | Uint8Array)[]
	): Promise<number> => {
		const socket = site.listen(path, asked);
		await socket.opened;
		for (const frame of say ?? []) socket.say(frame);
		await expect.poll(() => socket.ended, { timeout: 5_000, message: path }).not.toBeNull();
		socket.close();
		expect(socket.heard).not.toMatch(OURSELVES);
		return socket.ended ?? 0;
	};

	it('to rooms that are not there, or not open to whoever knocks, are closed with a code', async () => {
		const { documentId } = at.document;
		const cases: [path: string, asked: Parameters<Site['listen']>[1], code: number][] = [
			['/ws', {}, 404],
			['/ws/text', {}, 404],
			['/ws/text/abc', {}, 404],
			[`/ws/nonsense/${documentId}`, {}, 404],
			[`/ws/__proto__/${documentId}`, {}, 404],
			[`/ws/text/${documentId.toUpperCase()}`, {}, 404],
			[`/ws/text/${documentId}/x`, {}, 404],
			[`/ws/text/${documentId}`, { origin: null, as: at.lead }, 403],
			[`/ws/text/${documentId}`, { origin: 'https://example.org', as: at.lead }, 403],
			[`/ws/text/${documentId}`, { origin: 'null', as: at.lead }, 403],
			[`/ws/text/${NOBODY}`, { as: at.lead }, 4404],
			[`/ws/document/${NOBODY}`, {}, 4404],
			[`/ws/desk/${NOBODY}`, { as: at.lead }, 4404],
			[`/ws/meeting/${NOBODY}`, { as: at.lead }, 4404],
			[`/ws/text/${documentId}`, {}, 4401],
			[`/ws/text/${documentId}`, { as: at.other }, 4403],
			[`/ws/text/${at.foreign.documentId}`, { as: at.lead }, 4403],
			[`/ws/desk/${at.dialogue.dialogueId}`, { as: at.other }, 4403],
			[`/ws/desk/${at.foreign.dialogueId}`, { as: at.lead }, 4403]
		];
		for (const [path, asked, code] of cases)
			expect(await end(path, asked), `${path} ${JSON.stringify(asked)}`.slice(0, 120)).toBe(code);
		await expectNothingWritten();
	});

	it('that say what no client of ours says are closed as broken', async () => {
		const text = `/ws/text/${at.document.documentId}`;
		const news = `/ws/document/${at.document.documentId}`;
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
			expect(await end(path, { as: at.lead }, [frame]), String(frame).slice(0, 60)).toBe(4400);
		expect(await end(news, {}, ['x'.repeat(100_000)])).toBe(1009);
		await expectNothingWritten();
	});
});

describe('a form as it should be', () => {
	it.each(formActions().filter((key) => FORMS[key] !== undefined))('%s is taken', async (key) => {
		const form = FORMS[key]?.(at);
		if (form === undefined) throw new Error(`No form for ${key}`);
		const answer = await site.post(actionAddress(form, key), form.fields, { as: form.as, ...byScript });
		expect(form.answers ?? [200, 303], answer.body.slice(0, 500)).toContain(toldStatus(answer));
		const after = await everythingWritten(site.ownerUrl);
		const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
		if (changed.length > 0) expect(changed, 'a change without its event (invariant 4)').toContain('audit_event');
	});
});
