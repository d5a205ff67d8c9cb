import { once } from 'node:events';
import { sql } from 'kysely';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { createJobs, type Jobs } from '#server/jobs/worker.ts';
import { queueMail } from '#server/mail/queue.ts';
import { createMail } from '#server/mail/service.ts';
import type { Mail, NewMail } from '#server/mail/types.ts';
import { as, testIdentity, visitor, type TestIdentity } from '../support/identity.ts';

type Answer = 'take' | 'refuse' | 'busy';
let t: TestIdentity;
let closes: Array<() => Promise<void>> = [];

beforeEach(async () => void (t = await testIdentity()));
afterEach(async () => {
	for (const close of closes.toReversed()) await close();
	closes = [];
	await t.close();
});

/** A real mail server that keeps what it takes and knows no user by name; `answer` decides for each attempt. */
async function mailServer(answer: (attempt: number) => Answer = () => 'take') {
	const letters: Email[] = [];
	let attempts = 0;
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		authOptional: true,
		logger: false,
		onAuth: (_auth, _session, done) => done(new Error('unknown user')),
		onData(stream, _session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const said = answer(++attempts);
				if (said !== 'take') {
					const code = said === 'busy' ? 451 : 550;
					return done(Object.assign(new Error(`no mailbox for anna@example.org`), { responseCode: code }));
				}
				PostalMime.parse(Buffer.concat(chunks)).then((letter) => (letters.push(letter), done()), done);
			});
		}
	});
	const listener = server.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const address = listener.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	closes.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
	return { url: `smtp://127.0.0.1:${port}`, letters, attempts: () => attempts };
}

function mailWith(options: { smtpUrl?: string | null; demo?: boolean } = {}): Mail {
	const mail = createMail({
		...t.deps,
		log: t.log,
		smtpUrl: options.smtpUrl ?? null,
		mailFrom: 'Region Mittfjäll <noreply@mittfjall.example.org>',
		demo: options.demo ?? false,
		origin: () => 'https://dialog.example.org'
	});
	closes.push(() => mail.stop());
	return mail;
}

async function working(mail: Mail): Promise<Jobs> {
	const jobs = createJobs({
		databaseUrl: t.appUrl,
		log: t.log,
		tasks: { send_mail: ({ messageId }) => mail.send(messageId) },
		schedule: {}
	});
	await jobs.start();
	closes.push(() => jobs.stop());
	return jobs;
}

const LETTER = { subject: 'Åtgärd – ämne', text: 'Hej på dig, Åsa.\n', html: '<p>Hej på dig, Åsa.</p>' };
const queue = (mail: Partial<NewMail> = {}) =>
	transact(t.deps, bySystem(), (change) =>
		queueMail(change, { kind: 'reminder', to: 'asa@example.org', language: 'sv', letter: LETTER, ...mail })
	);
