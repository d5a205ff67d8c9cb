import { m } from '#lib/paraglide/messages.js';
import type {
	Delivery,
	LineRefusal,
	LineRemark,
	ListLineReport,
	MailingKind,
	MailingRecipient,
	MailingState,
	RecipientSource,
	ReminderLine,
	ReportOutcome,
	ReportResult
} from '#lib/protocol/mailings.ts';
import { dateTime, list } from '#lib/ui/format.ts';

export const KIND_LABELS: Record<MailingKind, () => string> = {
	invitation: m.invitations_kind_invitation,
	message: m.invitations_kind_message
};

export const STATE_LABELS: Record<MailingState, () => string> = {
	draft: m.invitations_state_draft,
	sending: m.invitations_state_sending,
	paused: m.invitations_state_paused,
	sent: m.invitations_state_sent
};
export const STATE_TONES: Record<MailingState, 'neutral' | 'positive' | 'warning'> = {
	draft: 'neutral',
	sending: 'neutral',
	paused: 'warning',
	sent: 'positive'
};

export const SOURCE_LABELS: Record<RecipientSource, () => string> = {
	participants: m.invitations_source_participants,
	other_dialogues: m.invitations_source_other_dialogues,
	organisations: m.invitations_source_organisations,
	list: m.invitations_source_list,
	registered: m.invitations_source_registered
};

export const DELIVERY_LABELS: Record<Delivery, () => string> = {
	waiting: m.invitations_delivery_waiting,
	outbox: m.invitations_delivery_outbox,
	sent: m.invitations_delivery_sent,
	retrying: m.invitations_delivery_retrying,
	refused: m.invitations_delivery_refused,
	left_out: m.invitations_delivery_left_out
};

/** The only answers that there are: somebody registered, or said no. */
export function answerLabel({ registered, declined }: Pick<MailingRecipient, 'registered' | 'declined'>): string {
	if (registered) return m.invitations_answer_registered();
	return declined ? m.invitations_answer_declined() : m.invitations_answer_none();
}

const REFUSALS: Record<LineRefusal, () => string> = {
	no_address: m.invitations_line_no_address,
	bad_address: m.invitations_line_bad_address,
	twice: m.invitations_line_twice,
	in_list: m.invitations_line_in_list,
	declined: m.invitations_line_declined,
	too_long: m.invitations_line_too_long
};
const REMARKS: Record<LineRemark, () => string> = {
	unknown_type: m.invitations_line_unknown_type,
	unknown_municipality: m.invitations_line_unknown_municipality,
	unknown_language: m.invitations_line_unknown_language
};

/** `Läggs till, kommunen känns inte igen och utelämnas` */
export function outcomeLabel({ refusal, remarks }: Pick<ListLineReport, 'refusal' | 'remarks'>): string {
	if (refusal !== null) return REFUSALS[refusal]();
	return [m.invitations_line_taken(), ...remarks.map((remark) => REMARKS[remark]())].join(', ');
}

const CHANGED: Record<string, () => string> = {
	time: m.invitations_notice_time,
	place: m.invitations_notice_place,
	link: m.invitations_notice_link
};

export function noticeLabel({ what, changed, letters, writtenAt }: ReminderLine['notices'][number]): string {
	const told = { when: dateTime(writtenAt), count: letters };
	if (what === 'cancelled') return m.invitations_notice_cancelled(told);
	if (what === 'reminder') return m.invitations_notice_reminder(told);
	return m.invitations_notice_changed({ ...told, what: list(changed.map((one) => CHANGED[one]?.() ?? one)) });
}

const REPORTS: Record<ReportOutcome, (about: { email: string }) => string> = {
	marked: m.invitations_report_marked,
	known: m.invitations_report_known,
	not_final: m.invitations_report_not_final,
	not_ours: m.invitations_report_not_ours,
	no_report: m.invitations_report_no_report,
	outlook: m.invitations_report_outlook,
	unreadable: m.invitations_report_unreadable,
	too_large: m.invitations_report_too_large
};

/** `Brevet till anna@example.org kom inte fram. Det syns nu hos mottagaren.` */
export const reportLabel = ({ outcome, email }: Pick<ReportResult, 'outcome' | 'email'>): string =>
	REPORTS[outcome]({ email });

export const countLabel = (contacts: number): string =>
	contacts === 1 ? m.invitations_lists_count_one() : m.invitations_lists_count({ count: contacts });
