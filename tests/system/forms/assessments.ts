import { type FormCase, type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

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

export const assessmentForms: Forms = {
	'/arbetsyta/[dialog]/stallningstaganden?/draft': (at) => assessment(at, `${work(at)}/stallningstaganden`),
	'/arbetsyta/[dialog]/stallningstaganden?/publish': (at) => assessment(at, `${work(at)}/stallningstaganden`),
	'/arbetsyta/[dialog]/stallningstaganden/[synpunkt]?/draft': (at) =>
		assessment(at, `${work(at)}/stallningstaganden/${at.pointId}`),
	'/arbetsyta/[dialog]/stallningstaganden/[synpunkt]?/publish': (at) =>
		assessment(at, `${work(at)}/stallningstaganden/${at.pointId}`)
};
