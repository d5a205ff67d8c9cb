import type { Person } from '#server/permissions/actor.ts';
import type { MadeDialogue, MadeDocument } from '../support/factories.ts';
import { liveForms, type LiveGround } from './live-forms.ts';
import { recordForms, type RecordGround } from './record-forms.ts';

/** What the forms are filled with: one dialogue to act in, another to reach into. */
export type Ground = {
	lead: Person;
	administrator: Person;
	author: Person;
	/** Somebody with an account and no roles; their id stands for *other people's*. */
	other: Person;
	/** Whose account and roles are changed. */
	spare: Person;
	dialogue: MadeDialogue;
	document: MadeDocument;
	consultationSlug: string;
	/** By slug: one that is open, a draft, one to cancel and one whose registration is closed. */
	live: LiveGround;
	record: RecordGround;
	meetings: Record<'open' | 'draft' | 'cancel' | 'link' | 'state', string>;
	/** Personal codes and ids of registrations for the open meeting: to answer with, to change and to cancel. */
	registrations: Record<'answer' | 'change' | 'cancel' | 'cancelByStaff', RegistrationCase>;
	/** A list with a contact, one to remove, a draft to that list and one that has not begun. */
	invitations: { listId: string; removeListId: string; contactId: string; draftId: string; sendId: string };
	/** A meeting that is held today, and somebody who is expected at it. */
	door: { slug: string; participantId: string };
	meetingId: string;
	venueId: string;
	newsIds: { draft: string; ready: string; published: string };
	stepId: string;
	pointId: string;
	heldPointId: string;
	/** Points to decide on, one for each decision, and what they look like. */
	desk: Record<'approve' | 'approveMask' | 'decline' | 'mask' | 'security' | 'unpublish', string>;
	decisionId: string;
	declineReasonId: string;
	contentHash: string;
	/** The same kinds of things in a dialogue where nobody here has a role. */
	foreign: {
		dialogueId: string;
		areaId: string;
		documentId: string;
		versionId: string;
		pointId: string;
		reasonId: string;
		stepId: string;
		venueId: string;
		listId: string;
		meetingId: string;
	};
};

export type RegistrationCase = { code: string; id: string; participantId: string; meetingId: string };

export type FormCase = {
	path: string;
	/** Who may do it. */
	as: Person;
	/** What a person would send, and what is taken. */
	fields: Record<string, string>;
	/** Fields that name something, with names of things that are not there to be had. */
	ids?: Record<string, string[]>;
	/** For everybody, also those without a session. */
	open?: boolean;
	/** The action reads no field, or none that has to be there: whatever a form holds, it is the same request. */
	needsNothing?: boolean;
	/** What sending it as it should be answers; 303 and 200 where nothing is said. */
	answers?: number[];
};

const dialogueFields = {
	title: 'En dialog',
	type: 'other',
	level: 'regional',
	influenceLevel: 'konsultation',
	samiAnswer: 'no',
	samiMotivation: 'Berör inte renskötsel.',
	samiDecidedBy: 'Områdeschef',
	samiDecidedOn: '2026-05-28'
};
const regionFields = {
	name: 'Region Exempel',
	short: 'RE',
	countyCode: '99',
	email: 'region@example.org',
	phone: '010-123 45 67',
	postalAddress: 'Box 1',
	website: 'https://example.org',
	responsibleUnit: 'Regional utveckling'
};
const consultationFields = (at: Ground) => ({
	kind: 'samrad',
	title: 'Ett samråd',
	opensAt: '2026-09-01',
	opensTime: '08.00',
	closesAt: '2026-12-01',
	closesTime: '23.59',
	influenceLevel: '',
	openTo: 'public',
	moderationMode: 'open',
	allowedPointKinds: 'change',
	invitedCount: '0',
	reminderAfterMinutes: '120',
	documentIds: at.document.documentId
});

