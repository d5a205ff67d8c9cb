import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkStep } from './input.ts';
import type { NextStepInput } from './types.ts';

/** Adds or changes one of the organiser's next steps. */
export async function saveStep(deps: CommandDeps, by: By, dialogueId: string, input: NextStepInput) {
	authorize(by.actor, 'next_step.manage', { dialogueId });
	const row = checkStep(input);
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const before = input.id === undefined ? undefined : await stepOf(change, dialogueId, input.id);
		const stepId = before?.id ?? newId();
		if (before) await change.db.updateTable('next_step').set(row).where('id', '=', stepId).execute();
		else await add(change, { ...row, id: stepId, dialogue_id: dialogueId, created_at: deps.clock.now() });
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({
			action: 'next_step.save',
			objectType: 'next_step',
			objectId: stepId,
			dialogueId,
			before,
			after: row
		});
		return { stepId };
	});
}

type Row = ReturnType<typeof checkStep> & { id: string; dialogue_id: string; created_at: Date };
const add = (change: Change, row: Row) => change.db.insertInto('next_step').values(row).execute();

async function stepOf(change: Change, dialogueId: string, id: string) {
	const row = isId(id)
		? await change.db
				.selectFrom('next_step')
				.selectAll()
				.where('id', '=', id)
				.where('dialogue_id', '=', dialogueId)
				.executeTakeFirst()
		: undefined;
	if (!row) throw new MedskickError('not_found');
	return row;
}
