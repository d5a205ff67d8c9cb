import { DIAL_IN_TOLLS, MEETING_MODES, type MeetingMode, ROUND_KINDS } from '#lib/protocol/meetings.ts';
import { phoneHref } from '#lib/ui/format/contact.ts';
import { dateCompact } from '#lib/ui/format/dates.ts';
import { type Checks, createChecks, said } from '#server/checks.ts';
import { INFLUENCE_LEVELS } from '#server/dialogues/vocabulary.ts';
import type { CopyInput, DialInInput, LinkInput, MeetingInput, OnlineInput, RoundInput, VenueInput } from './types.ts';

const CHOOSE = { sv: 'Välj ett alternativ.', en: 'Choose an option.' };
const A_DAY_MINUTES = 1440;
const MOST_SEATS = 100_000;

/** Checks what a person wrote about a round and turns it into columns. */
export function checkRound(input: RoundInput) {
	const checks = createChecks();
	const startsOn = dayOrNull(checks, 'startsOn', input.startsOn);
	const endsOn = dayOrNull(checks, 'endsOn', input.endsOn);
	if (startsOn !== null && endsOn !== null && endsOn < startsOn)
		checks.wrong('endsOn', { sv: 'Slutet måste vara efter början.', en: 'The end must come after the start.' });
	const row = {
		ordinal: ordinal(checks, input.ordinal),
		kind: checks.oneOf('kind', input.kind, ROUND_KINDS, CHOOSE),
		title: roundTitle(checks, input.title),
		purpose: checks.text('purpose', input.purpose, { max: 2000 }),
		influence_level:
			(input.influenceLevel ?? null) === null
				? null
				: checks.oneOf('influenceLevel', input.influenceLevel, INFLUENCE_LEVELS, CHOOSE),
		starts_on: startsOn,
		ends_on: endsOn,
		external: input.external ?? false
	};
	checks.done();
	return row;
}

const roundTitle = (checks: Checks, title: string): string =>
	checks.text('title', said(title), {
		max: 200,
		required: { sv: 'Skriv omgångens namn.', en: 'Write the name of the round.' }
	});

const ordinal = (checks: Checks, value: number): number => wholeNumber(checks, 'ordinal', value, 1, 1000);

export function checkCopy(input: CopyInput) {
	const checks = createChecks();
	const row = {
		ordinal: ordinal(checks, input.ordinal),
		title: roundTitle(checks, input.title),
		firstDay: checks.date('firstDay', input.firstDay)
	};
	checks.done();
	return row;
}

export function checkVenue(input: VenueInput) {
	const checks = createChecks();
	const line = (field: 'building' | 'room' | 'street' | 'postalCode' | 'city', max = 200) =>
		checks.text(field, input[field], { max });
	const row = {
		name: checks.text('name', said(input.name), {
			max: 200,
			required: { sv: 'Skriv lokalens namn.', en: 'Write the name of the venue.' }
		}),
		building: line('building'),
		room: line('room'),
		street: line('street'),
		postal_code: line('postalCode', 20),
		city: line('city'),
		directions: checks.text('directions', input.directions, { max: 1000 }),
		accessibility: checks.text('accessibility', input.accessibility, { max: 1000 }),
		map_url: webAddress(checks, 'mapUrl', input.mapUrl),
		capacity: seats(checks, 'capacity', input.capacity)
	};
	checks.done();
	return row;
}

export function checkOnline(input: OnlineInput) {
	const checks = createChecks();
	const row = { platform: checks.text('platform', input.platform, { max: 100 }), ...dialIn(checks, input) };
	checks.done();
	return row;
}

/** A number comes with what it costs to call, and is kept as E.164 (domain S2-15, S2-16). */
function dialIn(checks: Checks, input: DialInInput) {
	const written = checks.text('dialInNumber', input.dialInNumber, { max: 40 });
	const number = phoneHref(written)?.slice('tel:'.length) ?? '';
	if (written !== '' && !/^\+[1-9]\d{6,14}$/.test(number))
		checks.wrong('dialInNumber', {
			sv: 'Skriv ett telefonnummer, till exempel 08-465 004 02 eller +46 8 465 004 02.',
			en: 'Write a telephone number, for example +46 8 465 004 02.'
		});
	const label = checks.text('dialInLabel', input.dialInLabel, { max: 100 });
	if (number === '') return { dial_in_number: '', dial_in_label: '', dial_in_toll: null };
	const toll = { sv: 'Välj om numret kostar pengar att ringa.', en: 'Choose whether the number costs money to call.' };
	return {
		dial_in_number: number,
		dial_in_label: label,
		dial_in_toll: checks.oneOf('dialInToll', input.dialInToll, DIAL_IN_TOLLS, toll)
	};
}

