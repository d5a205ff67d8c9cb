import { type FormCase, type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

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

export const moderationForms: Forms = {
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
