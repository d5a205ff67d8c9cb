import type { By } from '#server/database/transaction.ts';
import { checkDay, press } from './check-in.ts';
import { participantsOf } from './queries.ts';
import { hostedFor } from './reading.ts';
import type { HostingDeps } from './service.ts';
import type { MeetingAddress, WalkIn } from './types.ts';

/**
 * Somebody at the door who has not registered: registered in the room whatever the seats say, since they stand there,
 * and checked in. The same form twice is one person; what a crash left half done is done by sending it again.
 */
export async function walkIn(deps: HostingDeps, by: By, at: MeetingAddress, input: WalkIn): Promise<void> {
	const { meeting } = await hostedFor(deps, by.actor, at, 'meeting.host');
	checkDay(meeting, deps.clock.now());
	const { registrationId } = await deps.registrations.admit(by, at.dialogueSlug, meeting.round.ordinal, {
		meetingId: meeting.id,
		contact: { name: input.name, email: '', phone: '' },
		organisation: { name: input.organisationName, type: input.organisationType, municipalityCode: '' },
		language: 'sv',
		once: input.once
	});
	const now = deps.clock.now().toISOString();
	const people = await participantsOf(deps.database, registrationId);
	await press(
		deps,
		by,
		at,
		people.map((participantId) => ({ participantId, present: true, at: now }))
	);
}
