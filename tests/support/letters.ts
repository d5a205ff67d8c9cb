import type { Email } from 'postal-mime';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Application } from '#server/application.ts';
import { TEST_NOW, type TestApplication, testApplication } from './application.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';

/** What has been written to an address, in order, sent or not. */
export const lettersTo = (app: Application, email: string) =>
	app.database
		.selectFrom('mail_message')
		.select(['subject', 'text_body', 'attachments'])
		.where('to_address', '=', email)
		.orderBy('id')
		.execute();

export const header = (letter: Email, name: string) => letter.headers.find(({ key }) => key === name)?.value;

/** An application of the test file’s own whose letters come to a mail server. The clock is set back before each test. */
export function sendingLetters() {
	let test: TestApplication;
	let mailbox: Mailbox;
	let counter = 0;
	beforeAll(async () => {
		mailbox = await startMailbox();
		test = await testApplication({ smtpUrl: mailbox.url });
	});
	beforeEach(() => test.clock.set(TEST_NOW));
	afterAll(async () => {
		await test.close();
		await mailbox.close();
	});

	return {
		test: () => test,
		app: () => test.app,
		mailbox: () => mailbox,
		anAddress: () => `lasare-${++counter}@example.org`,
		/** Where somebody asks from for whom nobody else’s asking counts. */
		anIp: () => `10.0.0.${++counter}`
	};
}
