import { type Forms, work } from './case.ts';

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

export const dialogueForms: Forms = {
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
	'/arbetsyta/ny?/default': (at) => ({
		path: '/arbetsyta/ny',
		as: at.administrator,
		fields: { type: 'development_strategy', title: 'En ny dialog', slug: 'en-ny-dialog' }
	})
};
