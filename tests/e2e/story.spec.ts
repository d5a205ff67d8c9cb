import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { docx, item, p, run, styled, tracked } from '#server/importing/docx.fixture.ts';
import { expect, LAPTOP, PHONE, startMedskick, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { fillForm, formIn, pointWith, referenceIn, send, unfold } from '../support/commenting.ts';
import { startMailbox } from '../support/mailbox.ts';
import { isSamePage, listenIn, markWords, rememberPage } from '../support/participants.ts';
import * as staff from '../support/staff.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const DRAFT = docx({
	body: [
		styled('Rubrik1', 'Nuläge'),
		p('Elen finns men når inte fram. Kapacitetsbristen finns i lokalnätet.'),
		styled('Rubrik1', 'Vägar framåt'),
		p(
			run('Vi vill öka acceptansen för ny produktion. ') +
				tracked('ins', 'Anna', 'Nyttan ska synas där elen produceras.')
		),
		item(2, 0, 'Lagring av värme'),
		item(2, 0, 'Flexibilitet hos användare')
	].join('')
});
const READING = '/dialoger/energi/underlag/elen-i-lanet';
/** Stands in the declined point only. */
const MARKER = 'avbojdmarkor9f3c';
const ON_WORDS = 'Skriv var i lokalnätet det är trångt.';
const ON_PARAGRAPH = 'Acceptans kommer av att nyttan delas.';
const ON_WHOLE = `Hela texten är ${MARKER} och bör göras om.`;
const IN_THE_CRASH = 'Vilken produktion menar ni?';
const VILLAGE = {
	type: 'Förening eller annan organisation i civilsamhället',
	organisation: 'Vindbyns byalag',
	name: 'Rut Ek'
};

/** How many the contents say are reading, in all sections together. */
async function readersIn(page: Page): Promise<number> {
	const sections = page.locator('.contents > ol > li > .visually-hidden').filter({ hasText: 'läser här' });
	return (await sections.allInnerTexts()).reduce((sum, text) => sum + Number(/(\d+) läser/.exec(text)?.[1]), 0);
}

