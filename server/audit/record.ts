import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock } from '#server/clock.ts';
import type { DB } from '#server/database/schema.ts';
import { newId } from '#server/database/ids.ts';
import { accountIdOf, actingRole, type Actor } from '#server/permissions/actor.ts';

/** One event of the trail. `before` and `after` are hashed here: the trail itself holds no personal text (domain C-04). */
export type AuditEntry = {
	action: string;
	objectType: string;
	objectId: string;
	dialogueId: string | null;
	before?: unknown;
	after?: unknown;
	result?: 'done' | 'denied';
};

const digest = (value: unknown): string | null =>
	value === undefined ? null : createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Adds one event inside the command's own transaction (invariant 4). The time is the machine's; `DEMO_NOW` never moves it. */
export async function recordEvent(
	db: Transaction<DB>,
	clock: Clock,
	by: { actor: Actor; requestId: string },
	entry: AuditEntry
): Promise<void> {
	await db
		.insertInto('audit_event')
		.values({
			id: newId(),
			dialogue_id: entry.dialogueId,
			at: clock.real(),
			actor_id: accountIdOf(by.actor),
			actor_role: actingRole(by.actor, entry.dialogueId),
			action: entry.action,
			object_type: entry.objectType,
			object_id: entry.objectId,
			before_hash: digest(entry.before),
			after_hash: digest(entry.after),
			result: entry.result ?? 'done',
			request_id: by.requestId
		})
		.execute();
}
