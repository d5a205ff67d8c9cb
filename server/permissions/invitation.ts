import { type Actor, hasRole } from './actor.ts';

/** Lists of addresses, and what is sent to them and to those registered (domain §2.12). */
export const invitationRules = {
	'invitation.manage': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'communicator')
};
