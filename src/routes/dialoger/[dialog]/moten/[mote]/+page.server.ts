import type { MeetingView } from '#lib/protocol/meetings.ts';
import { dateCompact } from '#lib/ui/format.ts';
import { can } from '#server/permissions/can.ts';
import type { PageServerLoad } from './$types';

/** The meeting with the others of its round; *not found* while it is a draft, for everybody. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const { dialogues, meetings } = locals.app;
	const dialogue = await dialogues.head(locals.actor, params.dialog);
	const meeting = await meetings.meeting(locals.actor, params.dialog, params.mote);
	const round = await meetings.round(locals.actor, params.dialog, meeting.round.ordinal);
	return {
		dialogue: { slug: dialogue.slug, title: dialogue.title },
		meeting,
		round: { title: round.title, purpose: round.purpose },
		others: round.meetings
			.filter(({ id }) => id !== meeting.id)
			.map(({ id, slug, dialogueSlug, title, status, startsOn, startsAt, endsAt }) => ({
				...{ id, slug, dialogueSlug, title, status, startsOn, startsAt, endsAt }
			})),
		live: await locals.app.live.doors(locals.actor, meeting.id),
		after: await afterwards(locals, params, meeting),
		mayManage: can(locals.actor, 'meeting.manage', { dialogueId: dialogue.id })
	};
};

/**
 * What the meeting leaves to see: its numbers and notes, and what was asked and shown. It has been held when its time is
 * over or its host has closed it; what was closed on an earlier day was a rehearsal.
 */
async function afterwards(
	{ app, actor }: App.Locals,
	params: { dialog: string; mote: string },
	{ status, startsOn }: Pick<MeetingView, 'status' | 'startsOn'>
) {
	const address = { dialogueSlug: params.dialog, meetingSlug: params.mote };
	const [after, { live }] = await Promise.all([app.notes.after(actor, address), app.live.page(actor, address)]);
	const closed = live.over === 'closed' && startsOn <= dateCompact(app.clock.now());
	return { ...after, quick: live.quick, asked: live.asked, held: status === 'held' || closed };
}
