import { m } from '#lib/paraglide/messages.js';
import { date, dateTime, time } from '#lib/ui/format/dates.ts';
import { write, type Part } from './write.ts';
import type { Letter, MailLanguage, Sender } from './types.ts';

/** `address` and `mineAddress` are complete addresses of ours. Texts come in as they were written. */
type Common = { language: MailLanguage; sender: Sender };
export type SignInInput = Common & { address: string; minutes: number };
export type ReceiptInput = Common & {
	reference: string;
	receivedAt: Date;
	dialogueTitle: string;
	documentTitle: string | null;
	isLate: boolean;
	/** True where somebody at the region reads the input before others do. */
	isHeld: boolean;
	/** The language the points are written in (BCP 47). */
	textLanguage?: string;
	points: readonly { kind: string; place: string; text: string }[];
	/** Where the sender sees, corrects and withdraws what was sent. */
	mineAddress: string;
};
export type DeclinedInput = Common & {
	reference: string;
	dialogueTitle: string;
	reason: string;
	explanation: string;
	/** The moderator's own words to the author; '' for none. */
	message: string;
	text: string;
	textLanguage?: string;
	mineAddress: string;
};
export type ReminderInput = Common & {
	dialogueTitle: string;
	consultationTitle: string;
	waiting: number;
	oldestAt: Date;
	/** The moderation desk. */
	address: string;
};

const paragraph = (text: string): Part => ({ kind: 'paragraph', text });

/** How to reach the region, and that nobody reads an answer to the letter. */
export function closing({ language, sender }: Common): string[] {
	const locale = { locale: language };
	const reach = m.mail_closing_reach({ phone: sender.phone, email: sender.email }, locale);
	const known = sender.phone !== '' && sender.email !== '';
	return [sender.name, m.mail_closing_automatic({}, locale), ...(known ? [reach] : [])];
}

const letter = (input: Common, subject: string, parts: Part[]): Letter =>
	write({ subject, language: input.language, sender: input.sender, parts, closing: closing(input) });

/** The link that signs in. It opens a page with a button, because mail scanners open links. */
export function signInMail(input: SignInInput): Letter {
	const locale = { locale: input.language };
	return letter(input, m.mail_sign_in_subject({ region: input.sender.name }, locale), [
		paragraph(m.mail_sign_in_intro({ region: input.sender.name }, locale)),
		{ kind: 'link', label: m.mail_sign_in_link({}, locale), address: input.address },
		paragraph(m.mail_sign_in_limits({ minutes: input.minutes }, locale)),
		paragraph(m.mail_sign_in_not_you({}, locale))
	]);
}

/** A copy of what was sent, with its reference and what happens to it now (domain R-11). */
export function receiptMail(input: ReceiptInput): Letter {
	const locale = { locale: input.language };
	const when = { date: date(input.receivedAt, input.language), time: time(input.receivedAt, input.language) };
	const about =
		input.documentTitle === null ? [] : ([[m.mail_receipt_document({}, locale), input.documentTitle]] as const);
	return letter(input, m.mail_receipt_subject({ reference: input.reference }, locale), [
		paragraph(m.mail_receipt_thanks({ ...when, reference: input.reference }, locale)),
		{ kind: 'facts', rows: [[m.mail_receipt_dialogue({}, locale), input.dialogueTitle], ...about] },
		...(input.isLate ? [paragraph(m.mail_receipt_late({}, locale))] : []),
		{ kind: 'heading', text: m.mail_receipt_heading({}, locale) },
		...input.points.flatMap((point): Part[] => [
			paragraph([point.kind, point.place].filter((word) => word !== '').join(' · ')),
			{ kind: 'quote', text: point.text, language: input.textLanguage }
		]),
		{ kind: 'heading', text: m.mail_receipt_next({}, locale) },
		...(input.isHeld ? [paragraph(m.mail_receipt_held({}, locale))] : []),
		paragraph(m.mail_receipt_record({}, locale)),
		{ kind: 'link', label: m.mail_mine_link({}, locale), address: input.mineAddress }
	]);
}

/** To the author of a point that is not published. Says why, and that the record stays. */
export function declinedMail(input: DeclinedInput): Letter {
	const locale = { locale: input.language };
	const said = input.message.trim();
	return letter(input, m.mail_declined_subject({ reference: input.reference }, locale), [
		paragraph(m.mail_declined_intro({ reference: input.reference, dialogue: input.dialogueTitle }, locale)),
		{ kind: 'facts', rows: [[m.mail_declined_reason({}, locale), input.reason]] },
		...(input.explanation === '' ? [] : [paragraph(input.explanation)]),
		...(said === '' ? [] : [paragraph(m.mail_declined_message({}, locale)), paragraph(said)]),
		{ kind: 'heading', text: m.mail_declined_text({}, locale) },
		{ kind: 'quote', text: input.text, language: input.textLanguage },
		paragraph(m.mail_declined_kept({}, locale)),
		{ kind: 'link', label: m.mail_mine_link({}, locale), address: input.mineAddress }
	]);
}

/** To moderators, when points have waited longer than the consultation allows. Counts only: no words, no names. */
export function reminderMail(input: ReminderInput): Letter {
	const locale = { locale: input.language };
	const since = dateTime(input.oldestAt, input.language);
	return letter(input, m.mail_reminder_subject({ count: input.waiting, dialogue: input.dialogueTitle }, locale), [
		paragraph(m.mail_reminder_intro({ count: input.waiting, consultation: input.consultationTitle }, locale)),
		paragraph(m.mail_reminder_oldest({ since }, locale)),
		{ kind: 'link', label: m.mail_reminder_link({}, locale), address: input.address }
	]);
}
