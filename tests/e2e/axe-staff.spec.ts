import { eachOf, expectAccessible, inParts, partName } from '../support/access.ts';
import { expect, PHONE, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { OPEN_TEXT, send } from '../support/commenting.ts';
import { openEditor } from '../support/staff.ts';

// Looking at a page four times takes its time on a busy machine.
test.describe.configure({ timeout: 180_000 });

const WORK = '/arbetsyta/smart-specialisering-2027-2033';
const MEETING = 'moten/omgang-3-jord-skog-och-vatten';
const COMPANY = { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' };

test.describe('every page for staff can be used by everybody', () => {
	const pages = {
		lead: [
			'/arbetsyta',
			WORK,
			...['dokument', 'nytt-dokument', 'dokument/hallbar-energi', 'dokument/hallbar-energi/importera'],
			...['samrad', 'nytt-samrad', 'omraden', 'skeden', 'skal', 'installningar', 'roller', 'stallningstaganden'],
			...['nyheter', 'nasta-steg', 'guide/oppna'],
			...['moten', 'moten/nytt?omgang=3', 'moten/lokaler', 'moten/uppringning', 'moten/omgangar/ny'],
			...['', '/program', '/kopiera?forsta=2027-02-10'].map((part) => `moten/omgangar/2${part}`),
			...['', '/program', '/uppdrag', '/lank', '/led', '/tal', '/anteckningar'].map((part) => MEETING + part),
			...['/deltagare', '/deltagare/statistik', '/incheckning', '/namnskyltar'].map((part) => MEETING + part),
			...['anmalningar', 'anmalningar/3', 'anmalningar/3/ny', `anmalningar/${MEETING}`],
			...['inbjudningar', 'inbjudningar/listor', 'inbjudningar/paminnelser'],
			...['', '?ko=behover-ses', '?ko=sakerhet', '?ko=visas', '?ko=visas-inte', '?ko=alla'].map(
				(ko) => `moderering${ko}`
			)
		],
		host: [`${MEETING}/deltagare/behov`],
		administrator: ['/arbetsyta/ny', '/arbetsyta/region', '/arbetsyta/systemet', '/arbetsyta/systemet/konton']
	};
	for (const who of ['lead', 'host', 'administrator'] as const) {
		for (const paths of inParts(pages[who].map((one) => (one.startsWith('/') ? one : `${WORK}/${one}`)))) {
			test(partName(paths), async ({ demo, person }) => {
				const page = await person(demo.origin);
				await demo.signIn(page, who);
				await eachOf(paths, page, (path) => expectAccessible(page, path));
			});
		}
	}
});

test('the desk with a point open and each of its forms unfolded', async ({ demo, person }) => {
	const sender = await person(demo.origin);
	await sender.goto(OPEN_TEXT);
	await expect(sender.getByText('läser nu')).toBeVisible();
	await sender.getByRole('link', { name: 'Tyck till om hela texten' }).click();
	await send(sender, { kind: 'Fråga', text: 'Väntar på granskning för bordets skull.', from: COMPANY });
	const page = await person(demo.origin);
	await demo.signIn(page, 'lead');
	await page.goto(`${WORK}/moderering`);
	await page.getByRole('link', { name: 'Väntar på granskning för bordets skull.' }).click();
	await expect(page.locator('#synpunkt')).toBeVisible();
	await expectAccessible(page, 'point at the desk');
	for (const command of ['decline', 'mask', 'security']) {
		await page.locator(`[data-command="${command}"]`).click();
		await expectAccessible(page, `desk: ${command}`);
	}
	await page.getByRole('button', { name: 'Kortkommandon' }).click();
	await expectAccessible(page, 'desk: keyboard help', ['wide']);
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Godkänn och visa' }).click();
	await expect(page.getByRole('region', { name: 'Senaste beslut' })).toBeVisible();
	await expectAccessible(page, 'desk: after a decision', ['wide']);
});

test('the editor, its dialogs, and assessing one point', async ({ demo, person }) => {
	const page = await person(demo.origin);
	await demo.signIn(page, 'lead');
	await openEditor(page, `${WORK}/dokument/hallbar-energi`);
	await expectAccessible(page, 'editor');
	await page.locator('.editor-text').press('Alt+F1');
	await expect(page.getByRole('dialog')).toBeVisible();
	await expectAccessible(page, 'editor: keyboard help', ['wide']);
	await page.goto(`${WORK}/stallningstaganden`);
	await page
		.getByRole('link', { name: /^Ta ställning till synpunkten/ })
		.first()
		.click();
	await expect(page.getByLabel('Motivering eller svar')).toBeVisible();
	await expectAccessible(page, 'assessing one point');
});

test('one mailing, one list of recipients, and one registration', async ({ demo, person }) => {
	const page = await person(demo.origin);
	await demo.signIn(page, 'lead');
	// Ids begin with the time they were made at, and that with a nought.
	const firstOf = (path: string) => page.getByRole('main').locator(`a[href^="${WORK}/${path}/0"]`).first();
	const opened: [from: string, path: string][] = [
		['inbjudningar', 'inbjudningar'],
		['inbjudningar/listor', 'inbjudningar/listor'],
		['anmalningar/3', 'anmalningar/anmalan']
	];
	for (const [from, path] of opened) {
		await page.goto(`${WORK}/${from}`);
		await firstOf(path).click();
		await expect(page).toHaveURL(new RegExp(`${path}/[0-9a-f-]{36}$`));
		await expect(page.locator('h1')).toBeVisible();
		await expectAccessible(page, `one of ${path}`);
	}
});

test.describe('the menu of the workspace', () => {
	test('takes one line on a phone, says where one is, and unfolds from the keyboard', async ({ demo, person }) => {
		const page = await person(demo.origin, PHONE);
		await demo.signIn(page, 'lead');
		await page.goto(`${WORK}/moten`);
		const menu = page.getByRole('navigation', { name: 'Arbetsytans meny' });
		const handle = menu.getByText('Arbetsytans meny: Möten');
		const link = menu.getByRole('link', { name: 'Anmälningar' });
		await expect(handle).toBeVisible();
		await expect(link).toBeHidden();
		expect((await menu.boundingBox())?.height).toBeLessThan(60);
		await handle.focus();
		await page.keyboard.press('Enter');
		await expect(link).toBeVisible();
		await expectAccessible(page, 'the menu unfolded', ['phone']);
		await link.click();
		await expect(menu.getByText('Arbetsytans meny: Anmälningar')).toBeVisible();
		await expect(link).toBeHidden();
		// A page that stands elsewhere belongs to what leads to it.
		await page.goto(`${WORK}/skeden`);
		await expect(menu.getByText('Arbetsytans meny: Inställningar')).toBeVisible();
	});

	test('works without a script, and lies open where there is room', async ({ demo, person }) => {
		const page = await person(demo.origin, { ...WITHOUT_SCRIPT, ...PHONE });
		await demo.signIn(page, 'lead');
		await page.goto(`${WORK}/moten`);
		const menu = page.getByRole('navigation', { name: 'Arbetsytans meny' });
		const link = menu.getByRole('link', { name: 'Anmälningar' });
		await menu.getByText('Arbetsytans meny: Möten').click();
		await link.click();
		await expect(menu.getByText('Arbetsytans meny: Anmälningar')).toBeVisible();
		await page.setViewportSize({ width: 1280, height: 800 });
		await expect(menu.getByText('Arbetsytans meny: Anmälningar')).toBeHidden();
		await expect(link).toBeVisible();
		await expect(link).toHaveAttribute('aria-current', 'page');
	});
});
