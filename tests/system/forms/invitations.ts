import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import type { MadeDialogue } from '../../support/factories.ts';
import { makeInvitation, makeList } from '../../support/invitations.ts';
import type { MadeMeeting } from '../../support/meetings.ts';
import { type FormCase, type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

/** A list with a contact, one to remove, a draft to that list and one that has not begun. */
export type InvitationGround = {
	listId: string;
	removeListId: string;
	contactId: string;
	draftId: string;
	sendId: string;
};

export async function invitationGround(
	app: Application,
	dialogue: MadeDialogue,
	meeting: MadeMeeting
): Promise<InvitationGround> {
	const listId = await makeList(app, dialogue, ['kommun@example.org', 'bolag@example.org']);
	const { contacts } = await app.invitations.list(bySystem().actor, dialogue.dialogueId, listId);
	return {
		listId,
		removeListId: await makeList(app, dialogue, ['bort@example.org']),
		contactId: contacts[0]?.id ?? '',
		draftId: await makeInvitation(app, dialogue, meeting, ['utkast@example.org']),
		sendId: await makeInvitation(app, dialogue, meeting, ['skicka@example.org'])
	};
}

const list = (at: Ground): string => `${work(at)}/inbjudningar/listor/${at.invitations.listId}`;
const mailing = (at: Ground, more: Partial<FormCase> = {}): FormCase => ({
	path: `${work(at)}/inbjudningar/${at.invitations.draftId}`,
	as: at.lead,
	fields: {},
	needsNothing: true,
	...more
});

export const invitationForms: Forms = {
	'/arbetsyta/[dialog]/inbjudningar?/default': (at) => ({
		path: `${work(at)}/inbjudningar`,
		as: at.lead,
		fields: { kind: 'invitation', round: '1' },
		ids: { kind: ['reminder'], round: ['99', '-1'] }
	}),
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/save': (at) => ({
		path: `${work(at)}/inbjudningar/${at.invitations.draftId}`,
		as: at.lead,
		fields: {
			subject: 'Välkommen',
			text: 'Vi bjuder in.',
			subjectEn: '',
			textEn: '',
			lettersPerMinute: '60',
			audience: at.invitations.listId,
			organisationTypes: 'municipality'
		},
		ids: { audience: [at.foreign.listId], organisationTypes: ['pirates'] }
	}),
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/test': (at) => mailing(at),
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/send': (at) =>
		mailing(at, { path: `${work(at)}/inbjudningar/${at.invitations.sendId}` }),
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/pause': (at) => mailing(at),
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/resume': (at) => mailing(at),
	// Files alone are taken, and of a file that is no mail the answer says just that.
	'/arbetsyta/[dialog]/inbjudningar/[utskick]?/reports': (at) =>
		mailing(at, { fields: { reports: 'studs' }, answers: [400] }),
	'/arbetsyta/[dialog]/inbjudningar/listor?/default': (at) => ({
		path: `${work(at)}/inbjudningar/listor`,
		as: at.lead,
		fields: { name: 'Kommunerna' }
	}),
	'/arbetsyta/[dialog]/inbjudningar/listor/[lista]?/preview': (at) => ({
		path: list(at),
		as: at.lead,
		fields: { pasted: 'ny@example.org' },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/inbjudningar/listor/[lista]?/keep': (at) => ({
		path: list(at),
		as: at.lead,
		fields: { format: 'addresses', _text: 'ny@example.org' }
	}),
	'/arbetsyta/[dialog]/inbjudningar/listor/[lista]?/take': (at) => ({
		path: list(at),
		as: at.lead,
		fields: { contactId: at.invitations.contactId },
		ids: { contactId: [at.foreign.listId] }
	}),
	'/arbetsyta/[dialog]/inbjudningar/listor/[lista]?/remove': (at) => ({
		path: `${work(at)}/inbjudningar/listor/${at.invitations.removeListId}`,
		as: at.lead,
		fields: {},
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/inbjudningar/paminnelser?/default': (at) => ({
		path: `${work(at)}/inbjudningar/paminnelser`,
		as: at.lead,
		fields: { meetingId: at.meetingId, daysBefore: '3' },
		ids: { meetingId: [at.foreign.meetingId], daysBefore: ['0', '15', '1.5'] }
	}),
	'/inbjudan/avsta?/default': (at) => ({
		path: '/inbjudan/avsta?kod=x',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true
	})
};
