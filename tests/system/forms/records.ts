import type { Application } from '#server/application.ts';
import { as, type MadeDialogue, makeDocument, openConsultation } from '../../support/factories.ts';
import type { Person } from '#server/permissions/actor.ts';
import { makeMeeting } from '../../support/meetings.ts';
import type { Forms } from './case.ts';
import type { Ground } from './ground.ts';

/** Meetings whose notes are to be begun, shown and closed, and one where something has just been said. */
export type RecordGround = {
	begin: string;
	show: string;
	close: string;
	spoken: string;
	/** Of a text that takes inputs. */
	place: string;
	pointId: string;
};

export async function recordGround(app: Application, dialogue: MadeDialogue, lead: Person): Promise<RecordGround> {
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId]);
	const make = async () => {
		const meeting = await makeMeeting(app, dialogue);
		await app.live.open(as(lead), meeting.meetingId);
		return meeting;
	};
	const [begin, show, close, spoken] = [await make(), await make(), await make(), await make()];
	for (const { meetingId } of [show, close]) await app.notes.begin(as(lead), meetingId);
	const sectionId = document.blockIds[0] ?? '';
	const said = { documentId: document.documentId, sectionId, words: '', saidAt: '00.01', kind: 'other', text: 'Ja.' };
	const nobody = { name: '', organisationName: '', organisationType: '', idempotencyKey: null };
	const { pointId } = await app.spoken.record(as(lead), spoken.meetingId, { ...said, ...nobody });
	return {
		...{ begin: begin.slug, show: show.slug, close: close.slug, spoken: spoken.slug },
		place: `${document.documentId}/${sectionId}`,
		pointId
	};
}

const work = (at: Ground, slug: string, page: string): string => `/arbetsyta/${at.dialogue.slug}/moten/${slug}/${page}`;

export const recordForms: Forms = {
	'/arbetsyta/[dialog]/moten/[mote]/tal?/record': (at) => ({
		path: work(at, at.record.spoken, 'tal'),
		as: at.lead,
		fields: {
			place: at.record.place,
			words: '',
			saidAt: '00.01',
			kind: 'other',
			text: 'Bussen går för sällan.',
			name: 'Lars Exempel',
			organisationName: 'Byalaget',
			organisationType: 'civil_society',
			idempotencyKey: 'en-nyckel'
		},
		ids: {
			place: [at.live.foreign.place, 'x/y', `${at.document.documentId}/gone`],
			kind: ['nonsense', '__proto__'],
			organisationType: ['nonsense', '__proto__'],
			saidAt: ['23.59', 'snart'],
			words: ['står inte i texten']
		}
	}),
	'/arbetsyta/[dialog]/moten/[mote]/tal?/undo': (at) => ({
		path: work(at, at.record.spoken, 'tal'),
		as: at.lead,
		fields: { pointId: at.record.pointId },
		ids: { pointId: [at.foreign.pointId, at.pointId] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/anteckningar?/begin': (at) => ({
		path: work(at, at.record.begin, 'anteckningar'),
		as: at.lead,
		fields: {},
		needsNothing: true
	}),
	'/arbetsyta/[dialog]/moten/[mote]/anteckningar?/show': (at) => ({
		path: work(at, at.record.show, 'anteckningar'),
		as: at.lead,
		fields: { open: 'yes' },
		ids: { open: ['perhaps', '__proto__'] }
	}),
	'/arbetsyta/[dialog]/moten/[mote]/anteckningar?/close': (at) => ({
		path: work(at, at.record.close, 'anteckningar'),
		as: at.lead,
		fields: { part: 'close', commentsUntil: '2026-10-30' },
		ids: { part: ['show'], commentsUntil: ['2026-09-01', 'snart', '2026-02-30'] }
	})
};
