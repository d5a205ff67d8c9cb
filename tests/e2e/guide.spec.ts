import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/access.ts';
import { expect, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { createDialogue, grantRole } from '../support/staff.ts';

const TITLE = 'Program för smart specialisering 2034';
const LEAD = { email: 'tove.granlid@mittfjall.example.org', name: 'Tove Granlid', role: 'Processledare' };

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
const saveAndGoOn = (page: Page) => page.getByRole('button', { name: 'Spara och gå vidare' }).click();
const stateOf = (page: Page, step: string) =>
	page.getByRole('navigation', { name: 'Guidens steg' }).getByRole('listitem').filter({ hasText: step });

test('from a template to an open dialogue, left in the middle and finished without JavaScript', async ({
	demo,
	person
}) => {
	test.setTimeout(240_000);
	const administrator = await person(demo.origin);
	const lead = await person(demo.origin);
	const later = await person(demo.origin, WITHOUT_SCRIPT);

	await test.step('the administrator chooses a template and who leads', async () => {
		await demo.signIn(administrator, 'administrator');
		await createDialogue(administrator, { title: TITLE, slug: 'program-2034', type: 'Smart specialisering' });
		await grantRole(administrator, LEAD);
	});

	await test.step('the process lead finds the guide where the template leaves off', async () => {
		await demo.signIn(lead, 'lead');
		await lead.goto('/arbetsyta/program-2034');
		await lead.getByRole('link', { name: 'Förbered dialogen i guiden, 2 av 7 steg är klara' }).click();
		await heading(lead, 'Skeden');
		await expect(stateOf(lead, 'Uppdrag och sammanhang')).toContainText('Klart');
		await expect(stateOf(lead, 'Konsultation med samiska företrädare')).toContainText('Behövs för att öppna');
		await expectAccessible(lead, 'guide: phases suggested by the template');
	});

	await test.step('goes back to change what the template said', async () => {
		await lead.getByRole('link', { name: 'Tillbaka till Uppdrag och sammanhang' }).click();
		await expect(lead.getByLabel('Lagstöd')).toHaveValue(/2010:630[^]*2017:583[^]*2022:66/);
		await expect(lead.getByLabel('Hänger ihop med')).toHaveValue(/Regionalfondsprogrammet Mellersta Norrland/);
		await lead.getByLabel('Diarienummer').fill('RUN 2033/1');
		await expectAccessible(lead, 'guide: mandate');
		await lead.getByRole('link', { name: 'Tillbaka till Vad dialogen handlar om' }).click();
		await expect(lead.getByLabel('Dialogens namn')).toHaveValue(TITLE);
		await expectAccessible(lead, 'guide: about');
		await saveAndGoOn(lead);
		await heading(lead, 'Uppdrag och sammanhang');
		await saveAndGoOn(lead);
		await heading(lead, 'Skeden');
	});

	await test.step('is told of a beginning that is missing, keeps one phase and leaves', async () => {
		await lead.getByLabel('Slutar').nth(1).fill('2033-05-31');
		await saveAndGoOn(lead);
		await expect(lead.getByRole('alert')).toContainText('Ange också när skedet börjar.');
		await expect(lead.getByLabel('Namn').nth(5)).toHaveValue('Mobilisera');
		for (let row = 1; row < 7; row++) await lead.getByLabel('Namn').nth(row).fill('');
		await lead.getByLabel('Börjar').first().fill('2033-01-15');
		await lead.getByRole('button', { name: 'Spara och fortsätt senare' }).click();
		await expect(lead).toHaveURL(/\/arbetsyta\/program-2034$/);
		await expect(lead.getByRole('main')).toContainText('3 av 7 steg är klara');
	});

	await test.step('another day, without JavaScript, goes on with the areas', async () => {
		await demo.signIn(later, 'lead');
		await later.goto('/arbetsyta/program-2034/guide');
		await heading(later, 'Prioriterade områden');
		await later.getByLabel('Kod').fill('ENE');
		await later.getByLabel('Namn').fill('Hållbar energi');
		await later.getByLabel('Kallas också').fill('Energi');
		await later.getByRole('button', { name: 'Lägg till området' }).click();
		await expect(later.getByRole('main')).toContainText('ENE Hållbar energi');
		await later.getByRole('link', { name: 'Vidare till Kontakt' }).click();
		await later.getByLabel('Kontaktadress för dialogen').fill('dialog@example.org');
		await saveAndGoOn(later);
		await heading(later, 'Konsultation med samiska företrädare');
	});

	await test.step('cannot open before the mandatory question is answered', async () => {
		await later.getByRole('link', { name: 'Hoppa till Öppna dialogen utan att spara' }).click();
		await expect(later.getByRole('button', { name: 'Öppna dialogen' })).toHaveCount(0);
		await lead.goto('/arbetsyta/program-2034/guide/oppna');
		await expectAccessible(lead, 'guide: something is missing');
		await later
			.getByRole('main')
			.getByRole('link', { name: 'Konsultation med samiska företrädare', exact: true })
			.first()
			.click();
		await later.getByRole('radio', { name: 'Nej' }).check();
		await saveAndGoOn(later);
		await expect(later.getByRole('alert')).toContainText('Skriv varför ni bedömer det så.');
		await later.getByLabel('Varför bedömer ni det så?').fill('Programmet rör inte renskötseln.');
		await later.getByLabel('Vem har bestämt det?').fill('Områdeschefen');
		await saveAndGoOn(later);
	});

	await test.step('opens it, and everybody can read what it says', async () => {
		await lead.goto('/arbetsyta/program-2034/guide/oppna');
		await expectAccessible(lead, 'guide: ready to open');
		await later.getByRole('button', { name: 'Öppna dialogen' }).click();
		await expect(later).toHaveURL(/\/arbetsyta\/program-2034$/);
		const reader = await person(demo.origin);
		await reader.goto('/dialoger/program-2034');
		for (const words of [TITLE, 'Hållbar energi', 'Forma', 'dialog@example.org', 'Programmet rör inte renskötseln.'])
			await expect(reader.getByRole('main')).toContainText(words);
	});
});
