import { describe, expect, it } from 'vitest';
import { NOBODY } from '#lib/protocol/offline.ts';
import { HOME, makeDevice, MINUTE_MS, pageOf, TEXT } from './shelves.fixture.ts';

const MARKER = 'hemlig-markering';
const link = (path: string) => `<a class="x" href="${path}">läs</a>`;

/** A device that has kept a dialogue with one text. */
async function keptDevice() {
	const device = makeDevice();
	device.server.pages.set(HOME, { body: pageOf(`Om dialogen ${link(TEXT)} ${link(`${TEXT}?synpunkt=1`)}`) });
	device.server.pages.set(TEXT, { body: pageOf('Vindkraft behövs.') });
	device.server.pages.set('/_app/immutable/entry/a.js', { body: 'import(`../chunks/b.js`)', type: 'text/javascript' });
	device.server.pages.set('/_app/immutable/chunks/b.js', { body: 'export default 1', type: 'text/javascript' });
	await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME);
	return device;
}

describe('keeping a dialogue on the device', () => {
	it('takes its own page, what that leads to, and the scripts they need', async () => {
		const { keeper, cached } = await keptDevice();
		expect(await keeper.paths()).toEqual([HOME, TEXT]);
		expect([...(cached.all.get('medskick-files')?.keys() ?? [])].map((url) => new URL(url).pathname)).toEqual([
			'/_app/immutable/entry/a.js',
			'/_app/immutable/chunks/b.js'
		]);
	});

	it('asks as a stranger, whoever is signed in', async () => {
		const { server } = await keptDevice();
		const pages = server.asked.filter(({ path, how }) => path.startsWith('/dialoger') && how?.method !== 'HEAD');
		expect(pages.length).toBeGreaterThan(1);
		for (const { how } of pages) expect(how).toMatchObject({ credentials: 'omit', cache: 'no-store' });
	});

	it('keeps nothing that the server does not say is the same for everybody, and nothing of other dialogues', async () => {
		const device = makeDevice();
		const paths = [
			`${HOME}/moten/mote/deltagare`,
			'/mitt',
			'/arbetsyta/framtid',
			'/dialoger/annan',
			`${HOME}/underlag/a`
		];
		device.server.pages.set(HOME, { body: pageOf(paths.map(link).join('')) });
		for (const path of paths) device.server.pages.set(path, { body: pageOf(MARKER), isPublic: false });
		await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME);
		expect(await device.keeper.paths()).toEqual([HOME]);
		expect(await device.everything()).not.toContain(MARKER);
		const asked = device.server.asked.map(({ path }) => path);
		for (const path of paths.slice(0, 4)) expect(asked).not.toContain(path);
	});

	it('from a meeting takes what that leads to and no more, since a thousand join at once', async () => {
		const device = makeDevice();
		const live = `${HOME}/moten/mote/live`;
		device.server.pages.set(live, { body: pageOf(link(HOME) + link(TEXT)) });
		device.server.pages.set(HOME, { body: pageOf(link(`${HOME}/underlag/annan`)) });
		device.server.pages.set(TEXT, { body: pageOf('Text') });
		await device.worker.told({ kind: 'keep', path: live, whole: false }, live);
		expect(await device.keeper.paths()).toEqual([live, HOME, TEXT]);
	});

	it('is nothing where nobody has asked for it', async () => {
		const device = makeDevice();
		device.server.pages.set(TEXT, { body: pageOf('Text'), writer: 'ann' });
		await device.visit(TEXT);
		expect([...device.cached.all.keys()]).toEqual([]);
		expect((await device.keeper.file('/_app/immutable/entry/a.js')).status).toBe(404);
		await device.worker.told({ kind: 'check', all: true }, HOME);
		expect([...device.cached.all.keys()]).toEqual([]);
	});

	it('holds a bounded number of pages, and none for longer than three days', async () => {
		const device = makeDevice();
		const many = Array.from({ length: 60 }, (_, index) => `${HOME}/underlag/text-${index}`);
		device.server.pages.set(HOME, { body: pageOf(many.map(link).join('')) });
		for (const path of many) device.server.pages.set(path, { body: pageOf('x') });
		expect(await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME)).toEqual({ pages: 40 });
		device.time.now += 72 * 60 * MINUTE_MS + 1;
		expect(await device.keeper.find(HOME)).toBeNull();
		await device.keeper.check([]);
		expect(await device.keeper.paths()).toEqual([]);
	});
});

