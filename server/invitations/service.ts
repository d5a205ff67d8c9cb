import { knownId } from '#server/checks.ts';
import { load } from './bulk.ts';
import { createMailing, updateMailing } from './drafting.ts';
import { addContacts, createList, previewList, removeContact, removeList } from './lists.ts';
import { createInvitationParts, type InvitationDeps } from './parts.ts';
import { list, lists, mailing, mailings, reach } from './reading.ts';
import { ownInvitations } from './own.ts';
import { peekRefusal, refuseInvitations } from './refusing.ts';
import { remind, reminders, setReminder } from './reminding.ts';
import { removeOld } from './removing.ts';
import { takeReports } from './reports.ts';
import { pause, resume, send, sendTest, writeLetters } from './sending.ts';
import type { Invitations } from './types.ts';

const inList = (dialogueId: string, listId: string) => ({ dialogueId: knownId(dialogueId), listId: knownId(listId) });
const ofMailing = (dialogueId: string, mailingId: string) => ({
	dialogueId: knownId(dialogueId),
	mailingId: knownId(mailingId)
});

export function createInvitations(deps: InvitationDeps): Invitations {
	const parts = createInvitationParts(deps);
	return {
		lists: async (actor, dialogueId) => lists(parts, actor, knownId(dialogueId)),
		list: async (actor, dialogueId, listId) => list(parts, actor, knownId(dialogueId), knownId(listId)),
		createList: async (by, dialogueId, name) => createList(parts, by, knownId(dialogueId), name),
		removeList: async (by, dialogueId, listId) => removeList(parts, by, knownId(dialogueId), knownId(listId)),
		preview: async (actor, dialogueId, listId, input) => previewList(parts, actor, inList(dialogueId, listId), input),
		addContacts: async (by, dialogueId, listId, input) => addContacts(parts, by, inList(dialogueId, listId), input),
		removeContact: async (by, dialogueId, listId, contactId) =>
			removeContact(parts, by, inList(dialogueId, listId), knownId(contactId)),
		mailings: async (actor, dialogueId) => mailings(parts, actor, knownId(dialogueId)),
		mailing: async (actor, dialogueId, mailingId) => mailing(parts, actor, knownId(dialogueId), knownId(mailingId)),
		create: async (by, dialogueId, input) => createMailing(parts, by, knownId(dialogueId), input),
		update: async (by, dialogueId, mailingId, input) =>
			updateMailing(parts, by, ofMailing(dialogueId, mailingId), input),
		reach: async (actor, dialogueId, mailingId) => reach(parts, actor, knownId(dialogueId), knownId(mailingId)),
		sendTest: async (by, dialogueId, mailingId) => sendTest(parts, by, ofMailing(dialogueId, mailingId)),
		send: async (by, dialogueId, mailingId) => send(parts, by, ofMailing(dialogueId, mailingId)),
		pause: async (by, dialogueId, mailingId) => pause(parts, by, ofMailing(dialogueId, mailingId)),
		resume: async (by, dialogueId, mailingId) => resume(parts, by, ofMailing(dialogueId, mailingId)),
		takeReports: async (by, dialogueId, messages) => takeReports(parts, by, knownId(dialogueId), messages),
		reminders: async (actor, dialogueId) => reminders(parts, actor, knownId(dialogueId)),
		setReminder: async (by, dialogueId, meetingId, daysBefore) =>
			setReminder(parts, by, { dialogueId: knownId(dialogueId), meetingId: knownId(meetingId) }, daysBefore),
		peekRefusal: (code) => peekRefusal(parts, code),
		refuse: (by, code) => refuseInvitations(parts, by, code),
		mine: (actor) => ownInvitations(parts, actor),
		writeLetters: (mailingId) => writeLetters(parts, mailingId),
		remind: () => remind(parts),
		load: (by, loaded) => load(parts, by, loaded),
		removeOld: () => removeOld(parts)
	};
}
