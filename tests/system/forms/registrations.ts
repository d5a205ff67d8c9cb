import { type FormCase, type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

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
function stepsOf(route: string, where: (at: Ground) => Pick<FormCase, 'path' | 'as' | 'open'>): Forms {
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

export const registrationForms: Forms = {
	...stepsOf('/dialoger/[dialog]/anmalan/[omgang]', (at) => ({
		path: `/dialoger/${at.dialogue.slug}/anmalan/1`,
		as: at.author,
		open: true
	})),
	...stepsOf('/arbetsyta/[dialog]/anmalningar/[omgang]/ny', (at) => ({
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
	})
};
