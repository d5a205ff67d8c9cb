import { MEETING_ROLES, type MeetingRole } from '#lib/protocol/meetings.ts';
import { createChecks } from '#server/checks.ts';
import type { By } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { about, changeMeeting } from './commands.ts';
import { staffOf } from './queries.ts';
import type { MeetingsDeps } from './telling.ts';

const CHOOSE = { sv: 'Välj ett uppdrag.', en: 'Choose a task.' };

/** Hosts and secretaries see contacts and needs, so only those who work with the dialogue can be appointed. */
export const appoint = (deps: MeetingsDeps, by: By, meetingId: string, accountId: string, given: MeetingRole) =>
	changeMeeting(deps, by, meetingId, async (change, { dialogue_id }) => {
		const checks = createChecks();
		const role = checks.oneOf('role', given, MEETING_ROLES, CHOOSE);
		if (!(await staffOf(change.db, dialogue_id)).some((one) => one.id === accountId))
			checks.wrong('accountId', {
				sv: 'Välj någon som arbetar med dialogen.',
				en: 'Choose someone who works with the dialogue.'
			});
		checks.done();
		await change.db
			.insertInto('meeting_role')
			.values({ meeting_id: meetingId, account_id: accountId, role, granted_at: deps.clock.now() })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await change.audit({ ...about('meeting.appoint', meetingId, dialogue_id), after: { accountId, role } });
	});

export const dismiss = (deps: MeetingsDeps, by: By, meetingId: string, accountId: string, role: MeetingRole) =>
	changeMeeting(deps, by, meetingId, async (change, { dialogue_id }) => {
		if (!MEETING_ROLES.includes(role)) throw new MedskickError('not_found');
		const dismissed = await change.db
			.deleteFrom('meeting_role')
			.where('meeting_id', '=', meetingId)
			.where('account_id', '=', accountId)
			.where('role', '=', role)
			.returning('role')
			.executeTakeFirst();
		if (!dismissed) throw new MedskickError('not_found');
		await change.audit({ ...about('meeting.dismiss', meetingId, dialogue_id), before: { accountId, role } });
	});
