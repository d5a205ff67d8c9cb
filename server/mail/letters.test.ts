import { describe, expect, it } from 'vitest';
import {
	declinedMail,
	receiptMail,
	reminderMail,
	signInMail,
	type DeclinedInput,
	type ReceiptInput
} from './letters.ts';
import type { MailLanguage } from './types.ts';

const sender = { name: 'Region Mittfjäll', phone: '08-465 004 01', email: 'registrator@mittfjall.example.org' };
const origin = 'https://dialog.example.org';
const LANGUAGES: MailLanguage[] = ['sv', 'en'];

const receipt = (input: Partial<ReceiptInput> = {}): ReceiptInput => ({
	language: 'sv',
	sender,
	reference: 'RUN-2026-0042',
	receivedAt: new Date('2026-09-01T21:58:30Z'),
	dialogueTitle: 'Smart specialisering 2027–2030',
	documentTitle: 'Hållbar energi',
	isLate: false,
	isHeld: true,
	textLanguage: 'sv',
	points: [
		{ kind: 'Ändringsförslag', place: 'Nuläge', text: 'Byt ”kan” mot ”ska”.\nAnnars händer inget.' },
		{ kind: 'Fråga', place: '', text: 'Vem betalar?' }
	],
	mineAddress: `${origin}/mitt`,
	...input
});
const declined = (input: Partial<DeclinedInput> = {}): DeclinedInput => ({
	language: 'sv',
	sender,
	reference: 'RUN-2026-0042',
	dialogueTitle: 'Smart specialisering 2027–2030',
	reason: 'Innehåller personuppgifter',
	explanation: 'Texten nämner en person vid namn.',
	message: 'Skriv gärna igen utan namnet.',
	text: 'Grannen N. N. har …',
	mineAddress: `${origin}/mitt`,
	...input
});

describe.each(LANGUAGES)('letters in %s', (language) => {
	it('the sign-in link', () => {
		const letter = signInMail({ language, sender, address: `${origin}/logga-in/lank?kod=KOD&till=%2F`, minutes: 15 });
		expect(letter).toMatchSnapshot();
	});

	it('the receipt: reference, time, full text and what registration means (R-11)', () => {
		const letter = receiptMail(receipt({ language }));
		expect(letter.text).toContain('RUN-2026-0042');
		expect(letter.text).toContain(language === 'sv' ? 'kl.\u00a023.58' : 'at\u00a023:58');
		expect(letter.text).toContain('> Byt ”kan” mot ”ska”.\n> Annars händer inget.');
		expect(letter).toMatchSnapshot();
	});

	it('the receipt of a late input', () =>
		expect(receiptMail(receipt({ language, isLate: true })).text).toMatchSnapshot());
	it('the message to a declined author', () => expect(declinedMail(declined({ language }))).toMatchSnapshot());

	it('the reminder to moderators, of one and of several', () => {
		const reminder = (waiting: number) =>
			reminderMail({
				language,
				sender,
				dialogueTitle: 'Smart specialisering 2027–2030',
				consultationTitle: 'Remiss om Hållbar energi',
				waiting,
				oldestAt: new Date('2026-09-23T06:30:00Z'),
				address: `${origin}/arbetsyta/smart/moderering`
			});
		expect([reminder(1), reminder(12)].map(({ subject, text }) => ({ subject, text }))).toMatchSnapshot();
	});
});

describe('what people wrote', () => {
	const hostile = '<script>alert(1)</script> & "citat" <img src=x onerror=y>';

	it('is text and never markup', () => {
		const { html } = receiptMail(
			receipt({ points: [{ kind: hostile, place: hostile, text: hostile }], dialogueTitle: hostile })
		);
		expect(html).not.toMatch(/<script|<img/);
		expect(html).toContain('&lt;script&gt;');
	});

	it('cannot break out of an attribute', () => {
		const { html } = receiptMail(receipt({ textLanguage: 'sv" onclick="x', mineAddress: 'https://x/"><b>' }));
		expect(html).not.toMatch(/ onclick="x"|"><b>/);
	});

	it('keeps the subject on one line', () => {
		expect(receiptMail(receipt({ reference: 'A\r\nBcc: b@c.se' })).subject).not.toMatch(/[\r\n]/);
	});
});

it('nothing in a letter is fetched when it is opened', () => {
	for (const { html } of [receiptMail(receipt()), declinedMail(declined())])
		expect(html).not.toMatch(/src=|url\(|<link/);
});

it('a region without a profile still signs, and promises no number', () => {
	const { text } = receiptMail(receipt({ sender: { name: 'Medskick', phone: '', email: '' } }));
	expect(text).toMatch(/--\nMedskick\n.*automatiskt.*\n$/);
});
