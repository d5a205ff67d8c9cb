import type { Actor } from '#server/permissions/actor.ts';
import type { InvitationParts } from './parts.ts';
import { listedWith, mailedTo, refusalOf } from './queries.ts';
import type { OwnInvitations } from './types.ts';

/** What is kept about the actor's confirmed address, for them to take along (domain G-05). Nothing without one. */
export async function ownInvitations({ database }: InvitationParts, actor: Actor): Promise<OwnInvitations> {
	if (actor.kind !== 'person' || !actor.verified || actor.email === null)
		return { lists: [], letters: [], refusedAt: null };
	const [listed, mailed, refusal] = await Promise.all([
		listedWith(database, actor.email),
		mailedTo(database, actor.email),
		refusalOf(database, actor.email)
	]);
	return {
		lists: listed.map((row) => ({
			dialogueTitle: row.title,
			name: row.name,
			organisationName: row.organisation_name,
			organisationType: row.organisation_type,
			municipalityCode: row.municipality_code,
			addedAt: row.added_at
		})),
		letters: mailed.map(({ title, kind, subject, source, started_at, returned_at }) => ({
			...{ dialogueTitle: title, kind, subject, source },
			startedAt: started_at,
			returnedAt: returned_at
		})),
		refusedAt: refusal?.refused_at ?? null
	};
}
