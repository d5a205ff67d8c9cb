import { expect, LAPTOP, PHONE, test } from '../support/browser.ts';
import { ask, choose, join, openMeeting, openQuestion } from '../support/meeting-hall.ts';

test.use({ ownDemo: 'hall' });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-3-upplevelser';
const LIVE = `/dialoger/${DIALOGUE}/moten/${MEETING}/live`;
const LED = `/arbetsyta/${DIALOGUE}/moten/${MEETING}/led`;
const QUESTION = 'Vad lockar mest?';
const FIRST = 'Får man cykla på leden?';
const SECOND = 'Vem sköter skyltarna?';

test('who loses the connection in a meeting answers and asks all the same, and it is sent once, in order', async ({
	demo,
	line,
	person
}) => {
	const host = await person(demo.origin, LAPTOP);
	const phone = await person(demo.origin, { ...PHONE, proxy: line.proxy });
	await demo.signIn(host, 'lead');

	await test.step('a meeting with a question, and somebody in it', async () => {
		await openMeeting(host, LED);
		await openQuestion(host, 'Ett svar', QUESTION, ['Vandring', 'Mat']);
		await phone.goto(LIVE);
		await join(phone, { type: 'Privatperson' });
		await expect(phone.getByText('Du är med utan namn.')).toBeVisible();
		await expect(phone.getByText(QUESTION, { exact: true })).toBeVisible();
	});

	await test.step('without a connection everything waits on the phone, the last answer instead of the first', async () => {
		await line.cut(phone);
		await choose(phone, 'Vandring', 'Skicka svaret');
		await expect(phone.getByText('1 svar väntar på anslutning.')).toBeVisible();
		await ask(phone, FIRST);
		await expect(phone.getByText('2 svar väntar på anslutning.')).toBeVisible();
		await ask(phone, SECOND);
		await choose(phone, 'Mat', 'Skicka svaret');
		await expect(phone.getByText('3 svar väntar på anslutning.')).toBeVisible();
	});

	await test.step('it is sent when the connection is back, once', async () => {
		await line.mend(phone);
		await expect(phone.getByText(/väntar på anslutning/)).toHaveCount(0);
		await expect(phone.getByText('Ditt svar är sparat.')).toBeVisible();
		await expect(phone.getByRole('radio', { name: 'Mat' })).toBeChecked();
		await phone.reload();
		const asked = phone.getByRole('listitem').filter({ hasText: /cykla|skyltarna/ });
		await expect(asked).toHaveText([new RegExp(FIRST.replace('?', '')), new RegExp(SECOND.replace('?', ''))]);
		await host.getByRole('button', { name: `Visa resultatet ${QUESTION}` }).click();
		await expect(host.getByRole('row', { name: /^Mat 1/ })).toBeVisible();
		expect(await phone.evaluate(() => Object.keys(localStorage))).toEqual([]);
	});
});

test('a page that would read itself again without a connection stays as it is, and does so when there is one', async ({
	demo,
	line,
	person
}) => {
	const host = await person(demo.origin, LAPTOP);
	const phone = await person(demo.origin, { ...PHONE, proxy: line.proxy });
	await demo.signIn(host, 'lead');
	await openMeeting(host, LED.replace('upplevelser', 'jord-skog-och-vatten'));
	// A page that has just come looks once more within two seconds, which do not pass until they are told to.
	await phone.clock.install();
	await phone.clock.pauseAt(Date.now() + 60_000);
	await phone.goto(LIVE.replace('upplevelser', 'jord-skog-och-vatten'));
	await line.cut(phone);
	const looked = phone.waitForEvent('requestfailed');
	await phone.clock.resume();
	await phone.getByLabel('Organisation').fill('Fjällkraft');
	await looked;
	await expect(phone.getByText('Ingen kontakt. Vi försöker igen.')).toBeVisible();
	await expect(phone.getByLabel('Organisation')).toHaveValue('Fjällkraft');
	await openQuestion(host, 'Ett svar', QUESTION, ['Vandring', 'Mat']);
	await line.mend(phone);
	await expect(phone.getByText(QUESTION, { exact: true })).toBeVisible();
	await expect(phone.getByLabel('Organisation')).toHaveValue('Fjällkraft');
});
