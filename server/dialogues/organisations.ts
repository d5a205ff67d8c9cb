import { ORGANISATION_TYPES } from '#lib/protocol/organisation-types.ts';
import { createChecks } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type CommandDeps, transact } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import type { OrganisationLine } from './types.ts';

export async function organisations(deps: CommandDeps, actor: Actor, dialogueId: string): Promise<OrganisationLine[]> {
	authorize(actor, 'dialogue.grant_role', { dialogueId });
	return deps.database.selectFrom('organisation').select(['id', 'name', 'type']).orderBy('name').execute();
}

/** A name is one organisation: asked for again, in the same or another dialogue, it is the same one. */
export async function ensureOrganisation(
	deps: CommandDeps,
	by: By,
	dialogueId: string,
	input: { name: string; type: string }
) {
	authorize(by.actor, 'dialogue.grant_role', { dialogueId });
	const checks = createChecks();
	const required = { sv: 'Skriv organisationens namn.', en: 'Write the name of the organisation.' };
	const choose = { sv: 'Välj typ av organisation.', en: 'Choose a type of organisation.' };
	const name = checks.text('organisationName', input.name, { max: 200, required });
	const type = checks.oneOf('organisationType', input.type, ORGANISATION_TYPES, choose);
	checks.done();
	return transact(deps, by, async (change) => {
		const added = await change.db
			.insertInto('organisation')
			.values({ id: newId(), name, type })
			.onConflict((conflict) => conflict.column('name').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (added) {
			await change.audit({
				action: 'organisation.add',
				objectType: 'organisation',
				objectId: added.id,
				dialogueId,
				after: { name, type }
			});
			return { organisationId: added.id };
		}
		const known = await change.db
			.selectFrom('organisation')
			.select('id')
			.where('name', '=', name)
			.executeTakeFirstOrThrow();
		return { organisationId: known.id };
	});
}
