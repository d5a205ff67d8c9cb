import type { Kysely } from 'kysely';
import { MedskickError, refuse } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { authorize } from '#server/permissions/can.ts';
import { tellDesk } from '#server/submissions/news.ts';
import { lockPoint } from '#server/submissions/own.ts';
import type { ModerationDeps } from './deps.ts';
import { words } from './words.ts';

/** Gives the point to a colleague, or to nobody. The colleague must be able to moderate it. */
export const assign = (
	deps: ModerationDeps,
	by: By,
	input: { pointId: string; accountId: string | null }
): Promise<void> =>
	transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.moderate', thing);
		if (input.accountId !== null) await checkColleague(change, row.dialogue_id, input.accountId);
		await change.db.updateTable('point').set({ assigned_to: input.accountId }).where('id', '=', row.id).execute();
		await change.audit({
			action: 'point.assign',
			objectType: 'point',
			objectId: row.id,
			dialogueId: row.dialogue_id,
			after: { to: input.accountId }
		});
		tellDesk(change, row.dialogue_id, row.id);
	});

async function checkColleague(change: Change, dialogueId: string, accountId: string): Promise<void> {
	const colleagues = await colleaguesIn(change.db, dialogueId);
	if (colleagues.some((one) => one.accountId === accountId)) return;
	refuse(
		'bad_input',
		'Välj någon som granskar i dialogen.',
		'Choose somebody who moderates in the dialogue.',
		'accountId'
	);
}

/** Who a point can be given to, by name. */
export const colleaguesIn = (db: Kysely<DB>, dialogueId: string): Promise<{ accountId: string; name: string }[]> =>
	db
		.selectFrom('dialogue_role')
		.innerJoin('account', 'account.id', 'dialogue_role.account_id')
		.select(['account.id as accountId', 'account.name'])
		.distinct()
		.where('dialogue_role.dialogue_id', '=', dialogueId)
		.where('dialogue_role.role', 'in', ['case_officer', 'process_lead', 'registrar'])
		.where('account.disabled_at', 'is', null)
		.orderBy('account.name')
		.execute();

/** A note among colleagues. It is kept with the point and never shown to others. */
export const addNote = (deps: ModerationDeps, by: By, input: { pointId: string; text: string }): Promise<void> =>
	transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.note', thing);
		if (by.actor.kind !== 'person') throw new MedskickError('forbidden');
		const text = words(input.text, 'note');
		if (text === '') refuse('bad_input', 'Skriv en anteckning.', 'Write a note.', 'note');
		await change.db
			.insertInto('internal_note')
			.values({ id: newId(), point_id: row.id, text, written_at: deps.clock.now(), written_by: by.actor.accountId })
			.execute();
		await change.audit({ action: 'point.note', objectType: 'point', objectId: row.id, dialogueId: row.dialogue_id });
		tellDesk(change, row.dialogue_id, row.id);
	});

/** The reports of a point have been looked into; the point stands as it is. */
export const handleReports = (deps: ModerationDeps, by: By, input: { pointId: string }): Promise<void> =>
	transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.moderate', thing);
		await change.db
			.updateTable('point_report')
			.set({ handled_at: deps.clock.now(), handled_by: by.actor.kind === 'person' ? by.actor.accountId : null })
			.where('point_id', '=', row.id)
			.where('handled_at', 'is', null)
			.execute();
		await change.audit({
			action: 'point.handle_reports',
			objectType: 'point',
			objectId: row.id,
			dialogueId: row.dialogue_id
		});
		tellDesk(change, row.dialogue_id, row.id);
	});