const rowOf = (id: string) =>
	t.database.selectFrom('mail_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

async function jobsLeft(): Promise<number> {
	const { rows } = await sql<{ count: number }>`select count(*) from graphile_worker.jobs`.execute(t.database);
	return rows[0]?.count ?? 0;
}

describe('a letter', () => {
	it('leaves by SMTP with its words in both forms, and says that a machine wrote it', async () => {
		const server = await mailServer();
		await working(mailWith({ smtpUrl: server.url }));
		const id = await queue({ headers: { 'List-Unsubscribe': '<https://dialog.example.org/av>' } });
		await expect.poll(() => server.letters.length, { timeout: 10_000 }).toBe(1);
		const [letter] = server.letters;
		expect(letter).toMatchObject({
			from: { address: 'noreply@mittfjall.example.org', name: 'Region Mittfjäll' },
			to: [{ address: 'asa@example.org' }],
			subject: LETTER.subject,
			messageId: `<${id}@dialog.example.org>`
		});
		expect(letter?.text?.trim()).toBe(LETTER.text.trim());
		expect(letter?.html).toContain('Åsa');
		const headers = Object.fromEntries((letter?.headers ?? []).map(({ key, value }) => [key, value]));
		expect(headers).toMatchObject({
			'auto-submitted': 'auto-generated',
			'content-language': 'sv',
			'list-unsubscribe': '<https://dialog.example.org/av>'
		});
		await expect.poll(async () => (await rowOf(id)).sent_at).not.toBeNull();
	});

	it('does not leave when what it tells of is rolled back', async () => {
		const server = await mailServer();
		const undone = transact(t.deps, bySystem(), async (change) => {
			await queueMail(change, { kind: 'reminder', to: 'asa@example.org', language: 'sv', letter: LETTER });
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		await working(mailWith({ smtpUrl: server.url }));
		await queue({ to: 'other@example.org' });
		await expect.poll(() => server.letters.length, { timeout: 10_000 }).toBe(1);
		expect(server.letters[0]?.to?.[0]?.address).toBe('other@example.org');
	});

	it('is tried again, as the same letter, when the server is busy', async () => {
		const server = await mailServer((attempt) => (attempt === 1 ? 'busy' : 'take'));
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue();
		await expect(mail.send(id)).rejects.toThrow();
		expect(await rowOf(id)).toMatchObject({ attempts: 1, sent_at: null });
		await mail.send(id);
		expect(await rowOf(id)).toMatchObject({ attempts: 2, last_error: null });
		expect(server.letters).toHaveLength(1);
	});

	it('that the server refuses for good is not tried again, and says why without the address', async () => {
		const server = await mailServer(() => 'refuse');
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue();
		await mail.send(id);
		const row = await rowOf(id);
		expect(row).toMatchObject({ attempts: 1, sent_at: null, address_refused: false });
		expect(row.last_error).toContain('no mailbox');
		expect(row.last_error).not.toContain('anna@example.org');
	});

	it('waits while the server does not let us in, which says nothing of the letter', async () => {
		const server = await mailServer();
		const mail = mailWith({ smtpUrl: server.url.replace('smtp://', 'smtp://anna:fel@') });
		const id = await queue();
		await expect(mail.send(id)).rejects.toThrow();
		expect(await rowOf(id)).toMatchObject({ attempts: 1, refused_at: null, address_refused: false });
	});

	it('that has been sent is not sent again', async () => {
		const server = await mailServer();
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue();
		await mail.send(id);
		await mail.send(id);
		expect(server.attempts()).toBe(1);
	});

	it('cannot smuggle a header in its subject or address', async () => {
		const server = await mailServer();
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue({ letter: { ...LETTER, subject: 'a\r\nBcc: thief@example.org' } });
		await mail.send(id);
		const keys = server.letters[0]?.headers.map(({ key }) => key);
		expect(keys).not.toContain('bcc');
	});
});

describe('a letter with a code in it', () => {
	it('is emptied once it has been sent', async () => {
		const server = await mailServer();
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue({ kind: 'sign_in', secret: true });
		await mail.send(id);
		expect(server.letters[0]?.text).toContain('Åsa');
		expect(await rowOf(id)).toMatchObject({ text_body: '', html_body: '' });
	});

	it('is neither sent nor kept after the code has run out', async () => {
		const server = await mailServer();
		const mail = mailWith({ smtpUrl: server.url });
		const id = await queue({ kind: 'sign_in', secret: true });
		t.clock.pass(16 * 60_000);
		await mail.send(id);
		expect(server.attempts()).toBe(0);
		expect(await mail.forgetSecrets()).toBe(1);
		expect((await rowOf(id)).text_body).toBe('');
	});
});

describe('a letter of long ago', () => {
	it('goes two years after it was written, and younger ones stay', async () => {
		const mail = mailWith();
		const [old, young] = [await queue(), await queue()];
		const age = async (id: string, days: number) => {
			const created_at = new Date(Date.now() - days * 86_400_000);
			await t.database.updateTable('mail_message').set({ created_at }).where('id', '=', id).execute();
		};
		await age(old, 732);
		await age(young, 728);
		expect(await mail.removeOld()).toBe(1);
		expect((await t.database.selectFrom('mail_message').select('id').execute()).map(({ id }) => id)).toEqual([young]);
	});
});

describe('the outbox', () => {
	it('is where letters wait when there is no mail server', async () => {
		const mail = mailWith();
		await working(mail);
		const id = await queue();
		const { actor } = await t.administrator();
		const { messages, total } = await mail.outbox(as(actor));
		expect(mail.sends).toBe(false);
		expect(total).toBe(1);
		expect(messages[0]).toMatchObject({ id, to: 'asa@example.org', text: LETTER.text, sentAt: null });
	});

	it('shows the administrator no inputs, and no sign-in links outside the demo', async () => {
		const { actor } = await t.administrator();
		await queue({ kind: 'receipt', letter: { ...LETTER, text: 'MARKER-input' } });
		await queue({ kind: 'declined', letter: { ...LETTER, text: 'MARKER-declined' } });
		await queue({ kind: 'sign_in', secret: true, letter: { ...LETTER, text: 'MARKER-link' } });
		const real = JSON.stringify(await mailWith().outbox(as(actor)));
		expect(real).not.toContain('MARKER');
		const demo = JSON.stringify(await mailWith({ demo: true }).outbox(as(actor)));
		expect(demo).toContain('MARKER-link');
		expect(demo).not.toMatch(/MARKER-(input|declined)/);
	});

	it('is closed to everybody else', async () => {
		const { actor } = await t.signIn('curious@example.org');
		const mail = mailWith();
		await expect(mail.outbox(visitor())).rejects.toMatchObject({ code: 'not_signed_in' });
		await expect(mail.outbox(as(actor))).rejects.toMatchObject({ code: 'forbidden' });
		await expect(mail.sendAgain(as(actor), await queue())).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('sends again what has not left, and nothing else', async () => {
		const server = await mailServer();
		const { actor } = await t.administrator();
		const id = await queue();
		const jobs = await working(mailWith());
		await expect.poll(jobsLeft, { timeout: 10_000 }).toBe(0);
		await jobs.stop();
		const mail = mailWith({ smtpUrl: server.url });
		await working(mail);
		await mail.sendAgain(as(actor), id);
		await expect.poll(async () => (await rowOf(id)).sent_at, { timeout: 10_000 }).not.toBeNull();
		await expect(mail.sendAgain(as(actor), id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(mail.sendAgain(as(actor), 'nonsense')).rejects.toMatchObject({ code: 'not_found' });
	});
});
