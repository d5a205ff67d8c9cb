import type { Route } from '@playwright/test';
import { expect, LAPTOP, PHONE, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { ask, choose, join, openMeeting, openQuestion } from '../support/meeting-hall.ts';
import { isSamePage, listenIn, rememberPage } from '../support/participants.ts';

test.use({ ownDemo: 'live' });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-3-hallbar-energi';
const PUBLIC = `/dialoger/${DIALOGUE}/moten/${MEETING}`;
const LED = `/arbetsyta/${DIALOGUE}/moten/${MEETING}/led`;
const QUESTION = 'Vad är viktigast att göra först?';
const FREE_TEXT = 'Hur märks det i byn?';
/** Stands only in an answer that no host lets through. */
const MARKER = 'fritextmarkor7c1e';
const ASKED = 'Vem betalar för att nätet byggs ut?';
/** Two sections of the text that the meeting is about, the second after the first. */
const FIRST = 'El som finns men inte når fram';
const SECOND = 'Flexibilitet och lagring';
/** On a machine that does nothing else it takes a fraction of it. */
const A_MOMENT = { timeout: 5_000 };

test('a meeting is held: a host, a projector, a phone and somebody without script', async ({ demo, person }) => {
	test.setTimeout(180_000);
	const host = await person(demo.origin, LAPTOP);
	const projector = await person(demo.origin, LAPTOP);
	const phone = await person(demo.origin, PHONE);
	const plain = await person(demo.origin, WITHOUT_SCRIPT);
	const heardByProjector = listenIn(projector);
	let code = '';

	await test.step('nobody is let in before the host has opened the meeting', async () => {
		await demo.signIn(host, 'host');
		await phone.goto(`${PUBLIC}/live`);
		await expect(phone.getByRole('main')).toContainText('Mötet pågår inte just nu');
		await expect(phone.getByRole('button', { name: 'Gå med i mötet' })).toHaveCount(0);
		await host.goto(PUBLIC);
		await host.getByRole('link', { name: 'Led mötet' }).click();
		await host.getByRole('button', { name: 'Öppna mötet' }).click();
		await expect(host.locator('.led-code')).toHaveText(/^[2-9A-HJKMNP-Z]{3} [2-9A-HJKMNP-Z]{3}$/);
		code = (await host.locator('.led-code').textContent()) ?? '';
	});

	await test.step('the projector shows the code, and the phone comes in by it', async () => {
		await projector.goto(`${PUBLIC}/scen`);
		await expect(projector.getByRole('main')).toContainText(code);
		await expect(projector.getByRole('img', { name: 'QR-kod' })).toBeVisible();
		await expect(projector.getByRole('banner')).toBeHidden();
		await phone.goto('/anslut');
		await phone.getByLabel('Mötets kod').fill('AAA AAA');
		await phone.getByRole('button', { name: 'Anslut till mötet' }).tap();
		await expect(phone.getByRole('alert')).toContainText('Koden leder inte till något möte som pågår.');
		await phone.getByLabel('Mötets kod').fill(code.toLowerCase());
		await phone.getByRole('button', { name: 'Anslut till mötet' }).tap();
		await expect(phone).toHaveURL(/\/live$/);
		await join(phone, { type: 'Kommun', organisation: 'Vindby kommun', name: 'Rut Ek' });
		await expect(phone.getByText('Du är med som Rut Ek, Vindby kommun.')).toBeVisible();
		await expect(host.getByText('1 har gått med')).toBeVisible();
		for (const page of [phone, projector, host]) await rememberPage(page);
	});

	await test.step('the phone goes where the meeting goes, and so does the projector', async () => {
		await host.getByRole('button', { name: 'Avsnittet', exact: true }).click();
		await host.getByRole('button', { name: `Gå dit: ${FIRST}` }).click();
		await expect(phone.locator('.live-section')).toContainText(FIRST, A_MOMENT);
		await expect(projector.locator('.stage-text')).toContainText(FIRST, A_MOMENT);
		await expect(phone.getByRole('status').filter({ hasText: `Nu diskuteras ${FIRST}` })).toBeAttached();
		await plain.goto(`${PUBLIC}/live`);
		await expect(plain.locator('.live-section')).toContainText(FIRST);
		await expect(plain.getByRole('link', { name: 'Läs i texten' })).toHaveAttribute('href', /\/underlag\/.+#b-/);
	});

	await test.step('who does not follow stays and is told where the meeting is', async () => {
		await phone.getByRole('checkbox', { name: 'Följ mötet' }).uncheck();
		await host.getByRole('button', { name: `Nästa avsnitt: ${SECOND}` }).click();
		await expect(phone.getByText(`Mötet har gått vidare till ${SECOND}.`)).toBeVisible();
		await expect(phone.locator('.live-section')).toContainText(FIRST);
		await phone.getByRole('button', { name: 'Gå dit' }).tap();
		await expect(phone.locator('.live-section')).toContainText(SECOND);
		await phone.getByRole('checkbox', { name: 'Följ mötet' }).check();
	});

	await test.step('a section is closed for inputs and opened again', async () => {
		await host.getByRole('button', { name: 'Stäng för synpunkter' }).click();
		await expect(phone.getByText('Avsnittet är stängt för synpunkter')).toBeVisible();
		await expect(phone.getByRole('link', { name: 'Tyck till om avsnittet' })).toHaveCount(0);
		await host.getByRole('button', { name: 'Öppna för synpunkter' }).click();
		await expect(phone.getByRole('link', { name: 'Tyck till om avsnittet' })).toBeVisible();
	});

	await test.step('a countdown is seen every second and heard once', async () => {
		await host.getByLabel('Minuter').fill('3');
		await host.getByRole('button', { name: 'Starta nedräkningen' }).click();
		await expect(phone.locator('.countdown-face')).toHaveText(/^[23]:\d\d$/);
		const said = phone.getByRole('status').filter({ hasText: 'Nedräkning har börjat: 3 minuter' });
		await expect(said).toBeAttached();
		const face = await phone.locator('.countdown-face').textContent();
		await expect(phone.locator('.countdown-face')).not.toHaveText(face ?? '');
		await expect(said).toHaveText('Nedräkning har börjat: 3 minuter');
		await host.getByRole('button', { name: 'Stoppa nedräkningen' }).click();
		await expect(phone.locator('.countdown-face')).toHaveCount(0);
	});

	await test.step('a quick question is asked, answered, changed, and shown on the wall', async () => {
		await openQuestion(host, 'Ett svar', QUESTION, ['Förstärk lokalnätet', 'Lagra värme']);
		await host.getByRole('button', { name: 'Snabbfrågan', exact: true }).click();
		await expect(projector.getByRole('heading', { name: QUESTION })).toBeVisible();
		await choose(phone, 'Förstärk lokalnätet', 'Skicka svaret');
		await expect(phone.getByText('Ditt svar är sparat.')).toBeVisible();
		await expect(projector.getByText('1 svar')).toBeVisible();
		await choose(phone, 'Lagra värme', 'Ändra svaret');
		await expect(projector.getByRole('table')).toHaveCount(0);
		await host.getByRole('button', { name: `Visa resultatet ${QUESTION}` }).click();
		await expect(projector.getByRole('row', { name: 'Lagra värme 1 100 %' })).toBeVisible();
		await expect(projector.getByText('1 svar')).toBeVisible();
		await host.getByRole('button', { name: `Stäng frågan ${QUESTION}` }).click();
		await expect(phone.getByRole('button', { name: 'Ändra svaret' })).toHaveCount(0);
	});

	await test.step('free text is not shown before the host has read it', async () => {
		await openQuestion(host, 'Kort fritext', FREE_TEXT);
		await host.getByRole('button', { name: `Visa resultatet ${FREE_TEXT}` }).click();
		await phone.getByLabel(FREE_TEXT).fill(MARKER);
		await phone.getByRole('button', { name: 'Skicka svaret' }).tap();
		await expect(host.getByText(MARKER)).toBeVisible();
		await host.getByRole('button', { name: 'Visa inte' }).click();
		await expect(host.getByText(MARKER)).toHaveCount(0);
	});

	await test.step('a question to the organiser waits for the host, and is taken up on stage', async () => {
		await ask(phone, ASKED);
		await expect(phone.getByText('Mötesledaren läser den innan andra ser den.')).toBeVisible();
		await plain.reload();
		await expect(plain.getByText(ASKED)).toHaveCount(0);
		await host.getByRole('button', { name: `Ta upp nu ${ASKED}` }).click();
		await host.getByRole('button', { name: 'Frågan till arrangören', exact: true }).click();
		await expect(projector.locator('.stage-asked')).toContainText(ASKED);
		await expect(projector.locator('.stage-asked')).toContainText('Vindby kommun');
		await plain.reload();
		await expect(plain.getByText(ASKED)).toBeVisible();
	});

	await test.step('somebody without script takes part too', async () => {
		await join(plain, { type: 'Privatperson' });
		await expect(plain.getByText('Du är med utan namn.')).toBeVisible();
		await plain.getByRole('button', { name: `Stöd frågan ${ASKED}` }).click();
		await expect(plain.getByRole('button', { name: `Du stöder frågan ${ASKED}` })).toBeVisible();
		await expect(phone.getByText('1 stöder')).toBeVisible();
	});

	await test.step('the code opens nothing when the meeting is closed', async () => {
		await host.getByText('Stäng mötet').first().click();
		await host.getByRole('button', { name: 'Stäng mötet' }).click();
		await expect(phone.getByText('Mötet är stängt')).toBeVisible();
		await expect(projector.getByText(code)).toHaveCount(0);
		await plain.goto('/anslut');
		await plain.getByLabel('Mötets kod').fill(code);
		await plain.getByRole('button', { name: 'Anslut till mötet' }).click();
		await expect(plain.getByRole('alert')).toContainText('Koden leder inte till något möte som pågår.');
	});

	for (const page of [phone, projector]) expect(await isSamePage(page)).toBe(true);
	expect(await heardByProjector()).not.toContain(MARKER);
});

test('those who do not lead the meeting are not let in to lead it', async ({ demo, person }) => {
	const stranger = await person(demo.origin);
	expect((await stranger.goto(LED))?.status()).toBe(401);
	const officer = await person(demo.origin);
	await demo.signIn(officer, 'officer');
	expect((await officer.goto(LED))?.status()).toBe(403);
});

test('a link that is pressed while news come in leads where it says', async ({ demo, person }) => {
	const [host, phone] = [await person(demo.origin, LAPTOP), await person(demo.origin, PHONE)];
	await demo.signIn(host, 'host');
	await openMeeting(host, LED);
	await phone.goto(`${PUBLIC}/live`);
	await join(phone, { type: 'Privatperson' });
	await expect(host.getByText('1 har gått med')).toBeVisible();
	// The other page takes its time, and meanwhile the host's page hears that somebody has asked something.
	const slowly = async (route: Route) => {
		await ask(phone, ASKED);
		await expect(phone.getByText('Mötesledaren läser den innan andra ser den.')).toBeVisible();
		await host.waitForTimeout(1_500);
		await route.continue();
	};
	await host.route('**/tal/__data.json*', slowly, { times: 1 });
	await host.getByRole('link', { name: 'Anteckna vad som sägs' }).click();
	await expect(host).toHaveURL(/\/tal$/);
	await expect(host.getByLabel('Vem säger det')).toBeVisible();
});
