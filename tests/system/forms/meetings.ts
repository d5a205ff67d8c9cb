import type { Application } from '#server/application.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import type { MadeDialogue } from '../../support/factories.ts';
import { makeMeeting } from '../../support/meetings.ts';
import { signUp } from '../../support/registrations.ts';
import { type Forms, work } from './case.ts';
import type { Ground } from './ground.ts';

/** A meeting that is held today, and somebody who is expected at it. */
export type DoorGround = { slug: string; participantId: string };

export async function doorGround(app: Application, dialogue: MadeDialogue): Promise<DoorGround> {
	const day = {
		startsOn: '2026-09-23',
		startsAt: new Date('2026-09-23T18:00:00+02:00'),
		endsAt: new Date('2026-09-23T20:00:00+02:00')
	};
	const meeting = await makeMeeting(app, dialogue, day);
	const { code } = await signUp(app, dialogue, meeting);
	const [person] = (await app.registrations.view(VISITOR, code)).participants;
	return { slug: meeting.slug, participantId: person?.id ?? '' };
}

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
const meeting = (at: Ground, which: keyof Ground['meetings']): string => `${work(at)}/moten/${at.meetings[which]}`;

export const meetingForms: Forms = {
	'/arbetsyta/[dialog]/moten/omgangar/ny?/default': (at) => ({
		path: `${work(at)}/moten/omgangar/ny`,
		as: at.lead,
		fields: roundFields,
		ids: { ordinal: ['1', '0', '1.5', 'nonsense'], kind: ['nonsense', '__proto__'] }
	}),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]?/save': (at) => ({
		path: `${work(at)}/moten/omgangar/1`,
		as: at.lead,
		fields: { ...roundFields, ordinal: '1' },
		ids: { ordinal: ['0', '1.5', 'nonsense'], influenceLevel: ['nonsense'], startsOn: ['nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/omgangar/[omgang]?/remove': (at) => ({
		path: `${work(at)}/moten/omgangar/${at.emptyRound}`,
		as: at.lead,
		fields: {},
		needsNothing: true
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
	'/arbetsyta/[dialog]/moten/lokaler?/save': (at) => ({
		path: `${work(at)}/moten/lokaler`,
		as: at.lead,
		fields: { venueId: at.venueId, name: 'Hus U', mapUrl: 'https://karta.example.org', capacity: '40' },
		ids: { venueId: [at.foreign.venueId], capacity: ['0', 'nonsense'] }
	}),
	'/arbetsyta/[dialog]/moten/lokaler?/remove': (at) => ({
		path: `${work(at)}/moten/lokaler`,
		as: at.lead,
		fields: { venueId: at.emptyVenueId },
		ids: { venueId: [at.foreign.venueId] }
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