describe('a kept page', () => {
	it('is shown only while the server cannot be reached, and says when it was fetched', async () => {
		const { server, visit, time } = await keptDevice();
		expect(await (await visit(TEXT)).text()).not.toContain('utan-uppkoppling');
		server.online = false;
		time.now += 10 * MINUTE_MS;
		const shown = await (await visit(TEXT)).text();
		expect(shown).toContain('Vindkraft behövs.');
		expect(shown).toContain('Du läser utan uppkoppling. Sidan hämtades kl.\u00a010.42.');
		expect(shown).toMatch(/<html data-stored lang="sv">/);
	});

	it('is gone when the server says that it is, at the next visit and at the next check', async () => {
		for (const status of [403, 404, 410]) {
			const { server, visit, keeper } = await keptDevice();
			server.pages.set(TEXT, { status });
			await visit(TEXT);
			expect(await keeper.paths()).toEqual([HOME]);
		}
		const { server, worker, keeper } = await keptDevice();
		server.pages.set(TEXT, { status: 404 });
		await worker.told({ kind: 'check', all: false }, TEXT);
		expect(await keeper.paths()).toEqual([HOME]);
	});

	it('is as the server has it, after a break and when something may have been taken away', async () => {
		const { server, visit, worker, everything } = await keptDevice();
		server.pages.set(TEXT, { body: pageOf('Här är något maskerat.') });
		await worker.told({ kind: 'check', all: false }, TEXT);
		expect(await everything()).not.toContain('Vindkraft');
		server.online = false;
		await visit(TEXT);
		server.online = true;
		server.pages.set(TEXT, { body: pageOf('Nu ett annat ord.') });
		await visit('/dialoger');
		expect(await everything()).not.toContain('maskerat');
	});

	it('is left alone while the server is in trouble', async () => {
		const { server, worker, keeper } = await keptDevice();
		for (const status of [500, 503, 429]) {
			server.pages.set(TEXT, { status });
			await worker.told({ kind: 'check', all: true }, HOME);
		}
		expect(await keeper.paths()).toContain(TEXT);
	});

	it('for a page that is not kept says what is', async () => {
		const { server, visit } = await keptDevice();
		server.online = false;
		const answer = await visit('/mitt');
		expect(answer.status).toBe(503);
		const html = await answer.text();
		expect(html).toContain(`<a href="${TEXT}">Energi</a>`);
		expect(html).not.toContain('<script');
	});
});

