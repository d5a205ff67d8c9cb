import { meetingDialogue } from './meetings.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await meetingDialogue(locals, params.dialog);
	const rounds = await locals.app.meetings.working(locals.actor, id);
	return {
		slug,
		rounds: rounds.map(({ id: roundId, ordinal, title, purpose, external, meetings }) => ({
			...{ roundId, ordinal, title, purpose, external },
			meetings: meetings.map((meeting) => ({
				...{ id: meeting.id, slug: meeting.slug, title: meeting.shownTitle, state: meeting.state, mode: meeting.mode },
				...{ startsOn: meeting.startsOn, startsAt: meeting.startsAt, endsAt: meeting.endsAt },
				status: meeting.shown?.status ?? null,
				onSite: meeting.shown?.seats.onSite ?? null
			}))
		}))
	};
};
