import type { Forms } from './case.ts';

export const identityForms: Forms = {
	'/logga-in?/default': (at) => ({ path: '/logga-in', as: at.other, fields: { email: 'ny@example.org' }, open: true }),
	'/logga-in/lank?/default': (at) => ({
		path: '/logga-in/lank?kod=x',
		as: at.other,
		fields: { _code: 'x'.repeat(43) },
		open: true,
		answers: [410]
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
	'/mitt?/elsewhere': (at) => ({ path: '/mitt', as: at.other, fields: {}, open: true, needsNothing: true }),
	'/mitt?/everywhere': (at) => ({ path: '/mitt', as: at.author, fields: {}, needsNothing: true }),
	'/logga-ut?/default': (at) => ({ path: '/logga-ut', as: at.other, fields: {}, open: true, needsNothing: true })
};
