import { newId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';
import type { checkPhases } from './input.ts';
import { phasesOf } from './queries.ts';

type Row = ReturnType<typeof checkPhases>[number];
type Kept = { id: string; title: string; ordinal: number };

/** Which phase each row was before: the one of the same name, else the unclaimed one in the same place. */
export function idsOf(rows: readonly Pick<Row, 'title' | 'ordinal'>[], before: readonly Kept[]): (string | null)[] {
	const left = [...before];
	const claim = (fits: (one: Kept) => boolean): string | null => {
		const index = left.findIndex(fits);
		return index < 0 ? null : (left.splice(index, 1)[0]?.id ?? null);
	};
	const named = rows.map(({ title }) => claim((one) => one.title === title));
	return rows.map(({ ordinal }, index) => named[index] ?? claim((one) => one.ordinal === ordinal));
}

/** Writes the list of phases, so that those which remain are changed in place. The dialogue's row is locked. */
export async function replacePhases(change: Change, dialogueId: string, rows: readonly Row[]): Promise<void> {
	const before = await phasesOf(change.db, dialogueId);
	const ids = idsOf(rows, before);
	const gone = before.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
	if (gone.length > 0) await change.db.deleteFrom('phase').where('id', 'in', gone).execute();
	// Two of them may never hold the same number, not even on the way.
	await change.db
		.updateTable('phase')
		.set((eb) => ({ ordinal: eb.neg('ordinal') }))
		.where('dialogue_id', '=', dialogueId)
		.execute();
	for (const [index, row] of rows.entries()) {
		const id = ids[index];
		if (id) await change.db.updateTable('phase').set(row).where('id', '=', id).execute();
		else
			await change.db
				.insertInto('phase')
				.values({ ...row, id: newId(), dialogue_id: dialogueId })
				.execute();
	}
}
