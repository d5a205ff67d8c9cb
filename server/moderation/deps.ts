import type { Change, CommandDeps } from '#server/database/transaction.ts';

export type DeclinedNotice = {
	pointId: string;
	decisionId: string;
	reason: { title: string; explanation: string };
	message: string;
};

export type ModerationDeps = CommandDeps & {
	/** Mails the author why, where there is an address; in the same transaction, sent a moment later so that undo can stop it. */
	sendDeclined(change: Change, notice: DeclinedNotice): Promise<void>;
	/** Stops that mail if it has not left yet. */
	cancelDeclined(change: Change, decisionId: string): Promise<void>;
	/** Reminds moderators of a dialogue that points wait. */
	sendReminder(
		change: Change,
		reminder: { dialogueId: string; consultationTitle: string; waiting: number; oldestAt: Date }
	): Promise<void>;
};
