import { expect, LAPTOP, PHONE, test, WITHOUT_SCRIPT } from '../support/browser.ts';
import { violationsIn } from '../support/axe.ts';
import { openMeeting } from '../support/meeting-hall.ts';

test.use({ ownDemo: 'meeting-record' });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-3-digitala-losningar';
const PUBLIC = `/dialoger/${DIALOGUE}/moten/${MEETING}`;
const WORK = `/arbetsyta/${DIALOGUE}/moten/${MEETING}`;

test('a secretary takes down what is said by the keyboard alone, and takes it back', async ({ demo, line, person }) => {
	const secretary = await person(demo.origin, { ...LAPTOP, proxy: line.proxy });
	await demo.signIn(secretary, 'lead');
	await openMeeting(secretary, `${WORK}/led`);
	await secretary.getByRole('link', { name: 'Anteckna vad som sägs' }).click();
	const main = secretary.getByRole('main');
	const who = main.getByLabel('Vem säger det');

	await test.step('from name to sent without the mouse, and ready for the next', async () => {
		await who.focus();
		await secretary.keyboard.type('Lars Exempel');
		await secretary.keyboard.press('Tab');
		await secretary.keyboard.type('Byalaget i Exempelby');
		await secretary.keyboard.press('Tab');
		await main.getByLabel('Typ av organisation').selectOption('civil_society');
		await secretary.keyboard.press('Tab');
		await secretary.keyboard.type('Fibern slutar vid kyrkan.');
		await secretary.keyboard.press('Control+Enter');
		await expect(main.getByRole('status').filter({ hasText: 'Inspelet är sparat.' })).toBeVisible();
		await expect(main.getByRole('listitem').filter({ hasText: 'Fibern slutar vid kyrkan.' })).toContainText(
			'Lars Exempel, Byalaget i Exempelby'
		);
		await expect(who).toBeFocused();
		await expect(main.getByLabel('Vad som sägs')).toHaveValue('');
	});

	await test.step('whoever speaks again is known', async () => {
		await who.fill('Lars Exempel');
		await expect(main.getByLabel('Organisation', { exact: false }).first()).toHaveValue('Byalaget i Exempelby');
		await expect(main.getByLabel('Typ av organisation')).toHaveValue('civil_society');
		await main.getByLabel('Vad som sägs').fill('Det här blev fel.');
		await secretary.keyboard.press('Control+Enter');
		const wrong = main.getByRole('listitem').filter({ hasText: 'Det här blev fel.' });
		await wrong.getByRole('button', { name: /^Ångra/ }).click();
		await expect(wrong).toHaveCount(0);
	});

	await test.step('a refusal says what to mend, and keeps the words', async () => {
		await main.getByLabel('Vad som sägs').fill('Sagt i morgon.');
		await main.getByLabel('Klockslag').fill('i morgon');
		await secretary.keyboard.press('Control+Enter');
		await expect(main.getByRole('alert')).toContainText('Skriv klockslaget som 10.42.');
		await expect(main.getByLabel('Vad som sägs')).toHaveValue('Sagt i morgon.');
	});
	expect(await violationsIn(secretary, 'all')).toEqual([]);

	await test.step('without a connection nothing is taken from the page, and it is sent when there is one', async () => {
		await main.getByLabel('Klockslag').fill('00.01');
		await line.cut(secretary);
		await secretary.keyboard.press('Control+Enter');
		await expect(main.getByRole('alert')).toContainText('Vi fick inget svar');
		await expect(main.getByLabel('Vad som sägs')).toHaveValue('Sagt i morgon.');
		await line.mend(secretary);
		await main.getByLabel('Vad som sägs').press('Control+Enter');
		await expect(main.getByRole('listitem').filter({ hasText: 'Sagt i morgon.' })).toHaveCount(1);
	});
});

test('what is said can be taken down without a script', async ({ demo, person }) => {
	const page = await person(demo.origin, LAPTOP);
	await demo.signIn(page, 'lead');
	const plain = await person(demo.origin, WITHOUT_SCRIPT);
	await plain.context().addCookies(await page.context().cookies());
	await plain.goto(`${WORK}/tal`);
	await plain.getByLabel('Vad som sägs').fill('Sagt utan skript.');
	await plain.getByLabel('Klockslag').fill('00.01');
	await plain.getByRole('button', { name: 'Spara inspelet' }).click();
	await expect(plain.getByRole('main')).toContainText('Sagt utan skript.');
});

test('notes are written together, shown as they grow, and closed as the record of the meeting', async ({
	demo,
	person
}) => {
	const lead = await person(demo.origin, LAPTOP);
	const reader = await person(demo.origin, PHONE);
	await demo.signIn(lead, 'lead');
	await lead.goto(`${WORK}/anteckningar`);
	await lead.getByRole('button', { name: 'Börja anteckna' }).click();
	const editor = lead.locator('.ProseMirror');
	await expect(editor).toContainText('Nästa steg');
	expect(await violationsIn(lead, 'all')).toEqual([]);

	await test.step('not shown: the dialogue’s other staff see nothing of them, by any address', async () => {
		const officer = await person(demo.origin, LAPTOP);
		await demo.signIn(officer, 'officer');
		const notes = `/arbetsyta/${DIALOGUE}/dokument/minnesanteckningar-${MEETING}`;
		for (const address of [notes, `${notes}/redigera`, `${notes}/redigera/synpunkter`, `${notes}/importera`])
			expect((await officer.request.get(address)).status(), address).toBe(404);
	});

	await test.step('a picture is refused in words that say what to do instead', async () => {
		const multipart = { file: { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('hej') } };
		const upload = `/arbetsyta/${DIALOGUE}/dokument/minnesanteckningar-${MEETING}/redigera/bilder`;
		const answer = await lead.request.post(upload, { multipart, headers: { origin: demo.origin } });
		expect(await answer.text()).toContain('Bilder kan inte läggas in i anteckningar.');
	});

	await test.step('shown: a reader follows along', async () => {
		await lead.getByText('Visa för deltagarna').click();
		await lead.getByRole('button', { name: 'Visa anteckningarna' }).click();
		await expect(lead.getByText('Deltagarna ser anteckningarna nu.')).toBeVisible();
		await reader.goto(PUBLIC);
		await reader.getByRole('link', { name: 'Läs anteckningarna medan de skrivs' }).tap();
		await expect(reader.getByText('läser nu')).toBeVisible();
		await editor.click();
		await lead.keyboard.press('Control+End');
		await lead.keyboard.type('Vi bygger fiber till kyrkan.');
		await expect(reader.getByRole('main')).toContainText('Vi bygger fiber till kyrkan.');
	});

	await test.step('closed: numbered, on the meeting’s page, and written no more', async () => {
		await lead.getByText('Stäng anteckningarna').first().click();
		await lead.getByRole('button', { name: 'Stäng anteckningarna' }).click();
		await expect(lead.getByRole('main')).toContainText('Anteckningarna är stängda.');
		await expect(lead.locator('.ProseMirror')).toHaveCount(0);
		await lead.getByRole('link', { name: 'Maskera ord i anteckningarna' }).click();
		await expect(lead.getByRole('main')).toContainText('Vi bygger fiber till kyrkan.');
		await reader.goto(PUBLIC);
		await reader.getByRole('link', { name: 'Minnesanteckningar från mötet' }).tap();
		await expect(reader.getByRole('main')).toContainText('Vi bygger fiber till kyrkan.');
		await expect(reader.getByRole('main')).toContainText('Minnesanteckningar');
	});
});
