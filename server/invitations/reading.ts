import type { ListLine, ListView, MailingLine, MailingReach, MailingView } from '#lib/protocol/mailings.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { shown } from '#server/meetings/reading.ts';
import { reachOf } from './audience.ts';
import { found, type InvitationParts } from './parts.ts';
import {
	contactsIn,
	listById,
	listsOf,
	mailingById,
	type MailingRow,
	mailingsOf,
	recipientsOf,
	registeredWith
} from './queries.ts';
import { contactView, mailingLine, mailingView } from './view.ts';

export async function lists({ database }: InvitationParts, actor: Actor, dialogueId: string): Promise<ListLine[]> {
	authorize(actor, 'invitation.manage', { dialogueId });
	return listsOf(database, dialogueId);
}

export async function list(
	{ database }: InvitationParts,
	actor: Actor,
	dialogueId: string,
	listId: string
): Promise<ListView> {
	authorize(actor, 'invitation.manage', { dialogueId });
	const { id, name } = found(await listById(database, dialogueId, listId));
	return { id, name, contacts: (await contactsIn(database, id)).map(contactView) };
}

export async function mailings(
	{ database }: InvitationParts,
	actor: Actor,
	dialogueId: string
): Promise<MailingLine[]> {
	authorize(actor, 'invitation.manage', { dialogueId });
	const rows = await mailingsOf(database, dialogueId);
	const recipients = await recipientsOf(
		database,
		rows.map(({ id }) => id)
	);
	const rounds = [...new Set(rows.map((row) => row.round_id))];
	const registered = new Map(
		await Promise.all(rounds.map(async (id) => [id, await registeredWith(database, id)] as const))
	);
	return rows.map((row) => mailingLine(row, recipients, registered.get(row.round_id) ?? new Set()));
}

async function mailingIn(parts: InvitationParts, actor: Actor, dialogueId: string, mailingId: string) {
	authorize(actor, 'invitation.manage', { dialogueId });
	const row: MailingRow = found(await mailingById(parts.database, mailingId));
	if (row.dialogue_id !== dialogueId) throw new MedskickError('not_found');
	return row;
}

export async function mailing(
	parts: InvitationParts,
	actor: Actor,
	dialogueId: string,
	mailingId: string
): Promise<MailingView> {
	const row = await mailingIn(parts, actor, dialogueId, mailingId);
	const recipients = await recipientsOf(parts.database, [row.id]);
	const registered = await registeredWith(parts.database, row.round_id);
	const meeting = row.meeting_id === null ? null : await shown(parts, row.meeting_id);
	return mailingView(row, recipients, registered, meeting && { id: meeting.id, title: meeting.title });
}

export async function reach(
	parts: InvitationParts,
	actor: Actor,
	dialogueId: string,
	mailingId: string
): Promise<MailingReach> {
	const row = await mailingIn(parts, actor, dialogueId, mailingId);
	return reachOf(parts.database, row, parts.clock);
}
