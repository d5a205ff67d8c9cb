import { invitationMail, messageMail } from '#server/mail/invitation-letters.ts';
import type { Letter, NewMail, Sender } from '#server/mail/types.ts';
import type { RecipientSource } from '#lib/protocol/mailings.ts';
import type { MailingRow } from './queries.ts';

/** To whom one letter goes; `leaveCode` is null in a test letter, which nobody can leave by. */
export type Addressed = {
	email: string;
	language: 'sv' | 'en';
	source: RecipientSource;
	leaveCode: string | null;
};
type Around = { origin: string; sender: Sender; meetingSlug: string | null };

export const refusalAddress = (origin: string, page: 'avsta' | 'avsta/ett-klick', code: string, language: string) =>
	`${at(origin, language)}/inbjudan/${page}?kod=${code}`;

const at = (origin: string, language: string): string => origin + (language === 'en' ? '/en' : '');

/** The letter to one address, in its language, or in Swedish words where nobody has written English ones. */
export function letterOf(row: MailingRow, to: Addressed, around: Around): NewMail {
	const { language, email } = to;
	const headers =
		to.leaveCode === null || row.kind === 'message' ? {} : oneClick(around.origin, to.leaveCode, language);
	const kind = row.kind === 'message' ? 'message' : 'invitation';
	return { kind, to: email, language, letter: letter(row, to, around), headers };
}

function letter(row: MailingRow, { language, source, leaveCode }: Addressed, around: Around): Letter {
	const english = language === 'en' && row.text_en !== '';
	const home = `${at(around.origin, language)}/dialoger/${row.dialogue_slug}`;
	const common = {
		...{ language, sender: around.sender, dialogueTitle: row.dialogue_title },
		subject: english ? row.subject_en : row.subject,
		text: english ? row.text_en : row.text
	};
	if (row.kind === 'message')
		return messageMail({
			...common,
			address: around.meetingSlug === null ? home : `${home}/moten/${around.meetingSlug}`
		});
	return invitationMail({
		...common,
		source,
		formAddress: `${home}/anmalan/${row.round_ordinal}`,
		privacyAddress: `${at(around.origin, language)}/personuppgifter`,
		leaveAddress: leaveCode === null ? null : refusalAddress(around.origin, 'avsta', leaveCode, language)
	});
}

/** The mail program's own button for leaving (RFC 2369, RFC 8058). */
const oneClick = (origin: string, code: string, language: string): Record<string, string> => ({
	'List-Unsubscribe': `<${refusalAddress(origin, 'avsta/ett-klick', code, language)}>`,
	'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
});
