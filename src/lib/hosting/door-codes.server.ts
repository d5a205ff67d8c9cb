import { encode } from 'uqr';
import type { RegistrationView } from '#lib/protocol/registrations.ts';
import { dateCompact } from '#lib/ui/format.ts';
import { checkInHref, type DoorCode } from './address.ts';

type Entry = RegistrationView['meetings'][number];

/**
 * Codes to show at the door, by the meeting's id: for those with a seat in the room, at the meetings of the next day
 * that has any. The codes of all meetings to come would make the page heavy, and nobody needs them yet.
 */
export function doorCodes({ meetings }: RegistrationView, origin: string, now: Date): Record<string, DoorCode[]> {
	const today = dateCompact(now);
	const coming = meetings.filter(
		({ meeting, attendances }) =>
			meeting.startsOn >= today && meeting.status !== 'cancelled' && attendances.some(hasRoom)
	);
	const day = coming.map(({ meeting }) => meeting.startsOn).sort()[0];
	const next = coming.filter(({ meeting }) => meeting.startsOn === day);
	return Object.fromEntries(next.map((entry) => [entry.meeting.id, codesOf(entry, origin)]));
}

const hasRoom = ({ mode, state }: Entry['attendances'][number]): boolean => mode === 'on_site' && state === 'confirmed';

const codesOf = ({ meeting, attendances }: Entry, origin: string): DoorCode[] =>
	attendances.filter(hasRoom).map(({ participantId, name }) => ({
		...{ participantId, name },
		code: pathOf(origin + checkInHref(meeting, participantId))
	}));

/** Shown on a phone a hand away: a good part of it may be lost to a scratch or a finger. */
function pathOf(text: string): DoorCode['code'] {
	const { size, data } = encode(text, { ecc: 'M', border: 4 });
	const runs = data.flatMap((row, y) =>
		[
			...row
				.map((dark) => (dark ? '1' : '0'))
				.join('')
				.matchAll(/1+/g)
		].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
	);
	return { size, path: runs.join('') };
}
