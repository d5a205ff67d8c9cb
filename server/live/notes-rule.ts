import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { Judgement, Rule } from '#server/realtime/judging.ts';
import { notesOfDocument, type NotesRow } from './notes-queries.ts';
import { rolesAt } from './queries.ts';

/** Whether somebody may write in these notes now. */
export async function writesNotes(db: Kysely<DB>, actor: Actor, notes: NotesRow): Promise<boolean> {
	return can(actor, 'notes.write', { ...(await meetingOf(db, actor, notes)), closed: notes.closed_at !== null });
}

async function meetingOf(db: Kysely<DB>, actor: Actor, { dialogue_id: dialogueId, meeting_id }: NotesRow) {
	const accountId = accountIdOf(actor);
	return { dialogueId, meetingRoles: accountId === null ? [] : await rolesAt(db, meeting_id, accountId) };
}

/**
 * A meeting's notes are written by those who lead it, and read by them when they are closed. To everybody else, the
 * dialogue's staff too, they are what `others` says.
 */
export async function notesRule(
	db: Kysely<DB>,
	documentId: string,
	others: (actor: Actor) => Judgement
): Promise<Rule<Actor>> {
	const notes = await notesOfDocument(db, documentId);
	return async (actor) => {
		if (notes === undefined || !can(actor, 'meeting.host', await meetingOf(db, actor, notes))) return others(actor);
		const access = (await writesNotes(db, actor, notes)) ? 'write' : 'read';
		return { access, moderator: can(actor, 'desk.read', { dialogueId: notes.dialogue_id }) };
	};
}
