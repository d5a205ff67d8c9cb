import type { MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import type { MeetingChoice } from '#lib/protocol/registrations.ts';
import { MedskickError, type Issue } from '#server/errors.ts';
import { checkRegistration } from './input.ts';
import type { Expected, RegisterInput } from './types.ts';

const TAKES_IN_LINE = new Set<MeetingView['status']>(['open', 'on_site_full', 'full']);

/**
 * What would become of a registration now: refuses what is wrong with it, writes nothing (domain A-15). The seats may
 * be gone a moment later, which the form's answer then says.
 */
export function expected(round: RoundView, input: RegisterInput, byStaff: boolean): Expected {
	const checked = checkRegistration(input, byStaff);
	const meetings = checked.choices.map(({ meetingId, choice }) => {
		const meeting = round.meetings.find(({ id }) => id === meetingId);
		if (meeting === undefined) throw new MedskickError('not_found');
		return { meeting, choice, expected: outcome(meeting, choice, checked.people.length) };
	});
	const issues = meetings.flatMap(({ meeting }): Issue[] => (TAKES_IN_LINE.has(meeting.status) ? [] : closed(meeting)));
	if (issues.length > 0 && !byStaff) throw new MedskickError('not_open', issues);
	return { meetings, people: checked.people.map(({ name }) => name) };
}

function outcome(meeting: MeetingView, choice: MeetingChoice, people: number): 'room' | 'link' | 'line' {
	const fits = (left: number | null | undefined) => left === null || (left ?? 0) >= people;
	const link = meeting.seats.online !== null && fits(meeting.seats.online.left);
	if (choice === 'online') return link ? 'link' : 'line';
	if (meeting.seats.onSite !== null && fits(meeting.seats.onSite.left)) return 'room';
	return choice === 'room_or_online' && link ? 'link' : 'line';
}

const closed = ({ slug, title }: MeetingView): Issue[] => [
	{
		field: `meeting-${slug}`,
		sv: `${title} tar inte emot anmälningar nu.`,
		en: `${title} does not take registrations now.`
	}
];
