import type { MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import type { MeetingChoice } from '#lib/protocol/registrations.ts';
import { MedskickError, type Issue } from '#server/errors.ts';
import { checkRegistration } from './input.ts';
import type { Expected, ExpectedPlace, RegisterInput } from './types.ts';

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
		return { meeting, choice, ...outcome(meeting, choice, checked.people.length) };
	});
	const issues = meetings.flatMap(({ meeting }): Issue[] => (TAKES_IN_LINE.has(meeting.status) ? [] : closed(meeting)));
	if (issues.length > 0 && !byStaff) throw new MedskickError('not_open', issues);
	return { meetings, people: checked.people.map(({ name }) => name) };
}

/** `inRoom`: of how many there is room for, where there is not for all. */
function outcome(
	meeting: MeetingView,
	choice: MeetingChoice,
	people: number
): Pick<ExpectedPlace, 'expected' | 'inRoom'> {
	const has = (left: number | null | undefined) => (left === null ? people : Math.min(left ?? 0, people));
	const inRoom = choice === 'online' ? 0 : has(meeting.seats.onSite?.left);
	const byLink = has(meeting.seats.online?.left);
	if (inRoom === people) return { expected: 'room', inRoom: null };
	const fitsByLink = choice !== 'room_or_line' && byLink >= people - inRoom;
	return { expected: fitsByLink ? 'link' : 'line', inRoom: inRoom > 0 ? inRoom : null };
}

const closed = ({ slug, title }: MeetingView): Issue[] => [
	{
		field: `meeting-${slug}`,
		sv: `${title} tar inte emot anmälningar nu.`,
		en: `${title} does not take registrations now.`
	}
];
