import type { Forms } from './case.ts';
import type { Ground } from './ground.ts';

const text = (at: Ground): string => `/dialoger/${at.dialogue.slug}/underlag/${at.document.slug}`;

export const readingForms: Forms = {
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
	})
};