test('the main job: from a Word file to consolidated inputs, with a crash in the middle', async ({ person }) => {
	test.setTimeout(360_000);
	const mailbox = await startMailbox();
	const { medskick, dispose } = await startMedskick({
		DEMO: '0',
		ADMIN_EMAIL: 'admin@example.org',
		SMTP_URL: mailbox.url
	});
	const { origin } = medskick;
	const [administrator, lead, officer] = [await person(origin), await person(origin), await person(origin)];
	let home = '';

	await test.step('an administrator sets up a dialogue and gives people their roles', async () => {
		const link = /First administrator: (\S+)/.exec(medskick.output)?.[1] ?? '';
		await administrator.goto(link);
		await administrator.getByRole('main').getByRole('button').click();
		await staff.createDialogue(administrator, { title: 'Elen i länet', slug: 'energi' });
		await staff.grantRole(administrator, { email: 'lead@example.org', name: 'Lena Led', role: 'Processledare' });
		await staff.grantRole(administrator, { email: 'officer@example.org', name: 'Olle Hand', role: 'Handläggare' });
		await staff.grantRole(administrator, {
			email: 'reviewer@example.org',
			name: 'Rita Granne',
			role: 'Granskare för en organisation',
			organisation: { name: 'Region Norrskog', type: 'Region' }
		});
	});

	await test.step('the process lead opens the dialogue and imports a draft from Word', async () => {
		await staff.signInByMail(lead, mailbox, 'lead@example.org');
		await staff.openDialogue(lead, 'energi', { code: 'ENE', name: 'Hållbar energi' });
		home = await staff.importDocument(lead, 'energi', {
			title: 'Elen i länet',
			area: 'Hållbar energi',
			file: { name: 'utkast.docx', mimeType: WORD, buffer: Buffer.from(DRAFT) }
		});
		await expect(lead.getByRole('main')).toContainText('Spårade ändringar i filen');
		await expect(lead.getByRole('main')).toContainText('Nyttan ska synas där elen produceras.');
	});

	await test.step('two editors write in it at once and see each other', async () => {
		await staff.signInByMail(officer, mailbox, 'officer@example.org');
		const [hers, his] = [await staff.openEditor(lead, home), await staff.openEditor(officer, home)];
		await expect(lead.getByText('Skriver här nu')).toContainText('Olle Hand');
		await expect(officer.getByText('Skriver här nu')).toContainText('Lena Led');
		await staff.placeCaret(lead, hers, 'Elen finns', 'End');
		await staff.placeCaret(officer, his, 'Vi vill öka', 'End');
		await Promise.all([
			lead.keyboard.type(' Ledaren skriver här.', { delay: 25 }),
			officer.keyboard.type(' Handläggaren skriver samtidigt.', { delay: 25 })
		]);
		for (const text of [hers, his]) {
			await expect(text).toContainText('lokalnätet. Ledaren skriver här.');
			await expect(text).toContainText('produceras. Handläggaren skriver samtidigt.');
		}
		await staff.expectSaved(lead);
		await staff.expectSaved(officer);
	});

	await test.step('version 1 is published and a consultation holds every point until approved', async () => {
		await staff.publish(lead, home, 1);
		await staff.openConsultation(lead, 'energi', { title: 'Samråd om elen', mode: 'Efter granskning' });
	});

	const phone = await person(origin, PHONE);
	const laptop = await person(origin, LAPTOP);
	const plain = await person(origin, WITHOUT_SCRIPT);
	const heardByPhone = listenIn(phone);
	const heardByLaptop = listenIn(laptop);

	await test.step('three participants without accounts comment: words, a paragraph and the whole', async () => {
		await phone.goto(READING);
		await expect(phone.getByText('läser nu')).toBeVisible();
		await markWords(phone, 'Kapacitetsbristen');
		await phone.getByRole('button', { name: 'Tyck till om markeringen' }).tap();
		await expect(phone.getByRole('dialog')).toContainText('Elen finns men når inte fram.');
		await send(phone, { kind: 'Ändringsförslag', text: ON_WORDS, from: { ...VILLAGE, email: 'rut@example.org' } });
		await expect(phone.locator('#kvittens')).toContainText('Synpunkten väntar på granskning');
		await phone.getByRole('button', { name: 'Stäng kvittensen' }).tap();
		await phone.getByRole('dialog').getByRole('button', { name: 'Stäng', exact: true }).tap();
		await expect(phone.getByRole('dialog')).toHaveCount(0);

		await laptop.goto(READING);
		await expect(laptop.getByText('läser nu')).toBeVisible();
		await laptop.getByText('Vi vill öka acceptansen').hover();
		await laptop.getByRole('link', { name: 'Tyck till om Vägar framåt, stycke 1' }).click();
		await send(laptop, { kind: 'Invändning', text: ON_PARAGRAPH, from: { type: 'Kommun', organisation: 'Storbyn' } });
		await laptop.getByRole('button', { name: 'Stäng kvittensen' }).click();
		for (const page of [phone, laptop]) await expect.poll(() => readersIn(page)).toBe(2);

		await plain.goto(READING);
		await plain.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		const reference = await send(plain, {
			kind: 'Övrigt',
			text: ON_WHOLE,
			from: { type: 'Privatperson', email: 'sven@example.org' }
		});
		expect(await mailbox.letterTo('sven@example.org', reference)).toContain(ON_WHOLE);
	});

	await test.step('a moderator approves two and declines one with a reason', async () => {
		for (const [page, others] of [
			[phone, [ON_PARAGRAPH, ON_WHOLE]],
			[laptop, [ON_WORDS, ON_WHOLE]]
		] as const) {
			await rememberPage(page);
			for (const text of others) await expect(pointWith(page, text)).toHaveCount(0);
		}
		await officer.goto('/arbetsyta/energi/moderering');
		await staff.approve(officer, ON_WORDS);
		await staff.approve(officer, ON_PARAGRAPH);
		await staff.decline(officer, ON_WHOLE, { message: 'Skriv gärna igen om vad som ska ändras.' });
		await expect(officer.getByRole('main')).toContainText('Ingen synpunkt väntar');
	});

	await test.step('phone and laptop see the published points arrive; without script at the next load', async () => {
		await expect(pointWith(laptop, ON_WORDS)).toBeVisible();
		await expect(pointWith(phone, ON_PARAGRAPH)).toBeAttached();
		await phone.getByRole('button', { name: '1 ny synpunkt, visa' }).tap();
		await expect(phone.getByRole('dialog')).toContainText(ON_PARAGRAPH);
		await phone.getByRole('dialog').getByRole('button', { name: 'Stäng', exact: true }).tap();
		expect([await isSamePage(phone), await isSamePage(laptop)]).toEqual([true, true]);
		await plain.goto(READING);
		for (const text of [ON_WORDS, ON_PARAGRAPH]) await unfold(plain, pointWith(plain, text));
	});

	await test.step('only its author sees the declined point, with the reason', async () => {
		await unfold(plain, pointWith(plain, ON_WHOLE));
		await expect(pointWith(plain, ON_WHOLE)).toContainText('Visas inte');
		await expect(pointWith(plain, ON_WHOLE)).toContainText('Skriv gärna igen om vad som ska ändras.');
		const stranger = await person(origin, LAPTOP);
		await stranger.goto(READING);
		expect(await stranger.content()).not.toContain(MARKER);
	});

	await test.step('the server is killed while one writes in the text and another sends', async () => {
		const [hers, his] = [await staff.openEditor(lead, home), await staff.openEditor(officer, home)];
		await staff.placeCaret(lead, hers, 'Elen finns', 'End');
		await lead.keyboard.type(' Det här sparades.');
		await staff.expectSaved(lead);
		await markWords(laptop, 'ny produktion');
		await laptop.getByRole('button', { name: 'Tyck till om markeringen' }).click();
		await fillForm(laptop, { kind: 'Fråga', text: IN_THE_CRASH });
		const writing = lead.keyboard.type(' Det här skrevs medan servern dog.', { delay: 30 });
		await medskick.kill();
		await formIn(laptop).getByRole('button', { name: 'Skicka in' }).click();
		await expect(formIn(laptop)).toContainText('Väntar på anslutning.');
		await writing;
		await expect(lead.locator('.save-state')).not.toHaveAttribute('data-status', 'saved');
		await medskick.start();
		await staff.expectSaved(lead);
		await staff.expectSaved(officer);
		for (const text of [hers, his]) {
			await expect(text).toContainText('Det här sparades. Det här skrevs medan servern dog.');
		}
	});

	await test.step('nothing that was acknowledged is missing, and nothing is there twice', async () => {
		expect(await referenceIn(laptop)).not.toBe('');
		await laptop.getByRole('button', { name: 'Stäng kvittensen' }).click();
		const text = await staff.openEditor(officer, home);
		await expect(text).toContainText('Det här sparades. Det här skrevs medan servern dog.');
		expect((await text.textContent())?.split('Det här').length).toBe(3);
		await officer.goto('/arbetsyta/energi/moderering?ko=alla');
		for (const point of [ON_WORDS, ON_PARAGRAPH, ON_WHOLE, IN_THE_CRASH]) {
			await expect(
				officer.getByRole('list', { name: 'Synpunkter i kön' }).getByRole('link', { name: point })
			).toHaveCount(1);
		}
		await officer.goto('/arbetsyta/energi/moderering');
		await staff.approve(officer, IN_THE_CRASH);
	});

	await test.step('staff share the living text, participants follow it, and it is closed again', async () => {
		await staff.share(lead, home, true);
		// Since the crash a page may wait for up to twenty seconds before it looks for the server again.
		for (const page of [phone, laptop])
			await expect(page.getByText('Texten delas just nu')).toBeVisible({ timeout: 60_000 });
		const text = await staff.openEditor(lead, home);
		await staff.placeCaret(lead, text, 'Elen finns', 'Home');
		await lead.keyboard.type('Så är det i dag: ');
		await staff.markInEditor(lead, text, 'ny produktion');
		await lead.keyboard.type('nya anläggningar');
		for (const page of [phone, laptop]) {
			await expect(page.locator('.reading-blocks')).toContainText('Så är det i dag: Elen finns men');
			await expect(page.locator('.reading-blocks')).toContainText('acceptansen för nya anläggningar');
		}
		await staff.expectSaved(lead);
		await staff.share(lead, home, false);
		for (const page of [phone, laptop]) {
			await expect(page.locator('.reading-blocks')).toContainText('acceptansen för ny produktion');
		}
	});

	await test.step('in version 2 the points follow their words or say that these changed', async () => {
		await staff.publish(lead, home, 2);
		await laptop.getByRole('link', { name: 'Till den senaste versionen' }).click();
		await expect(laptop.locator('.reading-blocks')).toContainText('Så är det i dag: Elen finns men');
		const followed = laptop.locator('.block', { has: pointWith(laptop, ON_WORDS) });
		await expect(followed).toContainText('Så är det i dag');
		await expect(pointWith(laptop, ON_WORDS)).toContainText('”Kapacitetsbristen”');
		await expect(pointWith(laptop, ON_WORDS)).not.toContainText('ändrats');
		await expect(pointWith(laptop, IN_THE_CRASH)).toContainText(
			/Texten har ändrats sedan synpunkten skrevs|Orden finns inte längre i texten/
		);
		await plain.goto(`${READING}/jamfor`);
		await expect(plain.locator('ins').filter({ hasText: 'anläggningar' }).first()).toBeVisible();
	});

	await test.step('staff assess the points with reasons, one and several at once', async () => {
		await staff.assess(lead, 'energi', [ON_WORDS], {
			outcome: 'Tillgodoses inte',
			text: 'Platserna är känsliga uppgifter.'
		});
		await staff.assess(lead, 'energi', [ON_PARAGRAPH, IN_THE_CRASH], {
			outcome: 'Noteras',
			text: 'Vi tar med oss det.'
		});
		await expect(pointWith(laptop, ON_WORDS)).toContainText('Platserna är känsliga uppgifter.');
	});

	await test.step('a reviewer from another region filters the consolidated inputs and downloads them', async () => {
		const reviewer = await person(origin, LAPTOP);
		await staff.signInByMail(reviewer, mailbox, 'reviewer@example.org');
		await reviewer.goto('/dialoger/energi/sammanstallning');
		for (const text of [ON_WORDS, ON_PARAGRAPH, IN_THE_CRASH]) {
			await expect(reviewer.getByRole('main')).toContainText(text);
		}
		expect(await reviewer.content()).not.toContain(MARKER);
		await reviewer.getByText('Välj vad du vill se').click();
		for (const choice of ['Invändning', 'Kommun', 'Hållbar energi']) {
			await reviewer.getByRole('checkbox', { name: choice, exact: true }).check();
		}
		await reviewer.getByRole('button', { name: 'Visa urvalet' }).click();
		await expect(reviewer.getByRole('main')).toContainText('Invändningar från kommuner om Hållbar energi');
		await expect(reviewer.getByRole('main')).toContainText(ON_PARAGRAPH);
		await expect(reviewer.locator('article')).toHaveCount(1);
		const csv = await download(reviewer, 'Ladda ner som csv');
		expect(csv.startsWith('\uFEFF')).toBe(true);
		const rows = csv.trim().split('\r\n');
		expect(rows).toHaveLength(2);
		expect(rows[1]).toContain(ON_PARAGRAPH);
		expect(rows[1]?.split(';').length).toBeGreaterThan(10);
		const json = JSON.parse(await download(reviewer, 'Ladda ner som json'));
		expect(json.points.map((entry: { point: { text: string } }) => entry.point.text)).toEqual([ON_PARAGRAPH]);
		await reviewer.goto('/dialoger/energi/sammanstallning');
		expect(await download(reviewer, 'Ladda ner som json')).not.toContain(MARKER);
	});

	await test.step('others never received the declined point, and its author got a letter', async () => {
		for (const heard of [await heardByPhone(), await heardByLaptop()]) {
			expect(heard).toContain('läser nu');
			expect(heard).not.toContain(MARKER);
		}
		expect(await mailbox.letterTo('sven@example.org', 'Skriv gärna igen')).toContain('vad som ska ändras');
	});

	await dispose();
	await mailbox.close();
});

async function download(page: Page, name: string): Promise<string> {
	const saved = page.waitForEvent('download');
	await page.getByRole('link', { name }).click();
	return readFile(await (await saved).path(), 'utf8');
}