const roundFields = {
	ordinal: '97',
	kind: 'vision',
	title: 'En omgång',
	purpose: '',
	influenceLevel: '',
	startsOn: '',
	endsOn: ''
};
const meetingFields = (at: Ground) => ({
	areaId: at.dialogue.areaId,
	title: 'Ett möte',
	text: '',
	mode: 'hybrid',
	startsOn: '2026-10-15',
	startsAt: '09.30',
	endsAt: '12.30',
	closesOn: '2026-10-10',
	registrationClosesAt: '23.59',
	venueId: at.venueId,
	onSiteCapacity: '20',
	onlineCapacity: '',
	offerMinutes: '1440',
	joinUrl: 'https://moten.example.org/1',
	onlinePlatform: '',
	conferenceId: '900 001 001#',
	dialInNumber: '08-465 004 02',
	dialInLabel: 'Sverige, Stockholm',
	dialInToll: 'toll',
	accessibility: 'Hiss.',
	needsUntil: '2026-10-08',
	needsContact: ''
});
const meetingIds = (at: Ground) => ({
	areaId: [at.foreign.areaId],
	venueId: [at.foreign.venueId],
	mode: ['nonsense', '__proto__'],
	startsOn: ['2026-02-30', 'nonsense'],
	startsAt: ['25.00', 'nonsense'],
	onSiteCapacity: ['0', '-1', '1.5', '1e3x'],
	dialInToll: ['nonsense']
});
const agendaFields = {
	'item-0-title': 'Öppning',
	'item-0-startsAt': '09.30',
	'item-0-endsAt': '10.00',
	'item-0-approximate': 'yes',
	'item-0-kind': 'session'
};
const mailing = (at: Ground, more: Partial<FormCase> = {}): FormCase => ({
	path: `${work(at)}/inbjudningar/${at.invitations.draftId}`,
	as: at.lead,
	fields: {},
	needsNothing: true,
	...more
});
const invitationForms: Record<string, (at: Ground) => FormCase> = {
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

const list = (at: Ground): string => `${work(at)}/inbjudningar/listor/${at.invitations.listId}`;
const meeting = (at: Ground, which: keyof Ground['meetings']): string => `${work(at)}/moten/${at.meetings[which]}`;

const meetingForms: Record<string, (at: Ground) => FormCase> = {
	'/arbetsyta/[dialog]/moten/omgangar/ny?/default': (at) => ({
		path: `${work(at)}/moten/omgangar/ny`,
		as: at.lead,
		fields: roundFields,
		ids: { ordinal: ['1', '0', '1.5', 'nonsense'], kind: ['nonsense', '__proto__'] }
	}),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]?/default': (at) => ({
		path: `${work(at)}/moten/omgangar/1`,
		as: at.lead,
		fields: { ...roundFields, ordinal: '1' },
		ids: { ordinal: ['0', '1.5', 'nonsense'], influenceLevel: ['nonsense'], startsOn: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]/program?/default': (at) => ({
		path: `${work(at)}/moten/omgangar/1/program`,
		as: at.lead,
		fields: agendaFields,
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]/kopiera?/default': (at) => ({
		path: `${work(at)}/moten/omgangar/1/kopiera`,
		as: at.lead,
		fields: { ordinal: '98', title: 'En kopia', firstDay: '2027-02-10' },
		ids: { ordinal: ['1', 'nonsense'], firstDay: ['2027-02-30', 'nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/lokaler?/default': (at) => ({
		path: `${work(at)}/moten/lokaler`,
		as: at.lead,
		fields: { venueId: at.venueId, name: 'Hus U', mapUrl: 'https://karta.example.org', capacity: '40' },
		ids: { venueId: [at.foreign.venueId], capacity: ['0', 'nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/uppringning?/default': (at) => ({
		path: `${work(at)}/moten/uppringning`,
		as: at.lead,
		fields: { platform: '', dialInNumber: '08-465 004 02', dialInLabel: '', dialInToll: 'toll' },
		ids: { dialInToll: ['nonsense'] },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/nytt?/default': (at) => ({
		path: `${work(at)}/moten/nytt?omgang=1`,
		as: at.lead,
		fields: meetingFields(at),
		ids: meetingIds(at)
	}),
	'/arbetsyta/[dialog]/moten/[mote]?/save': (at) => ({
		path: meeting(at, 'open'),
		as: at.lead,
		fields: meetingFields(at),
		ids: meetingIds(at)
	}),
	'/arbetsyta/[dialog]/moten/[mote]?/state': (at) => ({
		path: meeting(at, 'state'),
		as: at.lead,
		fields: { state: 'open' },
		ids: { state: ['draft', 'cancelled', '__proto__'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]?/cancel': (at) => ({
		path: meeting(at, 'cancel'),
		as: at.lead,
		fields: { reason: 'Stormvarning.' }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/lank?/default': (at) => ({
		path: `${meeting(at, 'link')}/lank`,
		as: at.lead,
		fields: { joinUrl: 'https://moten.example.org/m', onlineCapacity: '40' },
		ids: { joinUrl: ['http://moten.example.org', 'nonsense'], onlineCapacity: ['0', 'nonsense'] },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/[mote]?/remove': (at) => ({
		path: meeting(at, 'draft'),
		as: at.lead,
		fields: {},
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/[mote]/program?/default': (at) => ({
		path: `${meeting(at, 'open')}/program`,
		as: at.lead,
		fields: agendaFields,
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/[mote]/incheckning?/press': (at) => ({
		path: `${work(at)}/moten/${at.door.slug}/incheckning`,
		as: at.lead,
		fields: { participantId: at.door.participantId, present: 'yes' },
		ids: { participantId: [at.registrations.answer.participantId], present: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/incheckning?/admit': (at) => ({
		path: `${work(at)}/moten/${at.door.slug}/incheckning`,
		as: at.lead,
		fields: { part: 'admit', name: 'Disa Dörr', organisationType: 'company', organisationName: 'Bygg AB', once: '' },
		ids: { organisationType: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/incheckning/[deltagare]?/press': (at) => ({
		path: `${work(at)}/moten/${at.door.slug}/incheckning/${at.door.participantId}`,
		as: at.lead,
		fields: { present: 'yes' },
		ids: { present: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/uppdrag?/appoint': (at) => ({
		path: `${meeting(at, 'open')}/uppdrag`,
		as: at.lead,
		fields: { accountId: at.lead.accountId, role: 'host' },
		ids: { accountId: [at.other.accountId], role: ['registrar', '__proto__'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/uppdrag?/dismiss': (at) => ({
		path: `${meeting(at, 'open')}/uppdrag`,
		as: at.lead,
		fields: { accountId: at.lead.accountId, role: 'chair' },
		ids: { accountId: [at.other.accountId], role: ['registrar', '__proto__'] }
	})
};

/** A decision at the desk on a point that is held, as it was first written. */
const decision = (at: Ground, pointId: string, more: Record<string, string> = {}): FormCase => ({
	path: `${work(at)}/moderering`,
	as: at.lead,
	fields: { pointId, revision: '1', status: 'held', ...more },
	ids: { pointId: [at.foreign.pointId], revision: ['2', '-1'], status: ['declined', '__proto__'] }
});
const beside = (at: Ground, more: Record<string, string>): FormCase => ({
	path: `${work(at)}/moderering`,
	as: at.lead,
	fields: { pointId: at.pointId, ...more },
	ids: { pointId: [at.foreign.pointId] }
});

const decisions: Record<string, (at: Ground) => FormCase> = {
	'/arbetsyta/[dialog]/moderering?/approve': (at) => decision(at, at.desk.approve),
	'/arbetsyta/[dialog]/moderering?/approveMask': (at) => decision(at, at.desk.approveMask),
	'/arbetsyta/[dialog]/moderering?/unpublish': (at) => decision(at, at.desk.unpublish, { note: '' }),
	'/arbetsyta/[dialog]/moderering?/security': (at) => decision(at, at.desk.security, { on: 'yes', note: '' }),
	'/arbetsyta/[dialog]/moderering?/decline': (at) => {
		const form = decision(at, at.desk.decline, { declineReasonId: at.declineReasonId, note: '', message: '' });
		return { ...form, ids: { ...form.ids, declineReasonId: [at.foreign.reasonId] } };
	},
	'/arbetsyta/[dialog]/moderering?/mask': (at) => {
		const form = decision(at, at.desk.mask, { marked: '[[Ring mig]], 121212-1212.', reason: 'GDPR' });
		return {
			...form,
			ids: { ...form.ids, marked: ['Ring mig, 121212-1212.', '[[Ring mig, 121212-1212.', '[[Ring]] mig!'] }
		};
	},
	'/arbetsyta/[dialog]/moderering?/preview': (at) => beside(at, { marked: '[[Skriv]] tydligare.', reason: '' }),
	'/arbetsyta/[dialog]/moderering?/note': (at) => beside(at, { text: 'En anteckning.' }),
	'/arbetsyta/[dialog]/moderering?/reports': (at) => beside(at, {}),
	'/arbetsyta/[dialog]/moderering?/assign': (at) => {
		const form = beside(at, { accountId: at.lead.accountId });
		return { ...form, ids: { ...form.ids, accountId: [at.other.accountId] } };
	},
	'/arbetsyta/[dialog]/moderering?/undo': (at) => ({
		path: `${work(at)}/moderering`,
		as: at.lead,
		fields: { decisionId: at.decisionId },
		ids: { decisionId: [at.pointId] }
	})
};

const assessment = (at: Ground, path: string): FormCase => ({
	path,
	as: at.lead,
	fields: {
		pointIds: at.pointId,
		outcome: 'noted',
		text: 'Noterat.',
		target: '',
		changeReference: '',
		changePlace: ''
	},
	ids: { pointIds: [at.foreign.pointId], changePlace: [at.foreign.versionId], outcome: ['nonsense'] }
});

/** Every form action with a form as it should be. An action without a line fails the test. */
export const FORMS: Record<string, (at: Ground) => FormCase> = {
	'/logga-in?/default': (at) => ({ path: '/logga-in', as: at.other, fields: { email: 'ny@example.org' }, open: true }),
	'/logga-in/lank?/default': (at) => ({
		path: '/logga-in/lank?kod=x',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true,
		answers: [410]
	}),
	'/dialoger/[dialog]/nyheter?/default': (at) => ({
		path: `/dialoger/${at.dialogue.slug}/nyheter`,
		as: at.other,
		fields: { email: 'lasare@example.org' },
		open: true
	}),
	'/prenumeration/bekrafta?/default': (at) => ({
		path: '/prenumeration/bekrafta?kod=x',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true,
		answers: [410]
	}),
	'/prenumeration/avsluta?/default': (at) => ({
		path: '/prenumeration/avsluta?kod=x',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true
	}),
	'/mitt/atervand?/default': (at) => ({
		path: '/mitt/atervand',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true,
		answers: [410]
	}),
	'/mitt?/profile': (at) => ({
		path: '/mitt',
		as: at.author,
		fields: { name: 'Anna Holm', organisationName: '', organisationType: 'private_person' }
	}),
	...registrationForms('/dialoger/[dialog]/anmalan/[omgang]', (at) => ({
		path: `/dialoger/${at.dialogue.slug}/anmalan/1`,
		as: at.author,
		open: true
	})),
	...registrationForms('/arbetsyta/[dialog]/anmalningar/[omgang]/ny', (at) => ({
		path: `${work(at)}/anmalningar/1/ny`,
		as: at.lead
	})),
	'/anmalan/[kod]?/accept': (at) => ownOffer(at),
	'/anmalan/[kod]?/decline': (at) => ({ ...ownOffer(at), answers: [422] }),
	'/anmalan/[kod]?/cancel': (at) => ({
		path: `/anmalan/${at.registrations.cancel.code}`,
		...{ as: at.author, fields: {}, open: true, needsNothing: true }
	}),
	'/anmalan/[kod]/andra?/change': (at) => ({
		path: `/anmalan/${at.registrations.change.code}/andra`,
		as: at.author,
		open: true,
		fields: changedRegistration(at)
	}),
	'/arbetsyta/[dialog]/anmalningar/anmalan/[anmalan]?/accept': (at) => staffOffer(at),
	'/arbetsyta/[dialog]/anmalningar/anmalan/[anmalan]?/decline': (at) => ({ ...staffOffer(at), answers: [422] }),
	'/arbetsyta/[dialog]/anmalningar/anmalan/[anmalan]?/change': (at) => ({
		path: registered(at, 'change'),
		as: at.lead,
		fields: changedRegistration(at)
	}),
	'/arbetsyta/[dialog]/anmalningar/anmalan/[anmalan]?/cancel': (at) => ({
		path: registered(at, 'cancelByStaff'),
		...{ as: at.lead, fields: {}, needsNothing: true }
	}),
	'/arbetsyta/[dialog]/anmalningar/moten/[mote]?/reserve': (at) => ({
		path: `${work(at)}/anmalningar/moten/${at.meetings.open}`,
		as: at.lead,
		fields: { 'reserved-1-type': 'municipality', 'reserved-1-seats': '1' },
		ids: { 'reserved-1-type': ['nonsense'] }
	}),
	'/mitt?/elsewhere': (at) => ({ path: '/mitt', as: at.other, fields: {}, open: true, needsNothing: true }),
	'/mitt?/everywhere': (at) => ({ path: '/mitt', as: at.author, fields: {}, needsNothing: true }),
	'/logga-ut?/default': (at) => ({ path: '/logga-ut', as: at.other, fields: {}, open: true, needsNothing: true }),

	'/dialoger/[dialog]/underlag/[dokument]?/send': (at) => ({
		path: text(at),
		as: at.author,
		open: true,
		fields: {
			kind: 'change',
			text: 'Skriv tydligare.',
			versionId: at.document.versionId,
			name: 'Anna Holm',
			organisationName: '',
			organisationType: 'private_person',
			email: '',
			idempotencyKey: 'en-nyckel'
		},
		ids: { versionId: [at.foreign.versionId] }
	}),
	'/dialoger/[dialog]/underlag/[dokument]?/agree': (at) => ({
		path: text(at),
		as: at.other,
		open: true,
		fields: { agree: `+${at.pointId}` },
		ids: { agree: [`+${at.heldPointId}`, `+${at.foreign.pointId}`, `-${at.heldPointId}`, '+', '++', `*${at.pointId}`] }
	}),
	'/dialoger/[dialog]/underlag/[dokument]?/report': (at) => ({
		path: text(at),
		as: at.other,
		open: true,
		fields: { pointId: at.pointId, reason: 'other', text: 'Titta på den här.' },
		ids: { pointId: [at.heldPointId, at.foreign.pointId] }
	}),
	'/dialoger/[dialog]/underlag/[dokument]?/correct': (at) => ({
		path: text(at),
		as: at.author,
		fields: { pointId: at.pointId, text: 'Rättat.', kind: 'change' },
		ids: { pointId: [at.foreign.pointId] }
	}),
	'/dialoger/[dialog]/underlag/[dokument]?/withdraw': (at) => ({
		path: text(at),
		as: at.author,
		fields: { pointId: at.pointId },
		ids: { pointId: [at.foreign.pointId] }
	}),

	'/arbetsyta/[dialog]/nytt-dokument?/default': (at) => ({
		path: `${work(at)}/nytt-dokument`,
		as: at.lead,
		fields: { title: 'Ett underlag', areaId: '', ordinal: '1' },
		ids: { areaId: [at.foreign.areaId] }
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]?/details': (at) => ({
		path: document(at),
		as: at.lead,
		fields: { title: 'Ett annat namn', areaId: at.dialogue.areaId, ordinal: '2' },
		ids: { areaId: [at.foreign.areaId] }
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]?/publish': (at) => ({
		path: document(at),
		as: at.lead,
		fields: { label: '1.1', stage: 'dialogue_draft', note: 'Ändrat.', epoch: '', after: '1' },
		ids: { epoch: ['x'] },
		answers: [200, 409]
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]?/share': (at) => ({
		path: document(at),
		as: at.lead,
		fields: { open: 'yes' },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]/importera?/default': (at) => ({
		path: `${document(at)}/importera`,
		as: at.lead,
		fields: { pasted: 'Ny text.', replace: 'yes' },
		answers: [303, 422]
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]/maskera?/preview': (at) => ({
		path: `${document(at)}/maskera?version=1`,
		as: at.lead,
		fields: { words: 'Nyttan', blocks: '' },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/dokument/[dokument]/maskera?/mask': (at) => ({
		path: `${document(at)}/maskera?version=1`,
		as: at.lead,
		fields: { words: 'Nyttan', blocks: '', reason: 'GDPR', baseHash: at.contentHash },
		ids: { baseHash: ['x'] }
	}),
	'/arbetsyta/[dialog]/installningar?/details': (at) => ({
		path: `${work(at)}/installningar`,
		as: at.lead,
		fields: dialogueFields
	}),
	'/arbetsyta/[dialog]/installningar?/state': (at) => ({
		path: `${work(at)}/installningar`,
		as: at.lead,
		fields: { state: 'open' },
		ids: { state: ['planning', 'deleted'] }
	}),
	'/arbetsyta/[dialog]/nytt-samrad?/default': (at) => ({
		path: `${work(at)}/nytt-samrad`,
		as: at.lead,
		fields: consultationFields(at),
		ids: { documentIds: [at.foreign.documentId] }
	}),
	'/arbetsyta/[dialog]/samrad/[samrad]?/default': (at) => ({
		path: `${work(at)}/samrad/${at.consultationSlug}`,
		as: at.lead,
		fields: consultationFields(at),
		ids: { documentIds: [at.foreign.documentId] }
	}),
	'/arbetsyta/[dialog]/nyheter?/default': (at) => ({
		path: `${work(at)}/nyheter`,
		as: at.lead,
		fields: { title: 'En nyhet', text: 'Det här har hänt.' }
	}),
	'/arbetsyta/[dialog]/nyheter/[nyhet]?/save': (at) => ({
		path: `${work(at)}/nyheter/${at.newsIds.draft}`,
		as: at.lead,
		fields: { title: 'En annan nyhet', text: 'Det här har hänt sedan.', note: '' }
	}),
	'/arbetsyta/[dialog]/nyheter/[nyhet]?/publish': (at) => ({
		path: `${work(at)}/nyheter/${at.newsIds.ready}`,
		as: at.lead,
		fields: {},
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/nyheter/[nyhet]?/withdraw': (at) => ({
		path: `${work(at)}/nyheter/${at.newsIds.published}`,
		as: at.lead,
		fields: { reason: 'Uppgifterna stämde inte.' }
	}),
	...meetingForms,
	...liveForms,
	...recordForms,
	...invitationForms,
	'/arbetsyta/[dialog]/nasta-steg?/default': (at) => ({
		path: `${work(at)}/nasta-steg`,
		as: at.lead,
		fields: { stepId: at.stepId, what: 'Svara på inspelen', who: 'Nämnden', dueOn: '2026-10-01', doneOn: '' },
		ids: { stepId: [at.foreign.stepId] }
	}),
	'/arbetsyta/[dialog]/guide/[steg]?/default': (at) => ({
		path: `${work(at)}/guide/uppdrag`,
		as: at.lead,
		fields: { ...dialogueFields, legalBasis: 'Lag (2010:630)', then: 'later' },
		ids: { type: ['nonsense', '__proto__'], level: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/omraden?/default': (at) => ({
		path: `${work(at)}/omraden`,
		as: at.lead,
		fields: {
			areaId: at.dialogue.areaId,
			code: 'ENE',
			name: 'Energi',
			summary: '',
			status: 'decided',
			dropReason: '',
			position: '1'
		},
		ids: { areaId: [at.foreign.areaId] }
	}),
	'/arbetsyta/[dialog]/skeden?/default': (at) => ({
		path: `${work(at)}/skeden`,
		as: at.lead,
		fields: { 'phase-0-title': 'Dialog', 'phase-0-text': '', 'phase-0-startsOn': '2026-09-01', 'phase-0-endsOn': '' },
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/skal?/default': (at) => ({
		path: `${work(at)}/skal`,
		as: at.lead,
		fields: { reasonId: at.declineReasonId, title: 'Utanför frågan', explanation: '', active: 'on' },
		ids: { reasonId: [at.foreign.reasonId] }
	}),
	'/arbetsyta/[dialog]/roller?/grant': (at) => ({
		path: `${work(at)}/roller`,
		as: at.lead,
		fields: { role: 'case_officer', email: 'ny.kollega@example.org', name: 'Ny Kollega', areaIds: at.dialogue.areaId },
		ids: { areaIds: [at.foreign.areaId], role: ['administrator', 'process_lead,registrar'] }
	}),
	'/arbetsyta/[dialog]/roller?/revoke': (at) => ({
		path: `${work(at)}/roller`,
		as: at.lead,
		fields: { accountId: at.spare.accountId, role: 'host' },
		ids: { accountId: [at.other.accountId], role: ['administrator'] }
	}),

	...decisions,
	'/arbetsyta/[dialog]/stallningstaganden?/draft': (at) => assessment(at, `${work(at)}/stallningstaganden`),
	'/arbetsyta/[dialog]/stallningstaganden?/publish': (at) => assessment(at, `${work(at)}/stallningstaganden`),
	'/arbetsyta/[dialog]/stallningstaganden/[synpunkt]?/draft': (at) =>
		assessment(at, `${work(at)}/stallningstaganden/${at.pointId}`),
	'/arbetsyta/[dialog]/stallningstaganden/[synpunkt]?/publish': (at) =>
		assessment(at, `${work(at)}/stallningstaganden/${at.pointId}`),

	'/arbetsyta/ny?/default': (at) => ({
		path: '/arbetsyta/ny',
		as: at.administrator,
		fields: { type: 'development_strategy', title: 'En ny dialog', slug: 'en-ny-dialog' }
	}),
	'/arbetsyta/region?/default': (at) => ({ path: '/arbetsyta/region', as: at.administrator, fields: regionFields }),
	'/arbetsyta/systemet?/default': (at) => ({ path: '/arbetsyta/systemet', as: at.administrator, fields: regionFields }),
	'/arbetsyta/systemet/konton?/default': (at) => ({
		path: '/arbetsyta/systemet/konton',
		as: at.administrator,
		fields: { email: 'nytt.konto@example.org', name: 'Nytt Konto', organisationName: '', organisationType: 'region' }
	}),
	'/arbetsyta/systemet/konton/[konto]?/grant': (at) => ({
		...account(at),
		fields: { dialogueId: at.dialogue.dialogueId, role: 'host' },
		ids: { role: ['administrator', '__proto__'] }
	}),
	'/arbetsyta/systemet/konton/[konto]?/revoke': (at) => ({
		...account(at),
		fields: { dialogueId: at.dialogue.dialogueId, role: 'host' },
		ids: { dialogueId: [at.foreign.dialogueId], role: ['registrar'] }
	}),
	'/arbetsyta/systemet/konton/[konto]?/administrator': (at) => ({
		...account(at),
		fields: { administrator: '1' },
		needsNothing: true
	}),
	'/arbetsyta/systemet/konton/[konto]?/disable': (at) => ({ ...account(at), fields: {}, needsNothing: true }),
	'/arbetsyta/systemet/konton/[konto]?/enable': (at) => ({ ...account(at), fields: {}, needsNothing: true }),
	'/arbetsyta/systemet/utkorg?/again': (at) => ({
		path: '/arbetsyta/systemet/utkorg',
		as: at.administrator,
		fields: { messageId: '01900000-0000-7000-8000-000000000000' },
		answers: [404]
	})
};

const text = (at: Ground): string => `/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}`;
const work = (at: Ground): string => `/arbetsyta/${at.dialogue.slug}`;
const document = (at: Ground): string => `${work(at)}/dokument/${at.document.slug}`;
const account = (at: Ground) => ({ path: `/arbetsyta/systemet/konton/${at.spare.accountId}`, as: at.administrator });

const registered = (at: Ground, which: keyof Ground['registrations']): string =>
	`${work(at)}/anmalningar/anmalan/${at.registrations[which].id}`;

const offerFields = ({ registrations: { answer } }: Ground) => ({
	fields: { participantId: answer.participantId, meetingId: answer.meetingId },
	ids: { participantId: [], meetingId: [] }
});
const ownOffer = (at: Ground): FormCase => ({
	path: `/anmalan/${at.registrations.answer.code}`,
	as: at.author,
	open: true,
	...offerFields(at)
});
const staffOffer = (at: Ground): FormCase => ({ path: registered(at, 'answer'), as: at.lead, ...offerFields(at) });

const changedRegistration = (at: Ground) => ({
	'person-1-name': 'Anna Annan',
	'person-1-title': '',
	[`person-1-meeting-${at.meetings.open}`]: 'online'
});

/** The steps of a form of registration. Those between keep what is written and judge nothing. */
function registrationForms(
	route: string,
	where: (at: Ground) => Pick<FormCase, 'path' | 'as' | 'open'>
): Record<string, (at: Ground) => FormCase> {
	const fields = (at: Ground) => ({
		source: 'phone',
		people: '0',
		name: 'Anna Andersson',
		email: 'anna.andersson@example.org',
		organisationType: 'company',
		organisationName: 'Kallrörs gårdsmejeri',
		municipalityCode: '2321',
		[`meeting-${at.meetings.open}`]: 'online'
	});
	const step = (needsNothing: boolean) => (at: Ground) => ({ ...where(at), fields: fields(at), needsNothing });
	return {
		...Object.fromEntries(['person', 'remove', 'edit'].map((name) => [`${route}?/${name}`, step(true)])),
		...Object.fromEntries(['check', 'send'].map((name) => [`${route}?/${name}`, step(false)]))
	};
}
