import type { AgendaItem } from '#lib/protocol/meetings.ts';
import type { MeetingInput } from '#server/meetings/types.ts';
import type { ScenarioMeeting, ScenarioRound } from './scenario.ts';
import { type Stage, staffMember } from './stage.ts';

/** When each round was planned and its registration opened; the scenario does not say. */
const OPENED: Record<string, string> = {
	r1: '2026-06-22T09:00:00+02:00',
	r2: '2026-08-24T09:00:00+02:00',
	r3: '2026-09-01T09:00:00+02:00'
};
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const BY_LINK = 'Samtalet textas direkt. Säg till om du behöver teckenspråkstolk.';

/** Three rounds with twelve meetings (domain §5.3), as the process lead plans them. Afterwards `stage.meetings` knows each. */
export async function loadMeetings(stage: Stage): Promise<void> {
	const { services, scenario } = stage;
	const by = staffMember(stage, 'u-tove');
	services.time.travel(stage.shift.moment(OPENED['r1'] ?? scenario.meta.demoNow));
	const venueId = await loadVenue(stage);
	await loadDialIn(stage);
	for (const told of scenario.rounds) {
		services.time.travel(stage.shift.moment(OPENED[told.id] ?? scenario.meta.demoNow));
		const { roundId } = await services.meetings.createRound(by, stage.dialogueId, roundInput(stage, told));
		const items = (told.agenda ?? []).map(agendaItem);
		if (items.length > 0) await services.meetings.setAgenda(by, { roundId }, items);
		for (const meeting of scenario.meetings.filter((one) => one.roundId === told.id))
			await loadMeeting(stage, meeting, { roundId, venueId: told.mode === 'online' ? null : venueId });
	}
}

const roundInput = ({ shift }: Stage, told: ScenarioRound) => ({
	ordinal: told.ordinal,
	kind: told.kind,
	title: told.title,
	purpose: shift.text(told.purpose),
	influenceLevel: told.influence,
	startsOn: shift.day(told.start),
	endsOn: shift.day(told.end)
});

async function loadVenue(stage: Stage): Promise<string | null> {
	const [told] = stage.scenario.venues;
	if (told === undefined) return null;
	const by = staffMember(stage, 'u-tove');
	const { venueId } = await stage.services.meetings.createVenue(by, stage.dialogueId, told);
	return venueId;
}

/** Every meeting of the scenario has the same number, so it is the dialogue's (domain S2-18). */
async function loadDialIn(stage: Stage): Promise<void> {
	const online = stage.scenario.meetings[0]?.online;
	if (online === undefined) return;
	await stage.services.meetings.setOnline(staffMember(stage, 'u-tove'), stage.dialogueId, {
		platform: online.platform,
		dialInNumber: online.dialIn.number,
		dialInLabel: online.dialIn.label,
		dialInToll: online.dialIn.tollType
	});
}

type Place = { roundId: string; venueId: string | null };

async function loadMeeting(stage: Stage, told: ScenarioMeeting, { roundId, venueId }: Place): Promise<void> {
	const { meetings } = stage.services;
	const by = staffMember(stage, 'u-tove');
	const input = { ...meetingInput(stage, told, venueId), roundId };
	const { meetingId, slug } = await meetings.create(by, stage.dialogueId, input);
	await meetings.setState(by, meetingId, 'open');
	for (const [id, role] of [
		['u-hugo', 'host'],
		['u-hugo', 'secretary'],
		['u-tove', 'chair']
	] as const)
		await meetings.appoint(by, meetingId, stage.accounts.get(id) ?? '', role);
	stage.meetings.set(told.id, { meetingId, slug, roundId });
}

function meetingInput({ scenario, shift, areas }: Stage, told: ScenarioMeeting, venueId: string | null): MeetingInput {
	const startsAt = shift.moment(told.startsAt);
	const day = shift.day(told.startsAt.slice(0, 10));
	const venue = venueId === null ? undefined : scenario.venues[0];
	return {
		areaId: areas.get(told.area) ?? null,
		mode: venue === undefined ? 'online' : 'hybrid',
		startsOn: day,
		startsAt,
		endsAt: shift.moment(told.endsAt),
		venueId,
		onSiteCapacity: told.onSiteCapacity,
		joinUrl: told.online.joinUrl,
		conferenceId: told.online.conferenceId,
		accessibility: BY_LINK,
		needsUntil: new Date(Date.parse(`${day}T00:00:00Z`) - WEEK_MS).toISOString().slice(0, 10),
		needsContact: scenario.process.contact
	};
}

const MEALS = /kaffe|lunch|smörgås/i;

/** `09.30–12.30` or `cirka 14.45`, as the scenario writes them. */
function agendaItem({ time, title }: { time: string; title: string }): AgendaItem {
	const [startsAt = '', endsAt] = (time.match(/\d\d\.\d\d/g) ?? []).map((one) => one.replace('.', ':'));
	return {
		startsAt,
		endsAt: endsAt ?? null,
		approximate: time.startsWith('cirka'),
		kind: MEALS.test(title) ? 'meal' : 'session',
		title
	};
}