describe('images of kept pages', () => {
	const IMAGE = '/bilder/0190a000-0000-7000-8000-000000000001';
	const shown = (path: string) => `<figure><img src="${path}" alt="Karta"></figure>`;

	async function illustratedDevice(image: object = {}) {
		const device = makeDevice();
		device.server.pages.set(HOME, { body: pageOf(link(TEXT)) });
		device.server.pages.set(TEXT, { body: pageOf(shown(IMAGE)) });
		device.server.pages.set(IMAGE, { body: 'bildens byte', type: 'image/png', etag: '"a"', ...image });
		await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME);
		return device;
	}

	it('are asked for as a stranger, kept with the pages, and shown while the server cannot be reached', async () => {
		const { server, look, worker, time } = await illustratedDevice();
		const asked = () => server.asked.filter(({ path }) => path === IMAGE);
		expect(asked()).toMatchObject([{ how: { credentials: 'omit', cache: 'no-store' } }]);
		time.now += 71 * 60 * MINUTE_MS;
		await worker.told({ kind: 'check', all: true }, HOME);
		expect(asked()[1]?.how?.headers).toEqual({ 'if-none-match': '"a"' });
		server.online = false;
		time.now += 2 * 60 * MINUTE_MS;
		const image = await look(IMAGE);
		expect([await image.text(), image.headers.get('content-type')]).toEqual(['bildens byte', 'image/png']);
		time.now += 72 * 60 * MINUTE_MS;
		expect((await look(IMAGE)).type).toBe('error');
	});

	it('are not kept that a stranger is not shown, that are large, that are none, or that are too many', async () => {
		for (const image of [
			{ isPublic: false },
			{ status: 404 },
			{ body: 'x'.repeat(2_000_001) },
			{ type: 'text/html' }
		]) {
			const { cached } = await illustratedDevice(image);
			expect(cached.all.get('medskick-images')?.size).toBe(0);
		}
		const many = Array.from({ length: 60 }, (_, index) => `/bilder/${index}`);
		const device = makeDevice();
		device.server.pages.set(HOME, { body: pageOf(many.map(shown).join('')) });
		for (const path of many) device.server.pages.set(path, { body: 'x', type: 'image/png' });
		await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME);
		expect(device.cached.all.get('medskick-images')?.size).toBe(40);
	});

	it('go when the server says so, with the page that they stand on, and with everything', async () => {
		const masked = await illustratedDevice();
		masked.server.pages.set(IMAGE, { status: 404 });
		await masked.worker.told({ kind: 'check', all: false }, TEXT);
		expect(await masked.everything()).not.toContain('bildens byte');
		const seen = await illustratedDevice();
		seen.server.pages.set(IMAGE, { status: 410 });
		await seen.look(IMAGE);
		expect(await seen.everything()).not.toContain('bildens byte');
		const unpublished = await illustratedDevice();
		unpublished.server.pages.set(TEXT, { status: 404 });
		await unpublished.visit(TEXT);
		expect(await unpublished.everything()).not.toContain('bildens byte');
		const emptied = await illustratedDevice();
		await emptied.worker.told({ kind: 'empty' }, HOME);
		expect([...emptied.cached.all.keys()]).toEqual([]);
	});

	it('are left to the server by who only joins a meeting, as a thousand do at once', async () => {
		const device = makeDevice();
		const live = `${HOME}/moten/mote/live`;
		device.server.pages.set(live, { body: pageOf(shown(IMAGE)) });
		device.server.pages.set(IMAGE, { body: 'bildens byte', type: 'image/png' });
		await device.worker.told({ kind: 'keep', path: live, whole: false }, live);
		expect(device.server.asked.map(({ path }) => path)).not.toContain(IMAGE);
		expect(await (await device.look(IMAGE)).text()).toBe('bildens byte');
		expect(await device.everything()).not.toContain('bildens byte');
	});
});

describe('who reads', () => {
	it('is known by a key alone, for what is written without a connection', async () => {
		const { server, visit, keeper } = await keptDevice();
		server.pages.set(TEXT, { body: pageOf(`Min egen ${MARKER}`), writer: 'ann', isPublic: false });
		await visit(TEXT);
		server.online = false;
		const shown = await (await visit(TEXT)).text();
		expect(shown).toContain('{"writerKey":"ann"}');
		expect(await keeper.writer()).toBe('ann');
	});

	it('is known before the pages are there: the line may be gone when half of them are', async () => {
		const device = makeDevice();
		device.server.pages.set(HOME, { body: pageOf(link(TEXT)), writer: 'ann' });
		device.server.lostAfter = HOME;
		await device.worker.told({ kind: 'keep', path: HOME, whole: true }, HOME);
		expect(await device.keeper.paths()).toEqual([HOME]);
		expect(await (await device.visit(HOME)).text()).toContain('{"writerKey":"ann"}');
	});

	it('and whoever comes next, or is signed out, finds nothing', async () => {
		for (const next of ['bo', NOBODY]) {
			const { server, visit, cached, state } = await keptDevice();
			server.pages.set('/dialoger', { body: pageOf('x'), writer: 'ann', isPublic: false });
			await visit('/dialoger');
			server.pages.set('/dialoger', { body: pageOf('x'), writer: next, isPublic: false });
			await visit('/dialoger');
			expect([[...cached.all.keys()], state.retired]).toEqual([[], 1]);
		}
	});

	it('leaves nothing of what was made for a session, whatever was visited', async () => {
		const { server, visit, everything } = await keptDevice();
		for (const path of [HOME, TEXT, '/mitt', `${HOME}/moten/mote/live`]) {
			server.pages.set(path, { body: pageOf(MARKER), writer: 'ann', isPublic: false });
			await visit(path);
		}
		expect(await everything()).not.toContain(MARKER);
	});

	it('can have it all forgotten, also while it is being fetched', async () => {
		const { worker, cached, keeper } = await keptDevice();
		const checking = keeper.check();
		await worker.told({ kind: 'empty' }, HOME);
		await checking;
		expect([...cached.all.keys()]).toEqual([]);
	});
});
