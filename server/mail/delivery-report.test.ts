import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMedskickError } from '#server/errors.ts';
import { autoReply, bytes, exchangeReport, postfixReport } from '../../tests/support/delivery-reports.ts';
import { LONGEST_MESSAGE, readReport } from './delivery-report.ts';
import { fieldGroups } from './delivery-status.ts';

const LETTER = { messageId: '019a9f3e-7c21-7d3b-9a57-2f1b6c0d4e55@dialog.example.org', to: 'finns.inte@example.org' };
const read = (message: string) => readReport(bytes(message));
/** Null, a report, or one of the errors that a command may throw; everything else is a fault. */
const answerTo = async (message: Uint8Array) => readReport(message).catch((error: unknown) => isMedskickError(error));

describe('a delivery report', () => {
	it('of Postfix says which letter did not arrive, to whom and why', async () => {
		expect(await read(postfixReport(LETTER))).toEqual({
			messageId: LETTER.messageId,
			recipients: [
				{
					original: LETTER.to,
					final: LETTER.to,
					action: 'failed',
					status: '5.1.1',
					diagnostic: `550 5.1.1 <${LETTER.to}>: Recipient address rejected: User unknown in virtual mailbox table`
				}
			]
		});
	});

	it('of Exchange says the same from the headers of the letter alone', async () => {
		expect(await read(exchangeReport(LETTER))).toMatchObject({
			messageId: LETTER.messageId,
			recipients: [{ original: LETTER.to, final: LETTER.to, action: 'failed', status: '5.1.10' }]
		});
	});

	it('without a letter is about what it answers to', async () => {
		const [report = ''] = exchangeReport(LETTER).split('--_7d1f_\nContent-Type: text/rfc822-headers');
		expect(await read(`${report}--_7d1f_--\n`)).toMatchObject({ messageId: LETTER.messageId });
		const unanswered = report.replace(/^(In-Reply-To|References): .*\n/gm, '');
		expect(await read(`${unanswered}--_7d1f_--\n`)).toMatchObject({ messageId: null, recipients: [{}] });
	});

	it('of a delay, or of a letter that arrived, says so', async () => {
		for (const [action, status] of [
			['delayed', '4.4.1'],
			['delivered', '2.0.0']
		] as const)
			expect(await read(postfixReport({ ...LETTER, action, status }))).toMatchObject({
				recipients: [{ action, status }]
			});
		expect(await read(postfixReport({ ...LETTER, action: 'eaten', status: '9.9.9' }))).toMatchObject({
			recipients: [{ action: 'other', status: '' }]
		});
	});

	it('keeps the server’s words short and free of what cannot be shown', async () => {
		const said = `550 \u0000\u001b[31mnej\u202e ${'x'.repeat(5_000)}`;
		const [recipient] = (await read(postfixReport({ ...LETTER, said })))?.recipients ?? [];
		expect(recipient?.diagnostic).toMatch(/^550 \[31mnej x+$/);
		expect(recipient?.diagnostic.length).toBeLessThanOrEqual(400);
	});

	it('takes no address from what is none', async () => {
		for (const to of ['', 'ingen', 'a b@example.org', `${'a'.repeat(300)}@example.org`])
			expect(await read(postfixReport({ ...LETTER, to }))).toMatchObject({ recipients: [{ original: '', final: '' }] });
	});
});

describe('what is no delivery report', () => {
	it.each([
		['an automatic answer that speaks like one', autoReply(LETTER)],
		['a letter', 'Subject: Hej\n\nHej\n'],
		['a receipt of reading', postfixReport(LETTER).replace('delivery-status;', 'disposition-notification;')],
		['a report that somebody has passed on', `Content-Type: message/rfc822\n\n${postfixReport(LETTER)}`],
		['a report about nobody', postfixReport(LETTER).replace(/^(Final|Original)-Recipient:.*\n/gm, '')],
		['nothing', '']
	])('is told apart: %s', async (_what, message) => expect(await read(message)).toBeNull());
});

describe('a hostile message', () => {
	const head = 'Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n';
	const nested = (depth: number): string =>
		Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join('');

	it('that is larger than any report is not read', async () => {
		await expect(readReport(new Uint8Array(LONGEST_MESSAGE + 1))).rejects.toMatchObject({ code: 'too_large' });
	});

	it.each([
		['of countless parts', head + '--a\n'.repeat(200_000)],
		['nested without end', `${head}--a\n${nested(500)}`],
		['with endless headers', 'X-A: b\n'.repeat(100_000)]
	])('%s is refused', async (_what, message) => {
		await expect(read(message)).rejects.toMatchObject({ code: 'file_refused' });
	});

	it.each([
		['of another character set than it says', postfixReport(LETTER).replaceAll('charset=utf-8', 'charset=utf-32le')],
		['with a status part of a megabyte', postfixReport({ ...LETTER, said: 'x\n '.repeat(300_000) })],
		['of one long line', head + 'x'.repeat(1_000_000)],
		['with a field of angle brackets', `From: ${'<('.repeat(100_000)}\n${postfixReport(LETTER)}`],
		['of HTML that never ends', `Content-Type: text/html\n\n${'<a '.repeat(300_000)}`],
		['of spaces', `${head}--a\nContent-Type: message/delivery-status\n\n${'\n'.repeat(9)}${' '.repeat(900_000)}`]
	])('%s takes no longer than a moment', async (_what, message) => {
		const began = performance.now();
		await answerTo(bytes(message));
		expect(performance.now() - began).toBeLessThan(5_000);
	});

	it('of whatever bytes brings nothing but a report, null or an error of the closed list', async () => {
		const whole = bytes(postfixReport(LETTER));
		const cut = fc
			.tuple(fc.nat(whole.length), fc.nat(whole.length), fc.uint8Array({ maxLength: 60 }))
			.map(([from, to, between]) => Uint8Array.from([...whole.slice(0, from), ...between, ...whole.slice(to)]));
		await fc.assert(
			fc.asyncProperty(fc.oneof(cut, fc.uint8Array({ maxLength: 400 })), async (message) => {
				expect(await answerTo(message)).not.toBe(false);
			}),
			{ numRuns: 500 }
		);
	});
});

it('a group of fields ends at an empty line, and a field goes on in lines that begin with a space', () => {
	const groups = fieldGroups('\n\nA: 1\r\n  2\nB:3\na: other\nno field\n \nC: 4\n\n');
	expect(groups.map((group) => [...group])).toEqual([
		[
			['a', '1 2'],
			['b', '3']
		],
		[['c', '4']]
	]);
});
