import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, orTaken, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { existing, touchDialogue } from './commands.ts';
import { checkArea, checkDeclineReason } from './input.ts';
import type { AreaInput, DeclineReasonInput } from './types.ts';

/** Priority areas are added and changed, never taken away: inputs hang on them. One that falls is *dropped*, with a reason. */
export async function addArea(deps: CommandDeps, by: By, dialogueId: string, input: AreaInput) {
	authorize(by.actor, 'dialogue.manage', { dialogueId });
	const row = checkArea(input);
	return codeTaken(() =>
		transact(deps, by, async (change) => {
			await existing(change, dialogueId);
			const areaId = newId();
			const ordinal = await nextOrdinal(change, 'priority_area', dialogueId);
			await change.db
				.insertInto('priority_area')
				.values({ ...row, id: areaId, dialogue_id: dialogueId, ordinal })
				.execute();
			if (input.position !== undefined) await placeArea(change, dialogueId, areaId, input.position);
			await touchDialogue(change.db, dialogueId, deps.clock.now());
			await change.audit({ action: 'area.add', objectType: 'priority_area', objectId: areaId, dialogueId, after: row });
			return { areaId };
		})
	);
}

export async function updateArea(deps: CommandDeps, by: By, dialogueId: string, areaId: string, input: AreaInput) {
	authorize(by.actor, 'dialogue.manage', { dialogueId });
	const row = checkArea(input);
	return codeTaken(() =>
		transact(deps, by, async (change) => {
			await existing(change, dialogueId);
			const before = await change.db
				.selectFrom('priority_area')
				.selectAll()
				.where('id', '=', areaId)
				.where('dialogue_id', '=', dialogueId)
				.executeTakeFirst();
			if (!before) throw new MedskickError('not_found');
			await change.db.updateTable('priority_area').set(row).where('id', '=', areaId).execute();
			if (input.position !== undefined) await placeArea(change, dialogueId, areaId, input.position);
			await touchDialogue(change.db, dialogueId, deps.clock.now());
			await change.audit({
				action: 'area.update',
				objectType: 'priority_area',
				objectId: areaId,
				dialogueId,
				before,
				after: { ...row, position: input.position }
			});
		})
	);
}

/** Moves one area to its place and numbers all from 1; beyond the end is last. Safe because the dialogue's row is locked. */
async function placeArea(change: Change, dialogueId: string, areaId: string, position: number): Promise<void> {
	const rows = await change.db
		.selectFrom('priority_area')
		.select('id')
		.where('dialogue_id', '=', dialogueId)
		.orderBy('ordinal')
		.execute();
	const ids = rows.map(({ id }) => id).filter((id) => id !== areaId);
	ids.splice(position - 1, 0, areaId);
	// Two of them may never hold the same number, not even on the way.
	await change.db
		.updateTable('priority_area')
		.set((eb) => ({ ordinal: eb.neg('ordinal') }))
		.where('dialogue_id', '=', dialogueId)
		.execute();
	for (const [index, id] of ids.entries())
		await change.db
			.updateTable('priority_area')
			.set({ ordinal: index + 1 })
			.where('id', '=', id)
			.execute();
}

const codeTaken = <T>(work: () => Promise<T>): Promise<T> =>
	orTaken(
		work,
		{ sv: 'Det finns redan ett område med den koden.', en: 'There is already an area with that code.' },
		'code'
	);

/** With an id the reason is changed; a reason in use is never taken away, only made inactive. */
export async function saveDeclineReason(deps: CommandDeps, by: By, dialogueId: string, input: DeclineReasonInput) {
	authorize(by.actor, 'decline_reason.manage', { dialogueId });
	const row = checkDeclineReason(input);
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const declineReasonId =
			input.id === undefined
				? await addReason(change, dialogueId, row)
				: await changeReason(change, dialogueId, input.id, row);
		await change.audit({
			action: 'decline_reason.save',
			objectType: 'decline_reason',
			objectId: declineReasonId,
			dialogueId,
			after: row
		});
		return { declineReasonId };
	});
}

type ReasonRow = ReturnType<typeof checkDeclineReason>;

async function addReason(change: Change, dialogueId: string, row: ReasonRow): Promise<string> {
	const id = newId();
	const ordinal = await nextOrdinal(change, 'decline_reason', dialogueId);
	await change.db
		.insertInto('decline_reason')
		.values({ ...row, id, dialogue_id: dialogueId, ordinal })
		.execute();
	return id;
}

async function changeReason(change: Change, dialogueId: string, id: string, row: ReasonRow): Promise<string> {
	if (!isId(id)) throw new MedskickError('not_found');
	const changed = await change.db
		.updateTable('decline_reason')
		.set(row)
		.where('id', '=', id)
		.where('dialogue_id', '=', dialogueId)
		.returning('id')
		.executeTakeFirst();
	if (!changed) throw new MedskickError('not_found');
	return changed.id;
}

/** Safe because the dialogue's row is locked. */
async function nextOrdinal(
	change: Change,
	table: 'priority_area' | 'decline_reason',
	dialogueId: string
): Promise<number> {
	const last = await change.db
		.selectFrom(table)
		.select(({ fn }) => fn.max('ordinal').as('ordinal'))
		.where('dialogue_id', '=', dialogueId)
		.executeTakeFirst();
	return (last?.ordinal ?? 0) + 1;
}
