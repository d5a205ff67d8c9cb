import { type Actor, hasRole, isStaffOf } from './actor.ts';

export type TextThing = { dialogueId: string; dialogueState: string; shared: boolean };
export type VersionThing = { dialogueId: string; dialogueState: string };

const writes = (actor: Actor, thing: { dialogueId: string }): boolean =>
	hasRole(actor, thing.dialogueId, 'process_lead', 'case_officer', 'communicator');

/** Living texts and their frozen versions. */
export const textRules = {
	/** The living text: staff always, everybody while it is shared live. */
	'text.read': (actor: Actor, thing: TextThing) =>
		isStaffOf(actor, thing.dialogueId) || (thing.shared && thing.dialogueState !== 'planning'),
	'text.write': writes,
	'text.import': writes,
	'text.share': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'host'),
	'document.create': writes,
	'version.publish': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'communicator'),
	'version.mask': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'registrar'),
	'version.read': (actor: Actor, thing: VersionThing) =>
		thing.dialogueState !== 'planning' ||
		isStaffOf(actor, thing.dialogueId) ||
		hasRole(actor, thing.dialogueId, 'reviewer'),
	'version.read_unmasked': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'registrar')
};
