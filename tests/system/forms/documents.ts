import { type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

const document = (at: Ground): string => `${work(at)}/dokument/${at.document.slug}`;

export const documentForms: Forms = {
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
	})
};
