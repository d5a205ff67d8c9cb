import { m } from '#lib/paraglide/messages.js';

const HOUR = 60;
const DAY = 24 * HOUR;
const OFFERED = [HOUR, 3 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY];

/** How long whoever is offered a seat may think about it, in minutes; one that is set already is among the choices. */
export function offerChoices(current: number): { value: string; label: string }[] {
	const minutes =
		OFFERED.includes(current) || !(current > 0) ? OFFERED : [...OFFERED, current].toSorted((a, b) => a - b);
	return minutes.map((value) => ({ value: String(value), label: offerText(value) }));
}

function offerText(minutes: number): string {
	if (minutes % DAY === 0) return m.meetings_meeting_offer_days({ count: minutes / DAY });
	if (minutes % HOUR === 0) return m.meetings_meeting_offer_hours({ count: minutes / HOUR });
	return m.meetings_meeting_offer_minutes({ count: minutes });
}
