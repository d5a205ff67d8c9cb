import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { Rule } from '#server/realtime/judging.ts';
import { leads } from './guard.ts';
import { headById } from './queries.ts';

/** Who hears what goes on in a meeting: whoever may read about it; what only its hosts see, they alone. */
export async function meetingRule(db: Kysely<DB>, meetingId: string): Promise<Rule<Actor>> {
	const head = await headById(db, meetingId);
	if (head === undefined) return () => ({ refused: 4404 });
	const thing = { dialogueId: head.dialogue_id, dialogueState: head.dialogue_state, meetingState: head.state };
	return async (actor) =>
		can(actor, 'live.read', thing) ? { access: 'read', moderator: await leads(db, actor, head) } : { refused: 4404 };
}
