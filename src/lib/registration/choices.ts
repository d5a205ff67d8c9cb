import { m } from '#lib/paraglide/messages.js';
import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { MeetingChoice } from '#lib/protocol/registrations.ts';

export type Option = { value: MeetingChoice | ''; label: string };

const isFree = (left: number | null | undefined): boolean => left === null || (left ?? 0) > 0;

/** How one can ask to take part in a meeting that takes registrations, in words that say what happens when it is full. */
export function choicesFor({ mode, seats }: MeetingView): Option[] {
	const room = isFree(seats.onSite?.left);
	const link = isFree(seats.online?.left);
	const online: Option = {
		value: 'online',
		label: link ? m.registration_choice_online() : m.registration_choice_online_line()
	};
	if (mode === 'online') return [online];
	if (!room)
		return [{ value: 'room_or_line', label: m.registration_choice_line() }, ...(mode === 'hybrid' ? [online] : [])];
	if (mode === 'on_site') return [{ value: 'room_or_line', label: m.registration_choice_room() }];
	return [
		{ value: 'room_or_online', label: m.registration_choice_room_or_online() },
		{ value: 'room_or_line', label: m.registration_choice_room_or_line() },
		online
	];
}

/** What is chosen when somebody comes from the page of the meeting, or had chosen what is gone meanwhile. */
export function usualChoice(meeting: MeetingView): MeetingChoice | '' {
	const options = choicesFor(meeting).map(({ value }) => value);
	return (
		options.find((value) => value === 'room_or_online') ??
		options.find((value) => value === 'online') ??
		options[0] ??
		''
	);
}
