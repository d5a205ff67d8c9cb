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
	person
}) => {
	const host = await person(demo.origin, LAPTOP);
	const phone = await person(demo.origin, PHONE);
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
		await phone.context().setOffline(true);
		await choose(phone, 'Vandring', 'Skicka svaret');
		await expect(phone.getByText('1 svar väntar på anslutning.')).toBeVisible();
		await ask(phone, FIRST);
		await expect(phone.getByText('2 svar väntar på anslutning.')).toBeVisible();
		await ask(phone, SECOND);
		await choose(phone, 'Mat', 'Skicka svaret');
		await expect(phone.getByText('3 svar väntar på anslutning.')).toBeVisible();
	});

	await test.step('it is sent when the connection is back, once', async () => {
		await phone.context().setOffline(false);
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
