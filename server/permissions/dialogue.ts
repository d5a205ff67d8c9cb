import { type Actor, hasRole, isStaffOf } from './actor.ts';

export type DialogueThing = { dialogueId: string; state: string };

const isAdmin = (actor: Actor): boolean => actor.kind === 'person' && actor.verified && actor.isAdmin;
const leads = (actor: Actor, thing: { dialogueId: string }): boolean =>
	hasRole(actor, thing.dialogueId, 'process_lead');

const informs = (actor: Actor, thing: { dialogueId: string }): boolean =>
	hasRole(actor, thing.dialogueId, 'process_lead', 'communicator');

/** Dialogues, consultations and roles. The administrator sets up but reads no content by default (domain §2.12). */
export const dialogueRules = {
	'dialogue.create': (actor: Actor, _thing: null) => isAdmin(actor),
	'dialogue.read': (actor: Actor, thing: DialogueThing) =>
		thing.state !== 'planning' || isStaffOf(actor, thing.dialogueId) || hasRole(actor, thing.dialogueId, 'reviewer'),
	'dialogue.manage': leads,
	'dialogue.grant_role': (actor: Actor, thing: { dialogueId: string }) => isAdmin(actor) || leads(actor, thing),
	'consultation.manage': leads,
	'decline_reason.manage': leads,
	'news.write': informs,
	'next_step.manage': informs,
	'region.manage': (actor: Actor, _thing: null) => isAdmin(actor),
	'outbox.read': (actor: Actor, _thing: null) => isAdmin(actor),
	'workspace.open': (actor: Actor, thing: { dialogueId: string }) => isStaffOf(actor, thing.dialogueId)
};
