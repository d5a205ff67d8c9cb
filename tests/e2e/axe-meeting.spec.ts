import { expectAccessible } from '../support/access.ts';
import { expect, LAPTOP, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { choose, join, openQuestion } from '../support/meeting-hall.ts';

test.use({ ownDemo: 'axe-meeting' });

// Looking at a page four times takes its time on a busy machine.
test.describe.configure({ timeout: 300_000 });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-3-hallbar-energi';
const PUBLIC = `/dialoger/${DIALOGUE}/moten/${MEETING}`;
const WORK = `/arbetsyta/${DIALOGUE}/moten/${MEETING}`;
const SECTION = 'El som finns men inte når fram';
const QUESTION = 'Vad är viktigast att göra först?';
const ASKED = 'Vem betalar för att nätet byggs ut?';

test('a meeting in progress can be followed, shown on a wall and led by everybody, whatever goes on in it', async ({
	demo,
	person
}) => {
	const [host, reader] = [await person(demo.origin, LAPTOP), await person(demo.origin, LAPTOP)];
	const stage = await person(demo.origin, LAPTOP);
	await demo.signIn(host, 'host');
	await host.goto(`${WORK}/led`);
	await host.getByRole('button', { name: 'Öppna mötet' }).click();
	await expect(host.locator('.led-code')).toBeVisible();
	const show = (scene: string) => host.getByRole('button', { name: scene, exact: true }).click();
	await stage.goto(`${PUBLIC}/scen`);
	await expect(stage.locator('.stage-code')).toBeVisible();
	await expectAccessible(stage, 'stage: the code');

	await reader.goto('/anslut');
	await reader.getByLabel('Mötets kod').fill('AAA AAA');
	await reader.getByRole('button', { name: 'Anslut till mötet' }).click();
	await expect(reader.getByRole('alert')).toBeVisible();
	await expectAccessible(reader, 'a code that leads nowhere');
	await reader.goto(`${PUBLIC}/live`);
	await expectAccessible(reader, 'live: joining');
	await join(reader, { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' });

	await show('Avsnittet');
	await host.getByRole('button', { name: `Gå dit: ${SECTION}` }).click();
	await host.getByLabel('Minuter').fill('10');
	await host.getByRole('button', { name: 'Starta nedräkningen' }).click();
	await host.getByRole('button', { name: 'Stäng för synpunkter' }).click();
	await expect(host.getByRole('button', { name: 'Öppna för synpunkter' })).toBeVisible();
	await openQuestion(host, 'Ett svar', QUESTION, ['Förstärk lokalnätet', 'Lagra värme']);
	await openQuestion(host, 'Skala 1–5', 'Hur tydligt är målet?');
	await openQuestion(host, 'Rangordna tre', 'Vilka tre först?', ['Nät', 'Värme', 'Vind', 'Sol']);
	await openQuestion(host, 'Kort fritext', 'Hur märks det i byn?');
	await openQuestion(host, 'Ordlista', 'Med tre ord?');
	await choose(reader, 'Lagra värme', 'Skicka svaret');
	await expect(reader.getByText('Ditt svar är sparat.')).toBeVisible();
	const inWords = reader.locator('form', { has: reader.getByLabel('Hur märks det i byn?') });
	await inWords.getByRole('textbox').fill('Det blir ljust.');
	await inWords.getByRole('button', { name: 'Skicka svaret' }).click();
	await reader.getByText('Ställ en fråga').click();
	await reader.getByLabel('Din fråga').fill(ASKED);
	await reader.getByRole('button', { name: 'Skicka frågan' }).click();
	await expect(stage.locator('.stage-text')).toContainText(SECTION);
	await expectAccessible(stage, 'stage: a section');
	await expectAccessible(reader, 'live: everything open');

	await host.getByRole('button', { name: `Visa resultatet ${QUESTION}` }).click();
	await host.getByRole('button', { name: `Ta upp nu ${ASKED}` }).click();
	await host.getByText('Stäng mötet').first().click();
	await expectAccessible(host, 'led: everything open');
	for (const [scene, shown] of [
		['Valda synpunkter', 'Inga synpunkter är valda.'],
		['Snabbfrågan', 'Med tre ord?'],
		['Frågan till arrangören', ASKED]
	] as const) {
		await show(scene);
		await expect(stage.getByText(shown)).toBeVisible();
		await expectAccessible(stage, `stage: ${scene}`);
	}
	await expect(reader.getByRole('row', { name: 'Lagra värme 1 100 %' })).toBeVisible();
	await reader.getByRole('checkbox', { name: 'Följ mötet' }).uncheck();
	await host.getByRole('button', { name: 'Nästa avsnitt' }).click();
	await expect(reader.getByRole('button', { name: 'Gå dit' })).toBeVisible();
	await expectAccessible(reader, 'live: results, and the meeting elsewhere');

	await host.getByRole('button', { name: 'Stäng mötet' }).click();
	for (const page of [reader, stage]) {
		await expect(page.getByText('Mötet är stängt')).toBeVisible();
		await expectAccessible(page, 'closed');
	}
	await expectAccessible(host, 'led: closed');
});

test('a question without script, and a meeting that is cancelled', async ({ demo, person }) => {
	const meeting = `/dialoger/${DIALOGUE}/moten/omgang-3-digitala-losningar`;
	const lead = await person(demo.origin, LAPTOP);
	await demo.signIn(lead, 'lead');
	await lead.goto(meeting.replace('/dialoger/', '/arbetsyta/') + '/led');
	await lead.getByRole('button', { name: 'Öppna mötet' }).click();
	await openQuestion(lead, 'Flera svar', QUESTION, ['Fiber', 'Mobil']);
	const plain = await person(demo.origin, WITHOUT_SCRIPT);
	await plain.goto(`${meeting}/live`);
	await join(plain, { type: 'Privatperson' });
	await plain.getByRole('button', { name: 'Skicka svaret' }).click();
	await expect(plain.getByRole('alert')).toContainText('Välj minst ett svar.');
	const reader = await person(demo.origin, LAPTOP);
	await reader.goto(`${meeting}/live`);
	await expect(reader.getByRole('button', { name: 'Gå med i mötet' })).toBeVisible();

	await lead.goto(meeting.replace('/dialoger/', '/arbetsyta/'));
	await lead.getByText('Ställ in mötet').first().click();
	await lead.getByLabel('Varför ställs mötet in?').fill('Snöstorm.');
	await lead.getByRole('button', { name: 'Ställ in mötet' }).click();
	await expect(reader.getByText('Mötet är inställt. Snöstorm.')).toBeVisible();
	await expect(reader.getByRole('button', { name: 'Gå med i mötet' })).toHaveCount(0);
	await expectAccessible(reader, 'live: cancelled');
	await reader.goto(`${meeting}/scen`);
	await expect(reader.getByText('Snöstorm.')).toBeVisible();
	await expectAccessible(reader, 'stage: cancelled');
});

test('the notes of a meeting while they are written, and when they are closed', async ({ demo, person }) => {
	const home = `/arbetsyta/${DIALOGUE}/moten/omgang-3-upplevelser/anteckningar`;
	const page = await person(demo.origin, LAPTOP);
	await demo.signIn(page, 'lead');
	await page.goto(home);
	await page.getByRole('button', { name: 'Börja anteckna' }).click();
	await expect(page.locator('.ProseMirror')).toContainText('Nästa steg');
	for (const fold of ['Visa för deltagarna', 'Stäng anteckningarna']) await page.getByText(fold).first().click();
	await page.getByLabel('Ta emot synpunkter till och med').fill('i morgon');
	await expectAccessible(page, 'notes: written');
	await page.getByRole('button', { name: 'Stäng anteckningarna' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await expectAccessible(page, 'notes: a day that is none', ['wide']);
	await page.getByLabel('Ta emot synpunkter till och med').fill('');
	await page.getByRole('button', { name: 'Stäng anteckningarna' }).click();
	await expect(page.getByText('Anteckningarna är stängda.')).toBeVisible();
	await expectAccessible(page, 'notes: closed');
});
