import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import type { MeetingInput } from '#server/meetings/types.ts';
import type { MadeDialogue } from './factories.ts';

export type MadeRound = { roundId: string; ordinal: number };
export type MadeMeeting = MadeRound & { meetingId: string; slug: string };

/** A round of the dialogue, the next in order. */
export async function makeRound(app: Application, dialogue: MadeDialogue): Promise<MadeRound> {
	const rounds = await app.meetings.working(bySystem().actor, dialogue.dialogueId);
	const ordinal = rounds.length + 1;
	const { roundId } = await app.meetings.createRound(bySystem(), dialogue.dialogueId, {
		ordinal,
		kind: 'mobilisation',
		title: `Mobilisering ${ordinal}`
	});
	return { roundId, ordinal };
}

type Options = Partial<MeetingInput> & {
	round?: MadeRound;
	slug?: string;
	state?: 'draft' | 'save_the_date' | 'open' | 'closed';
};

/**
 * A meeting in room and by link three weeks after `TEST_NOW` (Thursday 15 October 2026 at 09.30 to 12.30), of a round
 * of its own unless one is given. Open for registration unless another state is asked for.
 */
export async function makeMeeting(
	app: Application,
	dialogue: MadeDialogue,
	{ round, state = 'open', ...input }: Options = {}
): Promise<MadeMeeting> {
	const its = round ?? (await makeRound(app, dialogue));
	const { meetingId, slug } = await app.meetings.create(bySystem(), dialogue.dialogueId, {
		...meetingInput(dialogue),
		...input,
		roundId: its.roundId
	});
	if (state === 'closed') await app.meetings.setState(bySystem(), meetingId, 'open');
	if (state !== 'draft') await app.meetings.setState(bySystem(), meetingId, state);
	return { ...its, meetingId, slug };
}

export const meetingInput = (dialogue: Pick<MadeDialogue, 'areaId'>): MeetingInput => ({
	areaId: dialogue.areaId,
	mode: 'hybrid',
	startsOn: '2026-10-15',
	startsAt: new Date('2026-10-15T09:30:00+02:00'),
	endsAt: new Date('2026-10-15T12:30:00+02:00'),
	onSiteCapacity: 40,
	joinUrl: 'https://moten.example.org/teams/m09',
	onlinePlatform: 'Microsoft Teams',
	conferenceId: '900 001 009#',
	accessibility: 'Hiss, hörslinga och tillgänglig toalett på samma plan.'
});
