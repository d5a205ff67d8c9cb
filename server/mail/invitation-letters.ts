import { m } from '#lib/paraglide/messages.js';
import type { RecipientSource } from '#lib/protocol/mailings.ts';
import { closing } from './letters.ts';
import type { Letter, MailLanguage, Sender } from './types.ts';
import { type Part, write } from './write.ts';

type Common = {
	language: MailLanguage;
	sender: Sender;
	subject: string;
	/** Written by staff; empty lines part its paragraphs. */
	text: string;
	dialogueTitle: string;
};
export type InvitationInput = Common & {
	/** The form that everybody may use: a letter is passed on with it. */
	formAddress: string;
	privacyAddress: string;
	source: RecipientSource;
	/** The page where its reader says no to more; null in a test letter. */
	leaveAddress: string | null;
};
export type MessageInput = Common & { address: string };

/** An invitation to a round. Says why it comes to this reader (GDPR art. 14), and may be passed on (domain S2-26). */
export function invitationMail(input: InvitationInput): Letter {
	const locale = { locale: input.language };
	const leave: Part[] =
		input.leaveAddress === null
			? [{ kind: 'paragraph', text: m.invitations_mail_test_leave({}, locale) }]
			: [{ kind: 'link', label: m.invitations_mail_leave({}, locale), address: input.leaveAddress }];
	return written(input, [
		{ kind: 'link', label: m.invitations_mail_register({}, locale), address: input.formAddress },
		{ kind: 'paragraph', text: m.invitations_mail_forward({}, locale) },
		{ kind: 'paragraph', text: WHY[input.source]({ dialogue: input.dialogueTitle }, locale) },
		...leave,
		{ kind: 'link', label: m.invitations_mail_privacy({}, locale), address: input.privacyAddress }
	]);
}

type Why = (about: { dialogue: string }, locale: { locale: MailLanguage }) => string;
const WHY: Record<RecipientSource, Why> = {
	participants: m.invitations_mail_why_participants,
	other_dialogues: m.invitations_mail_why_other_dialogues,
	organisations: m.invitations_mail_why_organisations,
	list: m.invitations_mail_why_list,
	registered: m.invitations_mail_why_registered
};

/** What staff have to say to those registered. */
export function messageMail(input: MessageInput): Letter {
	const locale = { locale: input.language };
	return written(input, [
		{ kind: 'link', label: m.invitations_mail_about({}, locale), address: input.address },
		{ kind: 'paragraph', text: m.invitations_mail_why_registered({ dialogue: input.dialogueTitle }, locale) }
	]);
}

const written = (input: Common, after: readonly Part[]): Letter =>
	write({
		subject: input.subject,
		language: input.language,
		sender: input.sender,
		parts: [...input.text.split(/\n{2,}/).map((text): Part => ({ kind: 'paragraph', text: text.trim() })), ...after],
		closing: closing(input)
	});
