import { refuse } from '#server/errors.ts';
import type { LockedPoint } from '#server/submissions/own.ts';

/** What the moderator had in view when deciding. Left out by what decides without a view: jobs, the demo. */
export type Seen = { revision: number; status: string };

/** Nobody decides on words that they have not read: the author may have corrected them, or a colleague got there first. */
export function refuseUnseen(row: Pick<LockedPoint, 'revision' | 'status'>, seen: Seen | undefined): void {
	if (seen === undefined) return;
	if (seen.revision !== row.revision) {
		refuse(
			'conflict',
			'Avsändaren har ändrat synpunkten medan du läste. Läs den nya texten och bestäm sedan.',
			'The sender changed the comment while you were reading. Read the new text, then decide.'
		);
	}
	if (seen.status !== row.status) {
		refuse(
			'conflict',
			'Någon annan har redan beslutat om synpunkten. Läs vad som hände i historiken.',
			'Someone else has already decided on the comment. Read what happened in the history.'
		);
	}
}
