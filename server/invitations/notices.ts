import { newId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';

/** What those registered for a meeting were told without anybody writing it. `letters` is how many were sent. */
export type MeetingNotice = {
	meetingId: string;
	what: 'changed' | 'cancelled' | 'reminder';
	changed: readonly string[];
	letters: number;
	at: Date;
};

/** Keeps that letters went out, in their own transaction, so that staff can see what people know. */
export async function noteTold(change: Change, { meetingId, at, changed, ...told }: MeetingNotice): Promise<void> {
	if (told.letters === 0) return;
	await change.db
		.insertInto('meeting_notice')
		.values({ id: newId(), meeting_id: meetingId, changed: [...changed], ...told, written_at: at })
		.execute();
}
