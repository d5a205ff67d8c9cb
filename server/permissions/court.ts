import type { IncomingMessage } from 'node:http';
import type { Room } from '#lib/protocol/rooms.ts';
import type { Database } from '#server/database/database.ts';
import type { Identity } from '#server/identity/types.ts';
import { notesRule } from '#server/live/notes-rule.ts';
import { meetingRule } from '#server/live/room-rule.ts';
import type { Court, Judgement, Rule } from '#server/realtime/judging.ts';
import type { Actor } from './actor.ts';
import { can } from './can.ts';

/** Asked by the live part once per socket: who is this, and may they read or write in that room? */
export function createCourt(deps: { database: Database; identity: Identity }): Court<Actor> {
	return {
		async authenticate(request: IncomingMessage) {
			const { actor, sessionIdHash } = await deps.identity.authenticate(request.headers.cookie);
			const person = actor.kind === 'person' ? actor : null;
			return {
				actor,
				viewer: { accountId: person?.accountId ?? null, name: person?.name ?? null, sessionKey: sessionIdHash }
			};
		},
		ruleFor: (room) => ruleFor(deps.database, room)
	};
}

async function ruleFor(db: Database, room: Room): Promise<Rule<Actor>> {
	if (room.kind === 'desk') return deskRule(db, room.id);
	if (room.kind === 'text' || room.kind === 'document') return documentRule(db, room);
	if (room.kind === 'meeting') return meetingRule(db, room.id);
	return nowhere;
}

const nowhere: Rule<Actor> = () => ({ refused: 4404 });

/** Who may not know of a thing hears that it does not exist; a stranger who could sign in hears that. */
const refusal = (actor: Actor): Judgement => ({ refused: actor.kind === 'visitor' ? 4401 : 4403 });

async function deskRule(db: Database, dialogueId: string): Promise<Rule<Actor>> {
	const dialogue = await db.selectFrom('dialogue').select('id').where('id', '=', dialogueId).executeTakeFirst();
	if (dialogue === undefined) return nowhere;
	return (actor) => (can(actor, 'desk.read', { dialogueId }) ? { access: 'read', moderator: true } : refusal(actor));
}

async function documentRule(db: Database, room: Room): Promise<Rule<Actor>> {
	const row = await db
		.selectFrom('document')
		.innerJoin('dialogue', 'dialogue.id', 'document.dialogue_id')
		.innerJoin('living_text', 'living_text.id', 'document.id')
		.where('document.id', '=', room.id)
		.select((eb) => [
			'dialogue.id as dialogueId',
			'dialogue.state as dialogueState',
			'living_text.shared_since',
			'living_text.kind',
			eb
				.exists(
					eb.selectFrom('document_version').select('document_version.id').whereRef('document_id', '=', 'document.id')
				)
				.as('published')
		])
		.executeTakeFirst();
	if (row === undefined) return nowhere;
	const { dialogueId, dialogueState } = row;
	const facts = { dialogueId, dialogueState, published: Boolean(row.published), shared: row.shared_since !== null };
	if (row.kind === 'notes' && room.kind === 'text')
		return notesRule(db, room.id, (actor) => (facts.shared ? judgeFollower(actor, facts) : refusal(actor)));
	return (actor) => (room.kind === 'document' ? judgeReader(actor, facts) : judgeText(actor, facts));
}

type DocumentFacts = { dialogueId: string; dialogueState: string; published: boolean; shared: boolean };

function judgeReader(actor: Actor, { dialogueId, dialogueState, published }: DocumentFacts): Judgement {
	const moderator = can(actor, 'desk.read', { dialogueId });
	const readable = published && can(actor, 'version.read', { dialogueId, dialogueState });
	return readable || moderator ? { access: 'read', moderator } : { refused: 4404 };
}

function judgeText(actor: Actor, facts: DocumentFacts): Judgement {
	const { dialogueId } = facts;
	const moderator = can(actor, 'desk.read', { dialogueId });
	return can(actor, 'text.write', { dialogueId }) ? { access: 'write', moderator } : judgeFollower(actor, facts);
}

function judgeFollower(actor: Actor, { dialogueId, dialogueState, shared }: DocumentFacts): Judgement {
	const moderator = can(actor, 'desk.read', { dialogueId });
	return can(actor, 'text.read', { dialogueId, dialogueState, shared })
		? { access: 'read', moderator }
		: refusal(actor);
}
