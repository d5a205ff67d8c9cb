import type { AttendanceMode, MeetingMode, MeetingState, MeetingStatus } from '#lib/protocol/meetings.ts';
import { dateCompact } from '#lib/ui/format/dates.ts';

/** What a meeting's status is worked out from. Days are `yyyy-mm-dd`; a capacity of null is no limit. */
export type MeetingFacts = {
	/** A draft has no status: it is shown to nobody. */
	state: Exclude<MeetingState, 'draft'>;
	/** A dialogue that has ended takes nothing in any more, whatever its meetings were left as. */
	dialogueClosed: boolean;
	mode: MeetingMode;
	startsAt: Date | null;
	endsAt: Date | null;
	startsOn: string;
	registrationClosesAt: Date | null;
	onSiteCapacity: number | null;
	onlineCapacity: number | null;
	onSiteTaken: number;
	onlineTaken: number;
	now: Date;
};

/**
 * Of one meeting, never of its round: three may be full while the fourth is open (domain §2.9, S2-37 to S2-39).
 * Registration closes when the meeting begins, unless staff have set an earlier time.
 */
export function meetingStatus(facts: MeetingFacts): MeetingStatus {
	if (facts.state === 'cancelled') return 'cancelled';
	if (isOver(facts)) return 'held';
	if (facts.state === 'save_the_date') return 'save_the_date';
	if (facts.state === 'closed' || facts.dialogueClosed || hasClosed(facts)) return 'closed';
	const free = freeModes(facts);
	if (free.length === 0) return 'full';
	return facts.mode === 'hybrid' && !free.includes('on_site') ? 'on_site_full' : 'open';
}

/** Where somebody can register now (domain S2-38). */
export function openModes(facts: MeetingFacts): AttendanceMode[] {
	const status = meetingStatus(facts);
	return status === 'open' || status === 'on_site_full' ? freeModes(facts) : [];
}

export const modesOf = (mode: MeetingMode): AttendanceMode[] => (mode === 'hybrid' ? ['on_site', 'online'] : [mode]);

function freeModes(facts: MeetingFacts): AttendanceMode[] {
	const free = {
		on_site: isFree(facts.onSiteCapacity, facts.onSiteTaken),
		online: isFree(facts.onlineCapacity, facts.onlineTaken)
	};
	return modesOf(facts.mode).filter((mode) => free[mode]);
}

const isFree = (capacity: number | null, taken: number): boolean => capacity === null || taken < capacity;

const hasClosed = ({ startsAt, registrationClosesAt, now }: MeetingFacts): boolean =>
	(registrationClosesAt !== null && registrationClosesAt <= now) || (startsAt !== null && startsAt <= now);

/** One without a time of day is over when its day is. */
export const isOver = ({ endsAt, startsOn, now }: Pick<MeetingFacts, 'endsAt' | 'startsOn' | 'now'>): boolean =>
	endsAt === null ? startsOn < dateCompact(now) : endsAt <= now;
