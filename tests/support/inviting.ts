import type { Email } from 'postal-mime';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { type TestApplication, testApplication } from './application.ts';
import { type MadeDialogue, makeDialogue } from './factories.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { type MadeMeeting, makeMeeting } from './meetings.ts';

export const NO_SUCH_USER = 'ingen@example.org';
export const system = bySystem().actor;
export const header = (letter: Email, name: string) => letter.headers.find(({ key }) => key === name)?.value;
export const leaveCode = (text: string | undefined) => /\/inbjudan\/avsta\?kod=([\w-]{43})/.exec(text ?? '')?.[1] ?? '';
export const still = (text: string | undefined, { slug }: MadeDialogue) =>
	(text ?? '').replaceAll(slug, 'dialogen').replace(/kod=[\w-]{43}/g, 'kod=KOD');

/** An application of the test file’s own whose letters reach a mail server that takes all but one address. */
export function inviting() {
	let test: TestApplication;
	let mailbox: Mailbox;
	let app: Application;
	beforeAll(async () => {
		mailbox = await startMailbox({ refused: [NO_SUCH_USER] });
		test = await testApplication({ smtpUrl: mailbox.url });
		app = test.app;
	});
	afterAll(async () => {
		await test.close();
		await mailbox.close();
	});

	let counter = 0;
	const anAddress = (who = 'nagon') => `${who}-${++counter}@example.org`;
	async function ground(): Promise<{ dialogue: MadeDialogue; meeting: MadeMeeting; dialogueId: string }> {
		const dialogue = await makeDialogue(app);
		return { dialogue, dialogueId: dialogue.dialogueId, meeting: await makeMeeting(app, dialogue) };
	}
	const stateOf = async (dialogueId: string, mailingId: string, of = app) =>
		(await of.invitations.mailing(system, dialogueId, mailingId)).state;
	const deliveries = async (dialogueId: string, mailingId: string) =>
		Object.fromEntries(
			(await app.invitations.mailing(system, dialogueId, mailingId)).recipients.map((one) => [one.email, one.delivery])
		);
	const sentOut = (dialogueId: string, mailingId: string, of = app) =>
		expect.poll(() => stateOf(dialogueId, mailingId, of), { timeout: 30_000 }).toBe('sent');

	return { test: () => test, mailbox: () => mailbox, app: () => app, anAddress, ground, stateOf, deliveries, sentOut };
}
