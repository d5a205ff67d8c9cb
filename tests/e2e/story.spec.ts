import { docx, item, p, run, styled, tracked } from '#server/importing/docx.fixture.ts';
import { expect, LAPTOP, PHONE, startMedskick, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { formIn, pointWith, referenceIn, send, unfold } from '../support/commenting.ts';
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
const VILLAGE = {
	type: 'Förening eller annan organisation i civilsamhället',
	organisation: 'Vindbyns byalag',
	name: 'Rut Ek'
};

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

		await laptop.goto(READING);
		await expect(laptop.getByText('läser nu')).toBeVisible();
		await laptop.getByText('Vi vill öka acceptansen').hover();
		await laptop.getByRole('link', { name: 'Lämna synpunkt på Vägar framåt, stycke 1' }).click();
		await send(laptop, { kind: 'Invändning', text: ON_PARAGRAPH, from: { type: 'Kommun', organisation: 'Storbyn' } });
		await laptop.getByRole('button', { name: 'Stäng kvittensen' }).click();

		await plain.goto(READING);
		await plain.getByRole('link', { name: 'Tyck till om hela texten' }).click();
		const reference = await send(plain, {
			kind: 'Övrigt',
			text: ON_WHOLE,
			from: { type: 'Privatperson', email: 'sven@example.org' }
		});
		expect(await mailbox.letterTo('sven@example.org', reference)).toContain(ON_WHOLE);
	});

	await test.step('nothing is shown to others before it is approved', async () => {
		for (const other of [ON_PARAGRAPH, ON_WHOLE]) await expect(pointWith(phone, other)).toHaveCount(0);
		expect(await heardByLaptop()).not.toContain(ON_WORDS);
	});
	void [formIn, referenceIn, unfold, isSamePage, rememberPage, heardByPhone];
	await dispose();
	await mailbox.close();
});
