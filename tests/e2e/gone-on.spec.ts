import type { Page } from '@playwright/test';
import { expect, LAPTOP, test } from '../support/browser.ts';
import { choose, join, openQuestion } from '../support/meeting-hall.ts';

test.use({ ownDemo: 'gone-on' });

const DIALOGUE = 'smart-specialisering-2027-2033';
const MEETING = 'omgang-3-hallbar-energi';
const LED = `/arbetsyta/${DIALOGUE}/moten/${MEETING}/led`;
const LIVE = `/dialoger/${DIALOGUE}/moten/${MEETING}/live`;
const WORDS = 'Vad händer med elen i byarna?';
const ASKED = 'Vem betalar för nätet?';

/** Holds back the answer to one action until it is let go, as a slow connection does. */
async function holdBack(page: Page, action: string): Promise<() => Promise<void>> {
	let letGo = (): void => undefined;
	const until = new Promise<void>((resolve) => (letGo = resolve));
	await page.route(
		(url) => url.search.startsWith(`?/${action}`),
		async (route) => {
			const response = await route.fetch();
			await until;
			await route.fulfill({ response });
		}
	);
	return async () => {
		const answered = page.waitForResponse((response) => new URL(response.url()).search.startsWith(`?/${action}`));
		letGo();
		await (await answered).finished();
		await page.unroute(() => true).catch(() => undefined);
	};
}

test('what is being written is left alone by answers to what was pressed before', async ({ demo, person }) => {
	const [host, reader] = [await person(demo.origin, LAPTOP), await person(demo.origin, LAPTOP)];
	const add = host.locator('form[action="?/add"]');

	await test.step('a meeting with two questions, and somebody in it', async () => {
		await demo.signIn(host, 'host');
		await host.goto(LED);
		await host.getByRole('button', { name: 'Öppna mötet' }).click();
		await openQuestion(host, 'Ett svar', 'Vad först?', ['Nät', 'Värme']);
		await openQuestion(host, 'Kort fritext', 'Hur märks det?');
		await reader.goto(LIVE);
		await join(reader, { type: 'Företag', organisation: 'Fjällkraft', name: 'Ida Ås' });
	});

	await test.step('who leads goes on writing while an earlier press is answered', async () => {
		const letGo = await holdBack(host, 'scene');
		await host.getByRole('button', { name: 'Snabbfrågan', exact: true }).click();
		await add.getByLabel('Fråga', { exact: true }).focus();
		await host.keyboard.type(WORDS.slice(0, 9));
		await letGo();
		await expect(host.getByRole('button', { name: 'Snabbfrågan', exact: true })).toHaveAttribute(
			'aria-pressed',
			'true'
		);
		await host.keyboard.type(WORDS.slice(9));
		await expect(add.getByLabel('Fråga', { exact: true })).toHaveValue(WORDS);
	});

	await test.step('what a question was refused for, and its words, outlast what other presses are answered', async () => {
		await add.getByLabel('Svar att välja bland').fill('Bara ett');
		await add.getByRole('button', { name: 'Spara frågan' }).click();
		await expect(add.getByRole('alert')).toBeVisible();
		await host.getByRole('button', { name: 'Avsnittet', exact: true }).click();
		await expect(host.getByRole('button', { name: 'Avsnittet', exact: true })).toHaveAttribute('aria-pressed', 'true');
		await expect(add.getByRole('alert')).toBeVisible();
		await expect(add.getByLabel('Fråga', { exact: true })).toHaveValue(WORDS);
		await expect(add.getByLabel('Svar att välja bland')).toHaveValue('Bara ett');
	});

	await test.step('a question that is saved leaves an empty form, and no refusal', async () => {
		await add.getByLabel('Svar att välja bland').fill('Ett\nTvå');
		await add.getByRole('button', { name: 'Spara frågan' }).click();
		await expect(host.getByRole('heading', { name: WORDS })).toBeVisible();
		await expect(add.getByLabel('Fråga', { exact: true })).toHaveValue('');
		await expect(host.getByRole('alert')).toHaveCount(0);
	});

	await test.step('who takes part goes on writing while an earlier answer is saved', async () => {
		const field = reader.getByLabel('Hur märks det?');
		const letGo = await holdBack(reader, 'answer');
		await choose(reader, 'Värme', 'Skicka svaret');
		await field.focus();
		await reader.keyboard.type('Det blir');
		await letGo();
		await expect(reader.getByText('Ditt svar är sparat.')).toBeVisible();
		await reader.keyboard.type(' ljust.');
		await expect(field).toHaveValue('Det blir ljust.');
	});

	await test.step('a second question to the organisers, begun while the first is sent, is not taken away', async () => {
		const field = reader.getByLabel('Din fråga');
		const letGo = await holdBack(reader, 'ask');
		await reader.getByText('Ställ en fråga').click();
		await field.fill(ASKED);
		await reader.getByRole('button', { name: 'Skicka frågan' }).click();
		await field.fill('Och när?');
		await reader.getByRole('radio', { name: 'Nät' }).check();
		await letGo();
		await expect(reader.getByText('Din fråga är skickad.')).toBeVisible();
		await expect(field).toHaveValue('Och när?');
		await expect(reader.getByRole('radio', { name: 'Nät' }), 'what was chosen meanwhile').toBeChecked();
	});
});
