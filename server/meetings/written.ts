import type { DialInToll, MeetingMode, OnlineAccess, RoundKind } from '#lib/protocol/meetings.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type { MeetingRow, OnlineRow, RoundRow } from './queries.ts';
import { dialInOf } from './view.ts';

// What forms are filled in from, and so what somebody has seen who saves one (`server/seen.ts`).

/** Exactly what was written of a meeting, for its form. */
export const written = (row: MeetingRow) => ({
	areaId: row.priority_area_id,
	title: row.title,
	text: row.text,
	mode: row.mode as MeetingMode,
	startsOn: row.starts_on,
	startsAt: row.starts_at,
	endsAt: row.ends_at,
	registrationClosesAt: row.registration_closes_at,
	venueId: row.venue_id,
	onSiteCapacity: row.on_site_capacity,
	onlineCapacity: row.online_capacity,
	offerMinutes: row.offer_minutes,
	joinUrl: row.join_url,
	onlinePlatform: row.online_platform,
	conferenceId: row.conference_id,
	dialInNumber: row.dial_in_number,
	dialInLabel: row.dial_in_label,
	dialInToll: row.dial_in_toll as DialInToll | null,
	accessibility: row.accessibility,
	needsUntil: row.needs_until,
	needsContact: row.needs_contact
});

export const writtenOfRound = (row: RoundRow) => ({
	ordinal: row.ordinal,
	kind: row.kind as RoundKind,
	title: row.title,
	purpose: row.purpose,
	influenceLevel: row.influence_level as InfluenceLevel | null,
	startsOn: row.starts_on,
	endsOn: row.ends_on,
	external: row.external
});

export const writtenOfOnline = (row: OnlineRow | undefined): Pick<OnlineAccess, 'platform' | 'dialIn'> => ({
	platform: row?.platform ?? '',
	dialIn: row === undefined ? null : dialInOf(row)
});
