import { m } from '#lib/paraglide/messages.js';
import type { PointKind } from '#lib/protocol/vocabulary.ts';
import type { Change } from '#server/database/transaction.ts';
import type { DeclinedNotice, ModerationDeps } from '#server/moderation/deps.ts';
import type { SubmissionDeps } from '#server/submissions/deps.ts';
import { unlessMasked } from '#server/submissions/queries.ts';
import { declinedMail, receiptMail, reminderMail } from './letters.ts';
import { queueMail } from './queue.ts';
import { loadSender } from './sender.ts';
import type { MailLanguage } from './types.ts';

/** Letters that other parts of the house send: bound to the addresses that stand in them. */
export type Notices = Pick<SubmissionDeps, 'sendReceipt'> &
	Pick<ModerationDeps, 'sendDeclined' | 'cancelDeclined' | 'sendReminder'>;

/** How long a declined author's letter is held back, so that undo reaches it. */
const HELD_BACK_MS = 30_000;

const letterLanguage = (language: string): MailLanguage => (language.startsWith('en') ? 'en' : 'sv');

/** The name of a kind of point in the reader's language; one message per code of the vocabulary. */
function kindLabel(kind: PointKind, locale: MailLanguage): string {
	return m[`point_kind_${kind}`]({}, { locale });
}

export function createNotices(origin: () => string): Notices {
	const mineAddress = (language: MailLanguage) => `${origin()}${language === 'en' ? '/en' : ''}/mitt`;
	return {
		async sendReceipt(change, _by, receipt, input, target) {
			const language = letterLanguage(input.language);
			const dialogue = await change.db
				.selectFrom('dialogue')
				.select('title')
				.where('id', '=', target.dialogue_id)
				.executeTakeFirstOrThrow();
			const places = await placesOf(change, receipt.submissionId);
			const letter = receiptMail({
				language,
				sender: await loadSender(change.db),
				reference: receipt.reference,
				receivedAt: receipt.receivedAt,
				dialogueTitle: dialogue.title,
				documentTitle: target.title,
				isLate: receipt.late,
				isHeld: receipt.points.some((point) => point.status === 'held'),
				textLanguage: input.language,
				points: input.points.map((point, index) => ({
					kind: kindLabel(point.kind, language),
					place: places[index] ?? '',
					text: point.text
				})),
				mineAddress: mineAddress(language)
			});
			await queueMail(change, { kind: 'receipt', to: input.sender.email, language, letter });
		},
		async sendDeclined(change, notice) {
			const submission = await declinedSubmission(change, notice);
			// Somebody with protected personal data is reached by the registrar, not by ordinary mail (domain K-02).
			if (submission === undefined || submission.sender_email === '' || submission.protected_identity) return;
			const language = letterLanguage(submission.language);
			const letter = declinedMail({
				language,
				sender: await loadSender(change.db),
				reference: submission.reference,
				dialogueTitle: submission.title,
				reason: notice.reason.title,
				explanation: notice.reason.explanation,
				message: notice.message,
				text: submission.text,
				textLanguage: submission.language,
				mineAddress: mineAddress(language)
			});
			const mail = { kind: 'declined' as const, to: submission.sender_email, language, letter };
			const noticeId = await queueMail(change, mail, { notBefore: new Date(Date.now() + HELD_BACK_MS) });
			await change.db
				.updateTable('moderation_decision')
				.set({ notice_id: noticeId })
				.where('id', '=', notice.decisionId)
				.execute();
		},
		async cancelDeclined(change, decisionId) {
			const decision = await change.db
				.selectFrom('moderation_decision')
				.select('notice_id')
				.where('id', '=', decisionId)
				.executeTakeFirst();
			if (!decision?.notice_id) return;
			await change.db
				.deleteFrom('mail_message')
				.where('id', '=', decision.notice_id)
				.where('sent_at', 'is', null)
				.execute();
		},
		async sendReminder(change, reminder) {
			const dialogue = await change.db
				.selectFrom('dialogue')
				.select(['title', 'slug'])
				.where('id', '=', reminder.dialogueId)
				.executeTakeFirstOrThrow();
			const sender = await loadSender(change.db);
			for (const { email } of await moderatorsOf(change, reminder.dialogueId)) {
				if (email === null) continue;
				const letter = reminderMail({
					language: 'sv',
					sender,
					dialogueTitle: dialogue.title,
					consultationTitle: reminder.consultationTitle,
					waiting: reminder.waiting,
					oldestAt: reminder.oldestAt,
					address: `${origin()}/arbetsyta/${dialogue.slug}/moderering`
				});
				await queueMail(change, { kind: 'reminder', to: email, language: 'sv', letter });
			}
		}
	};
}

async function placesOf(change: Change, submissionId: string): Promise<string[]> {
	const rows = await change.db
		.selectFrom('point')
		.leftJoin('point_anchor', 'point_anchor.point_id', 'point.id')
		.select([
			unlessMasked('section_label').as('section_label'),
			unlessMasked('exact').as('exact'),
			'point_anchor.scope'
		])
		.where('point.submission_id', '=', submissionId)
		.orderBy('point.ordinal')
		.execute();
	return rows.map((row) =>
		[row.section_label ?? '', row.scope === 'words' && row.exact !== '' ? `”${row.exact}”` : '']
			.filter((part) => part !== '')
			.join(', ')
	);
}

const declinedSubmission = (change: Change, notice: DeclinedNotice) =>
	change.db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.innerJoin('dialogue', 'dialogue.id', 'point.dialogue_id')
		.innerJoin('point_revision', (join) =>
			join.onRef('point_revision.point_id', '=', 'point.id').onRef('point_revision.number', '=', 'point.revision')
		)
		.select([
			'submission.sender_email',
			'submission.protected_identity',
			'submission.language',
			'submission.reference',
			'dialogue.title',
			'point_revision.text'
		])
		.where('point.id', '=', notice.pointId)
		.executeTakeFirst();

const moderatorsOf = (change: Change, dialogueId: string) =>
	change.db
		.selectFrom('dialogue_role')
		.innerJoin('account', 'account.id', 'dialogue_role.account_id')
		.select('account.email')
		.distinct()
		.where('dialogue_role.dialogue_id', '=', dialogueId)
		.where('dialogue_role.role', 'in', ['case_officer', 'process_lead'])
		.where('account.disabled_at', 'is', null)
		.execute();
