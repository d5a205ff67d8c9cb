import type { Application } from '#server/application.ts';
import { bySystem, type By } from '#server/database/transaction.ts';
import { NOBODY } from '#server/invitations/audience.ts';
import type { MailingInput } from '#server/invitations/types.ts';
import type { MadeDialogue } from './factories.ts';
import type { MadeMeeting } from './meetings.ts';

let counter = 0;

export const pasted = (...addresses: string[]) => ({
	format: 'addresses',
	text: addresses.join('\n'),
	typeNames: new Map<string, string>()
});
export const sheet = (text: string) => ({
	format: 'sheet',
	text,
	typeNames: new Map([['kommun', 'municipality']])
});

/** A list of the dialogue that holds these addresses. */
export async function makeList(app: Application, { dialogueId }: MadeDialogue, addresses: string[]): Promise<string> {
	const { listId } = await app.invitations.createList(bySystem(), dialogueId, `Lista ${++counter}`);
	if (addresses.length > 0) await app.invitations.addContacts(bySystem(), dialogueId, listId, pasted(...addresses));
	return listId;
}

export const mailingInput = (more: Partial<MailingInput> = {}): MailingInput => ({
	subject: 'Välkommen till mobilisering',
	text: 'Hej,\n\nVi bjuder in till möten i oktober.',
	subjectEn: 'Welcome to mobilisation',
	textEn: 'Hello,\n\nWe invite you to meetings in October.',
	lettersPerMinute: 600,
	...more,
	audience: { ...NOBODY, ...more.audience }
});

/** An invitation to the meeting's round, ready to be sent to these addresses. */
export async function makeInvitation(
	app: Application,
	dialogue: MadeDialogue,
	meeting: MadeMeeting,
	addresses: string[],
	more: Partial<MailingInput> = {},
	by: By = bySystem()
): Promise<string> {
	const listId = await makeList(app, dialogue, addresses);
	const { mailingId } = await app.invitations.create(by, dialogue.dialogueId, {
		kind: 'invitation',
		roundOrdinal: meeting.ordinal,
		meetingSlug: ''
	});
	const audience = { ...mailingInput().audience, ...more.audience, listIds: [listId] };
	await app.invitations.update(by, dialogue.dialogueId, mailingId, mailingInput({ ...more, audience }));
	return mailingId;
}
