import { rmSync } from 'node:fs';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { copyDemo, outputWith } from './loaded-demo.ts';
import { Line } from './line.ts';
import { MedskickProcess } from './medskick.ts';
import { temporaryFolder } from './postgres.ts';

/** The demo's people, as the terminal names them beside their sign-in links. */
const DEMO_PEOPLE = {
	lead: 'Tove Granlid',
	officer: 'Anders Myrhed',
	registrar: 'Saga Lindvall',
	communicator: 'Maja Ekeviken',
	host: 'Hugo Ravnås',
	reviewer: 'Elin Sjöfors',
	administrator: 'Systemförvaltare'
};
export type DemoPerson = keyof typeof DEMO_PEOPLE;

/** A Medskick in a process of its own with the demo in it, shared by the tests of one worker, or of one file. */
export type Demo = { origin: string; signIn(page: Page, who: DemoPerson): Promise<void> };
type Running = Awaited<ReturnType<typeof startMedskick>>;

/** The demos of one worker: the one that its tests share, and the one of the file it is at. */
class Demos {
	readonly #running = new Map<string, Running>();

	/** `own` is the file's name for a demo of its own, `now` where its time begins; both '' for the shared one. */
	async get(own: string, now: string): Promise<Demo> {
		const name = `${own} ${now}`;
		const known = this.#running.get(name);
		if (known === undefined) await this.dispose((other) => other.trim() !== '');
		const running = known ?? (await startMedskick(now === '' ? {} : { DEMO_NOW: now }));
		this.#running.set(name, running);
		return { origin: running.medskick.origin, signIn: running.signIn };
	}

	async dispose(which: (name: string) => boolean = () => true): Promise<void> {
		for (const [name, running] of [...this.#running].filter(([name]) => which(name))) {
			this.#running.delete(name);
			await running.dispose();
		}
	}
}

export const PHONE: BrowserContextOptions = {
	viewport: { width: 360, height: 740 },
	hasTouch: true,
	isMobile: true,
	deviceScaleFactor: 2
};
export const LAPTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const WITHOUT_SCRIPT: BrowserContextOptions = { ...LAPTOP, javaScriptEnabled: false };

/** Opens a browser of its own for one more person. */
export type NewPerson = (origin: string, options?: BrowserContextOptions) => Promise<Page>;

export const test = base.extend<
	{ ownDemo: string; demoNow: string; demo: Demo; person: NewPerson; line: Line },
	{ demos: Demos }
>({
	/** The name of a file whose tests change what the demo has one of, as a meeting in progress: it gets a demo of its own. */
	ownDemo: ['', { option: true }],
	/** Where the demo's time begins; '' for now. */
	demoNow: ['', { option: true }],
	demos: [
		// eslint-disable-next-line no-empty-pattern -- what a fixture needs is read from this pattern: nothing
		async ({}, use) => {
			const demos = new Demos();
			await use(demos);
			await demos.dispose();
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	demo: async ({ demos, ownDemo, demoNow }, use) => use(await demos.get(ownDemo, demoNow)),
	// eslint-disable-next-line no-empty-pattern -- what a fixture needs is read from this pattern: nothing
	line: async ({}, use) => {
		const line = await new Line().open();
		await use(line);
		await line.close();
	},
	person: async ({ browser }, use) => {
		const complaints: string[] = [];
		const contexts: BrowserContext[] = [];
		await use(async (origin, options = LAPTOP) => {
			const context = await browser.newContext({ baseURL: origin, ...options });
			contexts.push(context);
			if (options.javaScriptEnabled !== false) context.on('page', waitForScript);
			watch(context, origin, complaints);
			return context.newPage();
		});
		for (const context of contexts) await context.close();
		expect(complaints, 'what no page may do').toEqual([]);
	}
});
export { expect };

/** A Medskick with a database of its own in a temporary folder; with the demo in it unless `env` says otherwise. */
export async function startMedskick(
	env: Record<string, string>
): Promise<{ medskick: MedskickProcess; signIn: Demo['signIn']; dispose(): Promise<void> }> {
	const folder = temporaryFolder();
	const isCopied = env.DEMO === undefined && env.DEMO_NOW === undefined;
	const firstOutput = isCopied ? copyDemo(folder) : '';
	const medskick = new MedskickProcess({ DATA_DIR: folder, ...env });
	await medskick.start();
	const signIn = signingIn((who) => (isCopied ? firstOutput : outputWith(medskick, new RegExp(`${who}.*\\n`))));
	const dispose = async () => {
		await medskick.stop();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	return { medskick, signIn, dispose };
}

/** Uses a sign-in link as people do: open it, press the button. */
export async function useLink(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await page.getByRole('main').getByRole('button').click();
	await expect(page).not.toHaveURL(/\/lank/);
}

/** Each printed link works once, so that the session is kept for the next test that signs in as the same person. */
function signingIn(printed: (who: string) => string | Promise<string>): Demo['signIn'] {
	const sessions = new Map<DemoPerson, Awaited<ReturnType<BrowserContext['cookies']>>>();
	return async (page, who) => {
		const known = sessions.get(who);
		if (known !== undefined) return page.context().addCookies(known);
		const name = DEMO_PEOPLE[who];
		await useLink(page, pathOfLink(await printed(name), name));
		sessions.set(who, await page.context().cookies());
	};
}

/** Without the origin, which is the first start's. */
const pathOfLink = (output: string, name: string): string =>
	new RegExp(`${name}\\b.*?http://[^/]+(/\\S+)`).exec(output)?.[1] ?? '';

/**
 * A page that a test has gone to is there when its script has taken it over. At that moment fields lose what is marked
 * in them, so that what is filled in just then stands behind what was there. `waitUntil` asks for the page before that.
 */
function waitForScript(page: Page): void {
	const go = page.goto.bind(page);
	page.goto = async (url, options) => {
		const response = await go(url, options);
		if (options?.waitUntil === undefined) await page.waitForFunction(isTakenOver);
		return response;
	};
}

/** SvelteKit adds its announcer last; pages without its script are as they are. */
const isTakenOver = (): boolean =>
	document.getElementById('svelte-announcer') !== null ||
	![...document.scripts].some((script) => script.textContent.includes('__sveltekit'));

/** Whatever a test is about: no error in a script, nothing that the content policy refuses, nothing from elsewhere. */
function watch(context: BrowserContext, origin: string, complaints: string[]): void {
	context.on('weberror', (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
	context.on('console', (message) => {
		if (/content security policy/i.test(message.text())) complaints.push(message.text());
	});
	context.on('request', (request) => {
		const { protocol, origin: asked } = new URL(request.url());
		if (protocol.startsWith('http') && asked !== origin) complaints.push(`Asked elsewhere: ${request.url()}`);
	});
}
