import { organisationTypeLabel } from '#lib/labels/index.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Attendee } from '#lib/protocol/hosting.ts';
import type { AttendanceMode } from '#lib/protocol/meetings.ts';
import type { AttendanceState } from '#lib/protocol/registrations.ts';

export const ATTENDING_LABELS: Record<AttendanceMode, () => string> = {
	on_site: m.hosting_mode_on_site,
	online: m.hosting_mode_online
};

const SEAT_LABELS: Record<AttendanceState, () => string> = {
	confirmed: m.hosting_state_confirmed,
	waiting: m.hosting_state_waiting,
	offered: m.hosting_state_offered,
	cancelled: m.hosting_state_cancelled
};

export const seatLabel = ({ state, source }: Pick<Attendee, 'state' | 'source'>): string =>
	source === 'door' ? m.hosting_walked_in() : SEAT_LABELS[state]();

/** The organisation, or for whoever comes for themselves what they are. */
export const organisationOf = ({ organisationName, organisationType }: Attendee): string =>
	organisationName || organisationTypeLabel(organisationType);
