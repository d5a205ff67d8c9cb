import { m } from '#lib/paraglide/messages.js';
import { closing } from './letters.ts';
import type { Letter, MailLanguage, Sender } from './types.ts';
import { write } from './write.ts';

type Common = { language: MailLanguage; sender: Sender; dialogueTitle: string; address: string };
export type ConfirmNewsInput = Common & { hours: number };
export type NewsLetterInput = Common & { title: string; text: string; leaveAddress: string };

/** The link that confirms a subscription. It opens a page with a button, because mail scanners open links. */
export function confirmNewsMail(input: ConfirmNewsInput): Letter {
	const { language, sender } = input;
	const locale = { locale: language };
	return write({
		subject: m.news_mail_confirm_subject({ dialogue: input.dialogueTitle }, locale),
		language,
		sender,
		parts: [
			{ kind: 'paragraph', text: m.news_mail_confirm_intro({ dialogue: input.dialogueTitle }, locale) },
			{ kind: 'link', label: m.news_mail_confirm_link({}, locale), address: input.address },
			{ kind: 'paragraph', text: m.news_mail_confirm_limits({ hours: input.hours }, locale) },
			{ kind: 'paragraph', text: m.news_mail_confirm_not_you({}, locale) }
		],
		closing: closing(input)
	});
}

/** One news post, to somebody who subscribes. */
export function newsMail(input: NewsLetterInput): Letter {
	const { language, sender, dialogueTitle } = input;
	const locale = { locale: language };
	return write({
		subject: m.news_mail_subject({ title: input.title, dialogue: dialogueTitle }, locale),
		language,
		sender,
		parts: [
			{ kind: 'heading', text: input.title },
			...input.text.split(/\n{2,}/).map((text) => ({ kind: 'paragraph' as const, text })),
			{ kind: 'link', label: m.news_mail_read({}, locale), address: input.address },
			{ kind: 'paragraph', text: m.news_mail_why({ dialogue: dialogueTitle }, locale) },
			{ kind: 'link', label: m.news_leave({}, locale), address: input.leaveAddress }
		],
		closing: closing(input)
	});
}
