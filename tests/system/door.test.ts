import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import type { Actor, Person } from '#server/permissions/actor.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { violationsIn } from '../support/axe.ts';
import { makeDialogue, type MadeDialogue, makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { type MadeMeeting, makeMeeting } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';
import { type Site, startSite } from '../support/site.ts';
import { launchAt } from '../support/site-browser.ts';

// The door of a meeting in real browsers: by name, by code, without a connection, without JavaScript, and what is left
// on the device afterwards.

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const LAPTOP = { viewport: { width: 1280, height: 800 } };
const NAMES = ['Anna Andersson', 'Bo Berg', 'Åke Öst-Berg', 'Maria Christoffersson', 'Eva Ek', 'Lo Lind'];
const TIMEOUT = 20_000;

let site: Site;
let browser: Browser;
let dialogue: MadeDialogue;
let meeting: MadeMeeting;
let host: Person;
let codes: string[];
const contexts: BrowserContext[] = [];

beforeAll(async () => {
	site = await startSite();
	browser = await launchAt(site);
	dialogue = await makeDialogue(site.app);
});
beforeEach(async () => {
	site.clock.set('2026-10-15T09:00:00+02:00');
	meeting = await makeMeeting(site.app, dialogue, { title: 'Dialogmöte om energi' });
	host = await makeMeetingStaff(site.app, dialogue, meeting);
	codes = [];
	for (const name of NAMES)
		codes.push((await signUp(site.app, dialogue, meeting, 'room_or_line', { name, ...needy })).code);
});
afterEach(async () => {
	for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
	await browser.close();
	await site.close();
});

const needy = { self: { title: '', showInList: false, dietary: '', access: 'zqhörslinga' } };
const home = () => `http://localhost/arbetsyta/${dialogue.slug}/moten/${meeting.slug}`;
const door = () => `${home()}/incheckning`;
const address = () => ({ dialogueSlug: dialogue.slug, meetingSlug: meeting.slug });
const here = async (): Promise<string[]> =>
	(await site.app.hosting.list(host, address())).people
		.filter(({ checkedInAt }) => checkedInAt !== null)
		.map(({ name }) => name);

async function open(actor: Actor, options: BrowserContextOptions = LAPTOP): Promise<Page> {
	const context = await browser.newContext(options);
	contexts.push(context);
	const [name = '', value = ''] = (await site.cookieOf(actor)).split('=');
	if (name !== '') await context.addCookies([{ name, value, url: 'http://localhost' }]);
	context.setDefaultTimeout(TIMEOUT);
	return context.newPage();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const keptOnDevice = (page: Page) =>
	page.evaluate(async () => ({
		session: JSON.stringify({ ...sessionStorage }),
		local: JSON.stringify({ ...localStorage }),
		databases: (await indexedDB.databases()).length,
		caches: 'caches' in window ? (await caches.keys()).length : 0
	}));

describe('by name', () => {
	it('somebody is found, checked in with one press, and taken back', async () => {
		const page = await open(host, PHONE);
		const answer = await page.goto(door());
		expect(answer?.headers()['cache-control']).toBe('no-store');
		await button(page, 'Checka in Anna Andersson').waitFor();
		await page.getByRole('searchbox').pressSequentially('ake');
		await expect.poll(() => page.getByRole('button', { name: /^Checka in / }).count()).toBe(1);
		await button(page, 'Checka in Åke Öst-Berg').click();
		await expect.poll(here).toEqual(['Åke Öst-Berg']);
		await button(page, 'Ångra incheckningen av Åke Öst-Berg').click();
		await expect.poll(here).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
	});

	it('Enter checks in the one who is left', async () => {
		const page = await open(host);
		await page.goto(door());
		await page.getByRole('searchbox').pressSequentially('lo li');
		await page.keyboard.press('Enter');
		await expect.poll(here).toEqual(['Lo Lind']);
		expect(await page.getByRole('searchbox').inputValue()).toBe('');
	});

	it('two hosts see each other’s presses', async () => {
		const [one, other] = [await open(host), await open(host)];
		await one.goto(door());
		await other.goto(door());
		await button(one, 'Checka in Bo Berg').click();
		await button(other, 'Ångra incheckningen av Bo Berg').waitFor();
	});

	it('works without JavaScript, for somebody who has not registered too', async () => {
		const page = await open(host, { ...LAPTOP, javaScriptEnabled: false });
		await page.goto(`${door()}?q=eva`);
		await button(page, 'Checka in Eva Ek').click();
		expect(await here()).toEqual(['Eva Ek']);
		await page.getByLabel('Namn', { exact: true }).fill('Disa Dörr');
		await page.getByLabel('Typ av organisation').selectOption('private_person');
		await button(page, 'Lägg till och checka in').click();
		await page.getByText('Personen är tillagd och incheckad.').waitFor();
		expect(await here()).toEqual(['Disa Dörr', 'Eva Ek']);
	});
});

describe('without a connection', () => {
	it('checking in goes on, and everything is sent once when it is back', async () => {
		const page = await open(host);
		await page.goto(door());
		await button(page, 'Checka in Anna Andersson').waitFor();
		await page.context().setOffline(true);
		for (const name of ['Anna Andersson', 'Bo Berg', 'Eva Ek']) await button(page, `Checka in ${name}`).click();
		await button(page, 'Ångra incheckningen av Eva Ek').click();
		await page.getByText('Ingen kontakt.', { exact: false }).waitFor();
		expect(await here()).toEqual([]);
		const kept = await keptOnDevice(page);
		expect(kept.session).toContain('participantId');
		expect(JSON.stringify(kept)).not.toMatch(/Anna|Andersson|Berg|Kallrör|zqhörslinga/);
		await page.context().setOffline(false);
		await expect.poll(here, { timeout: TIMEOUT }).toEqual(['Anna Andersson', 'Bo Berg']);
		await expect.poll(async () => (await keptOnDevice(page)).session).not.toContain('participantId');
	});

	it('nothing of the list is left on the device when the page has been left', async () => {
		const page = await open(host);
		await page.goto(door());
		await button(page, 'Checka in Anna Andersson').click();
		await expect.poll(here).toEqual(['Anna Andersson']);
		await page.goto('http://localhost/kontakt');
		const kept = await keptOnDevice(page);
		expect(JSON.stringify(kept)).not.toMatch(/Anna|participantId/);
		expect([kept.databases, kept.caches]).toEqual([0, 0]);
		await page.context().setOffline(true);
		await page.goBack().catch(() => null);
		// The browser's own page is on its way.
		await expect.poll(() => page.content()).not.toMatch(/Andersson|Berg/);
	});
});

describe('by code', () => {
	it('the receipt shows a code that only a host of the meeting can act on', async () => {
		const participant = await open(VISITOR, PHONE);
		await participant.goto(`http://localhost/anmalan/${codes[0]}`);
		await participant.getByText('Visa koden för mötesvärden').click();
		await participant.getByRole('img', { name: 'Kod för att checka in Anna Andersson' }).waitFor();
		const { people } = await site.app.hosting.list(host, address());
		const id = people.find(({ name }) => name === 'Anna Andersson')?.participantId ?? '';
		const page = await open(host, PHONE);
		await page.goto(`${door()}/${id}`);
		expect(await here()).toEqual([]);
		await button(page, 'Checka in Anna Andersson').click();
		await button(page, 'Ångra incheckningen av Anna Andersson').waitFor();
		expect(await here()).toEqual(['Anna Andersson']);
	});

	it('tells everybody else nothing, not even whether there is such a person', async () => {
		const { people } = await site.app.hosting.list(host, address());
		const id = people[0]?.participantId ?? '';
		const another = await makeMeeting(site.app, dialogue, { title: 'Ett annat möte' });
		const actors: Actor[] = [
			VISITOR,
			await makePerson(site.app),
			await makePerson(site.app, { admin: true }),
			await makePerson(site.app, { role: 'communicator', dialogue }),
			await makeMeetingStaff(site.app, dialogue, another)
		];
		for (const actor of actors) {
			const asked = async (participantId: string) => {
				const path = `${new URL(door()).pathname}/${participantId}`;
				const shown = await site.ask(path, { as: actor });
				const acted = await site.post(`${path}?/press`, { present: 'yes' }, { as: actor });
				return [shown, acted].map(({ status, body }) => ({ status, body: plain(body, participantId) }));
			};
			const answers = await asked(id);
			expect(answers).toEqual(await asked(newId()));
			for (const { status, body } of answers) {
				expect(status).toBeGreaterThanOrEqual(400);
				for (const name of NAMES) expect(body).not.toContain(name);
			}
		}
		expect(await here()).toEqual([]);
	});
});

/** Without what differs from one answer to the next: numbers of requests and scripts, and the address asked for. */
const plain = (body: string, asked: string): string =>
	body
		.replaceAll(asked, 'PERSON')
		.replace(/nonce[-=]"?[\w+/=-]+"?/g, '')
		.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
		.replace(/__sveltekit_\w+/g, '');

describe('the pages', () => {
	it.each([
		['phone, light', { ...PHONE, colorScheme: 'light' }],
		['laptop, dark', { ...LAPTOP, colorScheme: 'dark' }]
	] as const)('can be used by everybody and fit: %s', async (_what, options) => {
		const page = await open(host, options);
		const [person] = (await site.app.hosting.list(host, address())).people;
		const paths = ['deltagare', 'deltagare/behov', 'deltagare/statistik', 'incheckning', 'namnskyltar'];
		for (const path of [...paths, `incheckning/${person?.participantId ?? ''}`]) {
			await page.goto(`${home()}/${path}`);
			expect(await violationsIn(page, 'all'), path).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
		}
	});

	it('of a meeting by link only speak of no room, and of no badges', async () => {
		const online = await makeMeeting(site.app, dialogue, { mode: 'online', onSiteCapacity: null });
		const lead = await makeMeetingStaff(site.app, dialogue, online);
		await signUp(site.app, dialogue, online, 'online');
		for (const path of ['deltagare', 'deltagare/behov', 'deltagare/statistik', 'incheckning', 'namnskyltar']) {
			const { status, body } = await site.ask(`/arbetsyta/${dialogue.slug}/moten/${online.slug}/${path}`, { as: lead });
			const main = /<main\b[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
			expect([status, /lokalen|href="[^"]*namnskyltar/i.exec(main)], path).toEqual([200, null]);
			if (path === 'namnskyltar') expect(main).toContain('Mötet är bara via länk');
		}
	});

	it('badges come eight to a sheet of paper, without the page around them', async () => {
		for (const name of ['Per P', 'Rut R', 'Siv Wolfeschlegelsteinhausenbergerdorff'])
			await signUp(site.app, dialogue, meeting, 'room_or_line', { name });
		const page = await open(host);
		await page.goto(`${home()}/namnskyltar`);
		const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
		expect([...pdf.matchAll(/\/Type \/Page\b/g)]).toHaveLength(2);
		await page.emulateMedia({ media: 'print' });
		expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(false);
		expect(await page.getByText('Anna Andersson').isVisible()).toBe(true);
	});
});
