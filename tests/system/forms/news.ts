import { type Forms, work } from './case.ts';

export const newsForms: Forms = {
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
	'/arbetsyta/[dialog]/nasta-steg?/default': (at) => ({
		path: `${work(at)}/nasta-steg`,
		as: at.lead,
		fields: { stepId: at.stepId, what: 'Svara på inspelen', who: 'Nämnden', dueOn: '2026-10-01', doneOn: '' },
		ids: { stepId: [at.foreign.stepId] }
	})
};
