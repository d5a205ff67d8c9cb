import { type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

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

export const consultationForms: Forms = {
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
	})
};
