import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/access.ts';
import { expect, startMedskick, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { bytes, postfixReport } from '../support/delivery-reports.ts';
import { startMailbox } from '../support/mailbox.ts';

const WORK = '/arbetsyta/smart-specialisering-2027-2033';
const [ANNA, BO, GONE, CIA] = ['anna.inbjuden', 'bo.inbjuden', 'finns.inte', 'cia.inbjuden'].map(
	(who) => `${who}@example.org`
) as [string, string, string, string];
const CSV = `e-post;namn;organisation;typ;kommun\n${GONE};Finns Inte;;;\n${CIA};Cia Ceder;Byföreningen;Förening;Åre\n${ANNA};;;;\nfel;;;;`;

const card = (page: Page, title: string) => page.locator('.card').filter({ hasText: title });
const press = (page: Page, name: string | RegExp) =>
	page.getByRole('main').getByRole('button', { name }).last().click();
const row = (page: Page, email: string) => page.getByRole('row').filter({ hasText: email });
const reload = (page: Page) => async () => {
	await page.reload();
	return page.getByRole('main').innerText();
};

test('an invitation: a list from paste and file, sent at a pace, paused, answered, refused, bounced, and what follows', async ({
	person
}) => {
	test.setTimeout(300_000);
	const mailbox = await startMailbox({ refused: [GONE] });
	const { medskick, signIn, dispose } = await startMedskick({ SMTP_URL: mailbox.url });
	const lead = await person(medskick.origin);
	await signIn(lead, 'lead');
	const [anna, bo] = [await person(medskick.origin, WITHOUT_SCRIPT), await person(medskick.origin)];
	let meeting = '';

	await test.step('a newcomer finds one that has gone out, with what came of it', async () => {
		await lead.goto(`${WORK}/inbjudningar`);
		await lead.getByRole('table').getByRole('link').first().click();
		for (const said of ['Skickat', 'Mejlservern sa nej', 'Anmäld', 'Har tackat nej till fler'])
			await expect(lead.getByRole('table')).toContainText(said);
		await expectAccessible(lead, 'a mailing that has gone out');
	});

	await test.step('addresses are pasted and read from a file, told line by line before they are kept', async () => {
		await lead.goto(`${WORK}/inbjudningar/listor`);
		await lead.getByLabel('Listans namn').fill('Byföreningar');
		await press(lead, 'Skapa lista');
		await lead.getByLabel('Klistra in adresser').fill(`${ANNA}\n${BO}\n${ANNA}\ningen adress`);
		await press(lead, 'Granska adresserna');
		await expect(lead.getByRole('main')).toContainText('2 av 4 rader kan läggas till.');
		await expect(row(lead, 'ingen adress')).toContainText('Ingen e-postadress');
		await expectAccessible(lead, 'the report of a list');
		await press(lead, 'Spara 2 adresser');
		const file = { name: 'adresser.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
		await lead.getByLabel('Eller välj en CSV-fil').setInputFiles(file);
		await press(lead, 'Granska adresserna');
		await expect(lead.getByRole('main')).toContainText('2 av 4 rader kan läggas till.');
		await expect(lead.getByRole('table').first()).toContainText('Adressen finns redan i listan');
		await press(lead, 'Spara 2 adresser');
		await expect(lead.getByRole('main')).toContainText('Adresserna är sparade: 2.');
	});

	await test.step('a letter begins with the template, and staff see to whom it would go', async () => {
		await lead.goto(`${WORK}/inbjudningar`);
		const rounds = lead.getByLabel('Omgång eller möte');
		const its = await rounds
			.locator('option')
			.filter({ hasText: 'Till mötet Hållbar energi' })
			.last()
			.getAttribute('value');
		meeting = its?.split('/')[1] ?? '';
		await rounds.selectOption('3');
		await press(lead, 'Skapa utkast');
		await expect(lead.getByLabel('Text', { exact: true })).toHaveValue(/Hållbar energi: .* kl\.\s/);
		for (const box of ['Tidigare deltagare i dialogen', 'Organisationer', 'Byföreningar'])
			await lead.getByLabel(box, { exact: true }).check();
		await lead.getByText('Begränsa organisationer efter typ och kommun').click();
		await lead.getByLabel('Kommun', { exact: true }).check();
		await lead.getByLabel('Åre', { exact: true }).check();
		await press(lead, 'Spara utkast');
		await expect(lead.getByRole('main')).toContainText(/Går till \d+ adresser/);
		await expectAccessible(lead, 'a letter that is written');
		for (const box of ['Tidigare deltagare i dialogen', 'Organisationer'])
			await lead.getByLabel(box, { exact: true }).uncheck();
		await lead.getByLabel('Brev per minut').fill('12');
		await press(lead, 'Spara utkast');
		await expect(lead.getByRole('main')).toContainText('Går till 4 adresser');
	});

	await test.step('it goes out at its pace, waits while it is paused and goes on', async () => {
		await press(lead, 'Skicka till 4 adresser');
		await press(lead, 'Pausa utskicket');
		await expect(lead.getByRole('main')).toContainText('Utskicket är pausat.');
		await expect(lead.getByRole('table')).toContainText('Väntar på sin tur');
		await press(lead, 'Fortsätt utskicket');
		await expect(lead.getByRole('button', { name: 'Pausa utskicket' })).toBeVisible();
		await expect.poll(reload(lead), { timeout: 60_000 }).toContain('Mejlservern sa nej');
		await expect.poll(reload(lead), { timeout: 60_000 }).not.toContain('Väntar på sin tur');
		await expect(row(lead, GONE)).toContainText('Mejlservern sa nej');
	});

	await test.step('one comes back later, and staff hand in the mail that says so', async () => {
		const { messageId = '' } = await mailbox.emailTo(CIA, '/anmalan/3');
		const report = postfixReport({ to: CIA, messageId: messageId.replace(/[<>]/g, '') });
		await expect(row(lead, CIA)).toContainText('Skickat');
		await lead.getByText('Läs in studsar').first().click();
		await press(lead, 'Läs in studsar');
		await expect(lead.getByRole('main')).toContainText('Välj en eller flera filer.');
		await lead.getByLabel('Sparade studsar').setInputFiles([
			{ name: 'studs.eml', mimeType: 'message/rfc822', buffer: Buffer.from(bytes(report)) },
			{ name: 'hej.eml', mimeType: 'message/rfc822', buffer: Buffer.from('Subject: Hej\n\nHej\n') }
		]);
		await press(lead, 'Läs in studsar');
		await expect(lead.getByRole('main')).toContainText(`Brevet till ${CIA} kom inte fram.`);
		await expect(lead.getByRole('main')).toContainText('Filen är ett annat slags mejl och inte en studs.');
		await expect(row(lead, CIA)).toContainText('Mejlservern sa nej');
		await expectAccessible(lead, 'what came of files that were handed in');
	});

	await test.step('whoever gets it, or has it passed on, registers by a link that knows nobody', async () => {
		const letter = await mailbox.letterTo(ANNA, '/anmalan/3');
		const link = /http\S+\/anmalan\/3/.exec(letter)?.[0] ?? '';
		await anna.setViewportSize({ width: 360, height: 740 });
		await anna.goto(link);
		expect(new URL(anna.url()).search).toBe('');
		await expect(anna.getByLabel('Ni får bjuda in mig till andra dialoger')).not.toBeChecked();
		await anna.getByLabel('För- och efternamn').fill('Anna Andersson');
		await anna.getByLabel('E-postadress').fill(ANNA);
		await anna.getByLabel('Typ av organisation').selectOption('Privatperson');
		await card(anna, 'Hållbar energi').getByLabel('I lokalen, eller på väntelista om den blir full').check();
		await press(anna, 'Granska anmälan');
		await press(anna, 'Skicka anmälan');
		await mailbox.letterTo(ANNA, 'Vi har tagit emot din anmälan');
	});

	await test.step('another says no for good, with a button and not by opening the link', async () => {
		const letter = await mailbox.letterTo(BO, '/inbjudan/avsta');
		await bo.goto(/http\S+\/inbjudan\/avsta\S+/.exec(letter)?.[0] ?? '');
		await expectAccessible(bo, 'saying no');
		await press(bo, 'Skicka inga fler inbjudningar');
		await expect(bo.getByRole('heading', { level: 1 })).toHaveText('Du får inga fler inbjudningar');
		await lead.reload();
		await expect(row(lead, ANNA)).toContainText('Anmäld');
		await expect(row(lead, BO)).toContainText('Har tackat nej till fler');
		await lead.goto(`${WORK}/inbjudningar/listor`);
		await lead.getByRole('link', { name: 'Byföreningar' }).click();
		await expect(row(lead, BO)).toContainText('Vill inte ha inbjudningar');
	});

	await test.step('a reminder is asked for, and is for the days before', async () => {
		await lead.goto(`${WORK}/inbjudningar/paminnelser`);
		const its = card(lead, 'Hållbar energi').last();
		await its.getByLabel('Dagar före mötet').fill('15');
		await its.getByRole('button').click();
		await expect(lead.getByRole('main')).toContainText('1 till 14');
		await its.getByLabel('Dagar före mötet').fill('3');
		await its.getByRole('button').click();
		await expect(lead.getByRole('main')).toContainText('Påminnelsen är sparad.');
		await expectAccessible(lead, 'reminders');
	});

	await test.step('the room is lost: everybody goes over to the link, and hears of it once', async () => {
		await lead.goto(`${WORK}/moten/${meeting}`);
		await lead.getByRole('link', { name: 'Flytta mötet till länk' }).click();
		await expect(lead.getByRole('main')).toContainText('med plats i lokalen flyttas till länken.');
		await expectAccessible(lead, 'a meeting that is moved to the link');
		await lead.getByLabel('Länk till mötet').fill('https://moten.example.org/nytt-rum');
		await lead.getByLabel('Antal platser via länk').fill('');
		await press(lead, 'Flytta mötet till länk');
		await expect(lead.getByRole('main')).toContainText('Mötet hålls nu via länk.');
		const letter = await mailbox.letterTo(ANNA, 'https://moten.example.org/nytt-rum');
		expect(letter).toContain('Anna Andersson: Deltar via länk');
		expect(mailbox.count(ANNA, 'https://moten.example.org/nytt-rum')).toBe(1);
	});

	await test.step('and it is cancelled, which they hear too', async () => {
		await lead.goto(`${WORK}/moten/${meeting}`);
		await lead.getByText('Ställ in mötet').first().click();
		await lead.getByLabel('Varför ställs mötet in?').fill('Föreläsaren är sjuk.');
		await press(lead, 'Ställ in mötet');
		expect(await mailbox.letterTo(ANNA, 'är inställt')).toContain('Föreläsaren är sjuk.');
	});

	await dispose();
	await mailbox.close();
});
