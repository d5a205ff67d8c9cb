import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { Judgement, Rule } from '#server/realtime/judging.ts';
import { notesOfDocument, type NotesRow } from './notes-queries.ts';
import { rolesAt } from './queries.ts';

/** Whether somebody may write in these notes now. */
export async function writesNotes(db: Kysely<DB>, actor: Actor, notes: NotesRow): Promise<boolean> {
	const accountId = accountIdOf(actor);
	const meetingRoles = accountId === null ? [] : await rolesAt(db, notes.meeting_id, accountId);
	return can(actor, 'notes.write', {
		dialogueId: notes.dialogue_id,
		meetingRoles,
		closed: notes.closed_at !== null
	});
}

/** A meeting's notes are written by those who lead it; others read what `read` lets them. */
export async function notesRule(
	db: Kysely<DB>,
	documentId: string,
	read: (actor: Actor) => Judgement
): Promise<Rule<Actor>> {
	const notes = await notesOfDocument(db, documentId);
	return async (actor) => {
		if (notes === undefined || !(await writesNotes(db, actor, notes))) return read(actor);
		return { access: 'write', moderator: can(actor, 'desk.read', { dialogueId: notes.dialogue_id }) };
	};
}
