import type { Page } from '@playwright/test';
import { qrCode } from '../../src/lib/meeting-live/qr.ts';
import { expect, LAPTOP, PHONE, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { fillForm, formIn, OPEN_TEXT, OPEN_TEXT_WHOLE, pointWith, send, unfold } from '../support/commenting.ts';
import { ask, choose, hearAloud, join, openQuestion } from '../support/meeting-hall.ts';
import { isSamePage, listenIn, rememberPage } from '../support/participants.ts';
import { approve } from '../support/staff.ts';

/** Three minutes before the meeting is to begin, while the dialogue takes inputs. */
test.use({ demoNow: '2026-09-22T13:12:00+02:00' });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-2-hallbar-energi';
const PUBLIC = `/dialoger/${DIALOGUE}/moten/${MEETING}`;
const DESK = `/arbetsyta/${DIALOGUE}/moderering`;
/** Two sections of the text that the meeting is about, the second after the first. */
const FIRST = 'El som finns men inte når fram';
const SECOND = 'Flexibilitet och lagring';
const QUESTION = 'Vad är viktigast att göra först?';
const LATER = 'Räcker tiden till 2030?';
const ASKED = 'Vem betalar för att nätet byggs ut?';
const BY_PHONE = 'Nätet måste förstärkas norr om sjön.';
const OFFLINE = 'Batterier i byarna, skrivet utan täckning.';
/** Sent, and let through by nobody. */
const HELD = 'Vänder sig mot grannen. kvarhallen5b2d';
const SPOKEN = 'Kommunen har bett om anslutning sedan i fjol.';

/**
 * Moves a page's clock until so many seconds are left, at most. A page that hears from the server meanwhile goes by the
 * server's clock again, which has not been moved.
 */
async function countDownTo(page: Page, seconds: number): Promise<void> {
	const left = async () => {
		const [minutes = 0, rest = 0] = ((await page.locator('.countdown-face').textContent()) ?? '')
			.split(':')
			.map(Number);
		return 60 * minutes + rest;
	};
	await expect(async () => {
		const now = await left();
		if (now > seconds) await page.clock.fastForward((now - seconds) * 1000);
		expect(await left()).toBeLessThanOrEqual(seconds);
	}).toPass({ timeout: 20_000 });
}

const MINUTES = { start: 'Nedräkning har börjat: 10 minuter', last: 'En minut kvar', end: 'Tiden är ute' };

test('a whole meeting: a host, a projector, a phone, somebody without script and somebody who loses the connection', async ({
	demo,
	line,
	person
}) => {
	// Seven browsers on a busy machine; alone it takes less than a minute.
	test.setTimeout(240_000);
	const host = await person(demo.origin, LAPTOP);
	const projector = await person(demo.origin, { viewport: { width: 1920, height: 1080 } });
	const phone = await person(demo.origin, PHONE);
	const plain = await person(demo.origin, WITHOUT_SCRIPT);
	const laptop = await person(demo.origin, { ...LAPTOP, proxy: line.proxy });
	// Whoever reads what comes in sits elsewhere.
	const moderator = await person(demo.origin, LAPTOP);
	const heardByProjector = listenIn(projector);
	const led = { goTo: (heading: string) => host.getByRole('button', { name: `Gå dit: ${heading}` }).click() };
	const show = (scene: string) => host.getByRole('button', { name: scene, exact: true }).click();

	await test.step('the host opens the meeting, and the projector shows the ways in', async () => {
		await demo.signIn(host, 'host');
		await host.goto(PUBLIC);
		await host.getByRole('link', { name: 'Led mötet' }).click();
		await host.getByRole('button', { name: 'Öppna mötet' }).click();
		await projector.goto(`${PUBLIC}/scen`);
		await expect(projector.locator('.stage-code')).toHaveText(/^\w{3} \w{3}$/);
		expect(await projector.context().cookies()).toEqual([]);
	});

	await test.step('one comes in by the code, one by the QR code, one by the link, and each says once who it is', async () => {
		await phone.clock.install();
		await phone.goto('/anslut');
		await phone.getByLabel('Mötets kod').fill((await projector.locator('.stage-code').textContent()) ?? '');
		await phone.getByRole('button', { name: 'Anslut till mötet' }).tap();
		await join(phone, { type: 'Kommun', organisation: 'Vindby kommun', name: 'Rut Ek' });

		const address = `${demo.origin}${PUBLIC}/live`;
		expect(await projector.locator('.qr path').getAttribute('d')).toBe(qrCode(address).path);
		await laptop.goto(address);
		await join(laptop, { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' });

		await plain.goto(PUBLIC);
		await plain.getByRole('link', { name: 'Till mötet som pågår' }).click();
		await join(plain, { type: 'Privatperson' });
		await expect(host.getByText('3 har gått med')).toBeVisible();
		for (const page of [projector, phone, laptop]) await rememberPage(page);
	});

	await test.step('those who follow go where the meeting goes; who does not stays and sees where it is', async () => {
		await show('Avsnittet');
		await led.goTo(FIRST);
		for (const page of [phone, laptop]) await expect(page.locator('.live-section')).toContainText(FIRST);
		await laptop.getByRole('checkbox', { name: 'Följ mötet' }).uncheck();
		await led.goTo(SECOND);
		await expect(phone.locator('.live-section')).toContainText(SECOND);
		await expect(projector.locator('.stage-text')).toContainText(SECOND);
		await expect(laptop.getByText(`Mötet har gått vidare till ${SECOND}.`)).toBeVisible();
		await expect(laptop.locator('.live-section')).toContainText(FIRST);
		await laptop.getByRole('checkbox', { name: 'Följ mötet' }).check();
		await expect(laptop.locator('.live-section')).toContainText(SECOND);
	});

	await test.step('ten minutes are counted down, seen every second and heard three times', async () => {
		const heard = await hearAloud(phone);
		await host.getByLabel('Minuter').fill('10');
		await host.getByRole('button', { name: 'Starta nedräkningen' }).click();
		await expect(phone.locator('.countdown-face')).toHaveText(/^(10:00|9:\d\d)$/);
		await expect(projector.locator('.countdown-face')).toBeVisible();
		await countDownTo(phone, 50);
		await expect.poll(async () => (await heard()).at(-1)).toBe(MINUTES.last);
		await countDownTo(phone, 0);
		await expect.poll(async () => (await heard()).at(-1)).toBe(MINUTES.end);
		const ofTime = (await heard()).filter((words) => /\d:\d|minut|sekund|Tiden/.test(words));
		expect(ofTime).toEqual([MINUTES.start, MINUTES.last, MINUTES.end]);
		await host.getByRole('button', { name: 'Stoppa nedräkningen' }).click();
		await expect(phone.locator('.countdown-face')).toHaveCount(0);
	});

	await test.step('a section is closed for inputs, and opened for them', async () => {
		const comment = phone.getByRole('link', { name: 'Tyck till om avsnittet' });
		await host.getByRole('button', { name: 'Stäng för synpunkter' }).click();
		await expect(phone.getByText('Avsnittet är stängt för synpunkter')).toBeVisible();
		await expect(comment).toHaveCount(0);
		await host.getByRole('button', { name: 'Öppna för synpunkter' }).click();
		await expect(comment).toBeVisible();
	});

	const text = await laptop.context().newPage();
	await test.step('one loses the connection, and answers, asks and comments all the same', async () => {
		await openQuestion(host, 'Ett svar', QUESTION, ['Förstärk lokalnätet', 'Lagra värme']);
		await expect(laptop.getByText(QUESTION, { exact: true })).toBeVisible();
		await text.goto(OPEN_TEXT);
		await expect(text.getByText('läser nu')).toBeVisible();
		await line.cut(laptop);
		await choose(laptop, 'Lagra värme', 'Skicka svaret');
		await ask(laptop, ASKED);
		await expect(laptop.getByText('2 svar väntar på anslutning.')).toBeVisible();
		await text.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		await fillForm(text, { kind: 'Tillägg', text: OFFLINE });
		await formIn(text).getByRole('button', { name: 'Skicka in' }).click();
		await expect(formIn(text)).toContainText('Väntar på anslutning.');
	});

	await test.step('meanwhile the meeting goes on: others answer, one changes the answer, and it moves', async () => {
		await choose(phone, 'Lagra värme', 'Skicka svaret');
		await expect(phone.getByText('Ditt svar är sparat.')).toBeVisible();
		await choose(phone, 'Förstärk lokalnätet', 'Ändra svaret');
		await plain.reload();
		await choose(plain, 'Förstärk lokalnätet', 'Skicka svaret');
		await expect(plain.getByText('Ditt svar är sparat.')).toBeVisible();
		await expect(host.getByText('2 svar')).toBeVisible();
		await led.goTo(FIRST);
		await openQuestion(host, 'Skala 1–5', LATER);
		await expect(phone.locator('.live-section')).toContainText(FIRST);
		await expect(laptop.locator('.live-section')).toContainText(SECOND);
	});

	await test.step('the connection is back: everything is there, and everything was sent, once', async () => {
		await line.mend(laptop);
		await expect(laptop.getByText(/väntar på anslutning/)).toHaveCount(0);
		await expect(laptop.locator('.live-section')).toContainText(FIRST);
		await expect(laptop.getByText(LATER, { exact: true })).toBeVisible();
		await expect(laptop.getByRole('listitem').filter({ hasText: ASKED })).toHaveCount(1);
		await expect(text.locator('#kvittens')).toContainText('Referens:');
		await expect(host.getByText('3 svar')).toBeVisible();
		await expect(host.locator('[data-asked]').filter({ hasText: ASKED })).toHaveCount(1);
	});

	await test.step('the question is closed, and what came of it is shown as a chart and a table', async () => {
		await show('Snabbfrågan');
		await host.getByRole('button', { name: `Stäng frågan ${LATER}` }).click();
		await host.getByRole('button', { name: `Stäng frågan ${QUESTION}` }).click();
		await expect(projector.getByRole('table')).toHaveCount(0);
		await host.getByRole('button', { name: `Visa resultatet ${QUESTION}` }).click();
		for (const page of [projector, phone]) {
			await expect(page.getByRole('row', { name: 'Förstärk lokalnätet 2 67 %' })).toBeVisible();
			await expect(page.getByRole('row', { name: 'Lagra värme 1 33 %' }).locator('svg rect')).toBeAttached();
		}
		await plain.reload();
		await expect(plain.getByRole('row', { name: 'Lagra värme 1 33 %' })).toBeVisible();
		await expect(plain.getByRole('button', { name: 'Ändra svaret' })).toHaveCount(0);
	});

	await test.step('points come from the phone and without script, and the stage shows the chosen ones, never a held one', async () => {
		await phone.getByRole('link', { name: 'Tyck till om avsnittet' }).tap();
		await expect(formIn(phone)).toContainText('Du skriver som Rut Ek, Vindby kommun.');
		await send(phone, { kind: 'Tillägg', text: BY_PHONE });
		await plain.getByRole('link', { name: 'Tyck till om avsnittet' }).click();
		await send(plain, { kind: 'Tillägg', text: HELD });
		await show('Valda synpunkter');
		await expect(projector.getByText('Inga synpunkter är valda.')).toBeVisible();
		await demo.signIn(moderator, 'lead');
		for (const words of [BY_PHONE, OFFLINE]) {
			await moderator.goto(DESK);
			await approve(moderator, words);
		}
		await host.getByRole('button', { name: 'Gå dit: Hela texten' }).first().click();
		for (const words of [BY_PHONE, OFFLINE]) {
			await host.getByRole('button', { name: `Visa på scenen ${words}` }).click();
			await expect(projector.locator('.stage-points')).toContainText(words);
		}
		await expect(host.getByText(HELD)).toHaveCount(0);
		await expect(projector.locator('.stage-points')).toContainText('Vindby kommun');
		await phone.goto(`${PUBLIC}/live`);
		await rememberPage(phone);
	});

	await test.step('what was asked without a connection is let through, supported, put in turn, on stage and answered', async () => {
		const decide = (what: string) => host.getByRole('button', { name: `${what} ${ASKED}` }).click();
		await decide('Visa');
		await phone.getByRole('button', { name: `Stöd frågan ${ASKED}` }).tap();
		await decide('Sätt på tur');
		await expect(laptop.locator('[data-asked="shortlisted"]')).toContainText('1 stöder');
		await decide('Ta upp nu');
		await show('Frågan till arrangören');
		await expect(projector.locator('.stage-asked')).toContainText(ASKED);
		await expect(projector.locator('.stage-asked')).toContainText('Fjällkraft');
		await decide('Besvarad');
		await expect(projector.locator('.stage-asked')).toHaveCount(0);
		await expect(laptop.locator('[data-asked="answered"]')).toContainText(ASKED);
	});

	await test.step('what is said aloud is taken down in seconds, by the keyboard alone', async () => {
		await host.getByRole('link', { name: 'Anteckna vad som sägs' }).click();
		await host.getByLabel('Vem säger det').focus();
		const begun = Date.now();
		for (const words of ['Lars Exempel', 'Exempelby kommun', 'Kommun']) {
			await host.keyboard.type(words);
			await host.keyboard.press('Tab');
		}
		await host.keyboard.type(SPOKEN);
		await host.keyboard.press('Control+Enter');
		await expect(host.getByRole('status').filter({ hasText: 'Inspelet är sparat.' })).toBeVisible();
		expect(Date.now() - begun).toBeLessThan(10_000);
		await moderator.goto(DESK);
		await approve(moderator, SPOKEN);
		await text.goto(OPEN_TEXT_WHOLE);
		await unfold(text, pointWith(text, SPOKEN));
		await expect(pointWith(text, SPOKEN)).toContainText('Exempelby kommun');
		await expect(pointWith(text, SPOKEN)).toContainText('Sagt på möte');
	});

	await test.step('notes grow before the participants’ eyes, and become the record when they are closed', async () => {
		const cited = await addressOfOwn(await phone.context().newPage(), BY_PHONE);
		await host.goto(`/arbetsyta/${DIALOGUE}/moten/${MEETING}/anteckningar`);
		await host.getByRole('button', { name: 'Börja anteckna' }).click();
		const editor = host.locator('.ProseMirror');
		await expect(editor).toContainText('Nästa steg');
		await host.getByText('Visa för deltagarna').click();
		await host.getByRole('button', { name: 'Visa anteckningarna' }).click();
		await expect(host.getByText('Deltagarna ser anteckningarna nu.')).toBeVisible();
		await text.goto(PUBLIC);
		await text.getByRole('link', { name: 'Läs anteckningarna medan de skrivs' }).click();
		await expect(text.getByText('läser nu')).toBeVisible();
		await editor.click();
		await host.keyboard.press('Control+End');
		await host.keyboard.type('Nätet byggs ut norrut, se synpunkten');
		await expect(text.getByRole('main')).toContainText('Nätet byggs ut norrut');
		await host.keyboard.press('Control+Shift+ArrowLeft');
		await host.getByRole('button', { name: 'Länk', exact: true }).click();
		await host.getByLabel('Adress').fill(demo.origin + cited);
		await host.getByRole('button', { name: 'Spara länken' }).click();
		await expect(host.locator('.save-state')).toHaveAttribute('data-status', 'saved');
		await host.getByText('Stäng anteckningarna').first().click();
		await host.getByLabel('Ta emot synpunkter till och med').fill('2026-10-02');
		await host.getByRole('button', { name: 'Stäng anteckningarna' }).click();
		await expect(host.getByRole('main')).toContainText('Anteckningarna är stängda.');
	});

	await test.step('the host closes the meeting, and everybody in it is told', async () => {
		await host.goto(`/arbetsyta/${DIALOGUE}/moten/${MEETING}/led`);
		await host.getByText('Stäng mötet').first().click();
		await host.getByRole('button', { name: 'Stäng mötet' }).click();
		for (const page of [laptop, projector]) await expect(page.getByText('Mötet är stängt')).toBeVisible();
	});

	await test.step('the page keeps what came of it: numbers, answers, questions, and notes to comment on', async () => {
		await plain.goto(PUBLIC);
		const main = plain.getByRole('main');
		await expect(main.getByRole('row', { name: 'Kommun 0 1' })).toBeVisible();
		await expect(main.getByRole('row', { name: 'Företag 0 1' })).toBeVisible();
		await expect(main).toContainText('3 inspel lämnades.');
		const bar = main.getByRole('row', { name: 'Förstärk lokalnätet 2 67 %' }).locator('svg');
		expect((await bar.boundingBox())?.width).toBeGreaterThan(100);
		await expect(main).toContainText(ASKED);
		await main.getByRole('link', { name: 'Minnesanteckningar från mötet' }).click();
		await expect(main).toContainText('Nätet byggs ut norrut');
		await plain.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		await send(plain, { kind: 'Korrektur', text: 'Det gällde norra stranden.' });
		await laptop.goto(new URL(plain.url()).pathname);
		await laptop.getByRole('link', { name: 'synpunkten' }).click();
		await expect(pointWith(laptop, BY_PHONE)).toBeVisible();
	});

	for (const page of [projector, phone]) expect(await isSamePage(page)).toBe(true);
	expect(await heardByProjector()).not.toContain(HELD);
});

/** Where a point that somebody has sent stands, as the sender's own page says. */
async function addressOfOwn(page: Page, words: string): Promise<string> {
	await page.goto('/mitt');
	const sent = page.getByRole('listitem').filter({ hasText: words });
	return (await sent.getByRole('link', { name: 'Visa i texten' }).getAttribute('href')) ?? '';
}
