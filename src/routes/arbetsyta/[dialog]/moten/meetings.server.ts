import type { DialogueHead } from '#server/dialogues/types.ts';
import { MedskickError } from '#server/errors.ts';
import type { WorkingMeeting, WorkingRound } from '#server/meetings/types.ts';
import { authorize, can } from '#server/permissions/can.ts';

/** The dialogue of the address, for those who plan its meetings. */
export async function meetingDialogue({ app, actor }: App.Locals, slug: string): Promise<DialogueHead> {
	const dialogue = await app.dialogues.workspace(actor, slug);
	authorize(actor, 'meeting.manage', { dialogueId: dialogue.id });
	return dialogue;
}

type Planned<T> = T & { slug: string; dialogueId: string };

/** The round of the address, by its number. */
export async function roundFor(
	locals: App.Locals,
	params: { dialog: string; omgang: string }
): Promise<Planned<{ round: WorkingRound }>> {
	const { id: dialogueId, slug } = await meetingDialogue(locals, params.dialog);
	const rounds = await locals.app.meetings.working(locals.actor, dialogueId);
	const round = rounds.find(({ ordinal }) => String(ordinal) === params.omgang);
	if (!round) throw new MedskickError('not_found');
	return { slug, dialogueId, round };
}

/** Which of a meeting's other pages an actor may open. Nobody has registered for a draft, and it has no list. */
type May = { attendees: boolean; lead: boolean };

/** The meeting of the address, a draft too. */
export async function meetingFor(
	locals: App.Locals,
	params: { dialog: string; mote: string }
): Promise<Planned<{ meeting: WorkingMeeting; may: May }>> {
	const { app, actor } = locals;
	const { id: dialogueId, slug } = await meetingDialogue(locals, params.dialog);
	const meeting = await app.meetings.workingMeeting(actor, dialogueId, params.mote);
	const thing = { dialogueId, meetingRoles: await app.meetings.rolesHeld(actor, meeting.id) };
	const may = {
		attendees: meeting.state !== 'draft' && can(actor, 'attendance.read', thing),
		lead: can(actor, 'meeting.host', thing)
	};
	return { slug, dialogueId, meeting, may };
}

/** What the form of a meeting lets one choose among. */
export async function meetingChoices({ app, actor }: App.Locals, slug: string, dialogueId: string) {
	const [dialogue, venues, online] = await Promise.all([
		app.dialogues.view(actor, slug),
		app.meetings.venues(actor, dialogueId),
		app.meetings.online(actor, dialogueId)
	]);
	const areas = dialogue.areas.filter(({ status }) => status !== 'dropped').map(({ id, name }) => ({ id, name }));
	return { areas, venues, common: online };
}