/** Columns of a meeting. What it has not, being in one place only, is left out whatever the form still held. */
export function checkMeeting(input: MeetingInput) {
	const checks = createChecks();
	const mode = checks.oneOf('mode', input.mode, MEETING_MODES, CHOOSE);
	const row = {
		priority_area_id: input.areaId ?? null,
		title: checks.text('title', input.title, { max: 200 }),
		text: checks.text('text', input.text, { max: 4000 }),
		mode,
		...times(checks, input),
		...onSiteColumns(checks, mode, input),
		...onlineColumns(checks, mode, input),
		offer_minutes: wholeNumber(checks, 'offerMinutes', input.offerMinutes ?? A_DAY_MINUTES, 5, 14 * A_DAY_MINUTES),
		accessibility: checks.text('accessibility', input.accessibility, { max: 2000 }),
		needs_until: dayOrNull(checks, 'needsUntil', input.needsUntil),
		needs_contact: checks.text('needsContact', input.needsContact, { max: 300 })
	};
	if (row.needs_until !== null && row.needs_until > row.starts_on)
		checks.wrong('needsUntil', {
			sv: 'Sista dag att anmäla behov kan inte vara efter mötet.',
			en: 'The last day to tell of needs cannot be after the meeting.'
		});
	checks.done();
	return row;
}
export type MeetingColumns = ReturnType<typeof checkMeeting>;

function times(checks: Checks, input: MeetingInput) {
	const startsOn = checks.date('startsOn', input.startsOn);
	const startsAt = moment(checks, 'startsAt', input.startsAt);
	const endsAt = moment(checks, 'endsAt', input.endsAt);
	const closesAt = moment(checks, 'registrationClosesAt', input.registrationClosesAt);
	if ((startsAt === null) !== (endsAt === null))
		checks.wrong(startsAt === null ? 'startsAt' : 'endsAt', {
			sv: 'Skriv både när mötet börjar och när det slutar, eller inget av dem.',
			en: 'Write both when the meeting begins and when it ends, or neither.'
		});
	if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
		checks.wrong('endsAt', {
			sv: 'Mötet måste sluta efter att det börjar.',
			en: 'The meeting must end after it begins.'
		});
	if (startsAt !== null && dateCompact(startsAt) !== startsOn)
		checks.wrong('startsOn', { sv: 'Mötet måste börja den dagen.', en: 'The meeting must begin on that day.' });
	if (startsAt !== null && closesAt !== null && closesAt > startsAt)
		checks.wrong('registrationClosesAt', {
			sv: 'Anmälan måste stänga senast när mötet börjar.',
			en: 'Registration must close when the meeting begins, at the latest.'
		});
	return { starts_on: startsOn, starts_at: startsAt, ends_at: endsAt, registration_closes_at: closesAt };
}

function moment(checks: Checks, field: string, at: Date | null | undefined): Date | null {
	if (at === null || at === undefined) return null;
	if (!Number.isNaN(at.getTime())) return at;
	checks.wrong(field, { sv: 'Skriv klockslaget som 09.30.', en: 'Write the time as 09.30.' });
	return null;
}

const onSiteColumns = (checks: Checks, mode: MeetingMode, input: MeetingInput) =>
	mode === 'online'
		? { venue_id: null, on_site_capacity: null }
		: { venue_id: input.venueId ?? null, on_site_capacity: seats(checks, 'onSiteCapacity', input.onSiteCapacity) };

function onlineColumns(checks: Checks, mode: MeetingMode, input: MeetingInput) {
	const none = { dial_in_number: '', dial_in_label: '', dial_in_toll: null };
	if (mode === 'on_site')
		return { online_capacity: null, join_url: '', online_platform: '', conference_id: '', ...none };
	return {
		online_capacity: seats(checks, 'onlineCapacity', input.onlineCapacity),
		join_url: webAddress(checks, 'joinUrl', input.joinUrl),
		online_platform: checks.text('onlinePlatform', input.onlinePlatform, { max: 100 }),
		conference_id: conferenceDigits(checks, input.conferenceId),
		...dialIn(checks, input)
	};
}

/** How a meeting that loses its room is reached. */
export function checkLink(input: LinkInput) {
	const checks = createChecks();
	const row = {
		join_url: webAddress(checks, 'joinUrl', input.joinUrl),
		online_capacity: seats(checks, 'onlineCapacity', input.onlineCapacity)
	};
	checks.done();
	return row;
}

/** Kept as digits, however they are grouped on the invitation (domain S2-17). */
function conferenceDigits(checks: Checks, given: string | undefined): string {
	const text = checks.text('conferenceId', given, { max: 40 });
	const digits = text.replace(/[\s#-]/g, '');
	if (/^\d{0,20}$/.test(digits)) return digits;
	checks.wrong('conferenceId', {
		sv: 'Skriv konferens-id med siffror, till exempel 900 001 009.',
		en: 'Write the conference id in digits, for example 900 001 009.'
	});
	return '';
}

function webAddress(checks: Checks, field: string, given: string | undefined): string {
	const address = checks.text(field, given, { max: 2000 });
	if (address === '' || (URL.canParse(address) && /^https:\/\/[^\s]+$/.test(address))) return address;
	checks.wrong(field, {
		sv: 'Skriv en webbadress som börjar med https://.',
		en: 'Write a web address that begins with https://.'
	});
	return '';
}

const dayOrNull = (checks: Checks, field: string, day: string | null | undefined): string | null =>
	day === null || day === undefined || day === '' ? null : checks.date(field, day);

const seats = (checks: Checks, field: string, value: number | null | undefined): number | null =>
	value === null || value === undefined ? null : wholeNumber(checks, field, value, 1, MOST_SEATS);

function wholeNumber(checks: Checks, field: string, value: number, least: number, most: number): number {
	if (Number.isInteger(value) && value >= least && value <= most) return value;
	checks.wrong(field, {
		sv: `Skriv ett heltal från ${least} till ${most}.`,
		en: `Write a whole number from ${least} to ${most}.`
	});
	return least;
}
