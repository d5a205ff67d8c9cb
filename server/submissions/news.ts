import type { FeedEvent } from '#lib/protocol/events.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import type { Change } from '#server/database/transaction.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { judged, selectPoints } from './queries.ts';
import { type PointRow, presentPoint } from './view.ts';

/**
 * Tells of points that are new or changed, to each audience what it may see: everybody the public view or that there
 * is none (any more), the author one's own, moderators that their queue has changed. Read inside the transaction,
 * sent after its commit.
 */
export async function announcePoints(
	change: Change,
	pointIds: readonly string[],
	what: 'new' | 'changed'
): Promise<void> {
	if (pointIds.length === 0) return;
	const visible = await rowsFor(change, VISITOR, pointIds);
	for (const point of await heads(change, pointIds)) {
		tellReaders(change, point, visible.get(point.id), what);
		await tellAuthor(change, point);
		tellDesk(change, point.dialogue_id, point.id);
	}
}

/** The queue of a dialogue's moderators has changed at this point; they read again what it says. */
export function tellDesk(change: Change, dialogueId: string, pointId: string): void {
	const event: FeedEvent = { kind: 'queue_changed', pointId, item: null };
	change.publish({ room: roomName('desk', dialogueId), audience: 'moderators', event });
}

type Head = {
	id: string;
	dialogue_id: string;
	document_id: string | null;
	parent_id: string | null;
	account_id: string | null;
	published_at: Date | null;
};

const heads = (change: Change, ids: readonly string[]): Promise<Head[]> =>
	judged(change.db)
		.where('point.id', 'in', ids)
		.select([
			'point.id',
			'point.dialogue_id',
			'point.document_id',
			'point.parent_id',
			'submission.account_id',
			'point.published_at'
		])
		.execute();

async function rowsFor(change: Change, viewer: Actor, ids: readonly string[]): Promise<Map<string, PointRow>> {
	const rows = await selectPoints(change.db, viewer, null).where('point.id', 'in', ids).execute();
	return new Map(rows.map((row) => [row.id, row]));
}

function tellReaders(change: Change, point: Head, row: PointRow | undefined, what: 'new' | 'changed'): void {
	if (point.document_id === null) return;
	const view = row === undefined ? null : presentPoint(VISITOR, row);
	// What never was public is not even told to be gone: that would say that it exists (invariant 2).
	if (view === null && (what === 'new' || point.published_at === null)) return;
	const event: FeedEvent =
		view === null
			? gone(point)
			: point.parent_id === null
				? { kind: what === 'new' ? 'point_published' : 'point_changed', pointId: point.id, point: view }
				: {
						kind: what === 'new' ? 'reply_published' : 'reply_changed',
						pointId: point.parent_id,
						replyId: point.id,
						reply: view
					};
	change.publish({ room: roomName('document', point.document_id), audience: 'everyone', event });
}

const gone = (point: Head): FeedEvent =>
	point.parent_id === null
		? { kind: 'point_unpublished', pointId: point.id }
		: { kind: 'reply_unpublished', pointId: point.parent_id, replyId: point.id };

async function tellAuthor(change: Change, point: Head): Promise<void> {
	if (point.account_id === null || point.document_id === null) return;
	const author: Actor = { ...NOBODY, accountId: point.account_id };
	const row = (await rowsFor(change, author, [point.id])).get(point.id);
	const view = row === undefined ? null : presentPoint(author, row);
	if (view === null) return;
	change.publish({
		room: roomName('document', point.document_id),
		audience: { accountId: point.account_id },
		event: { kind: 'point_changed', pointId: point.id, point: view }
	});
}

/** The author as the view knows one: an account and nothing that could open more. */
const NOBODY = {
	kind: 'person',
	verified: false,
	isAdmin: false,
	name: '',
	email: null,
	organisationId: null,
	organisationName: '',
	organisationType: '',
	roles: []
} as const;

/** How many agree, to everybody who reads the text; where the point is not (any more) public, to nobody. */
export async function announceAgreements(change: Change, pointId: string): Promise<number> {
	const { count } = await change.db
		.selectFrom('agreement')
		.where('point_id', '=', pointId)
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	const row = (await rowsFor(change, VISITOR, [pointId])).get(pointId);
	if (row?.document_id) {
		const room = roomName('document', row.document_id);
		change.publish({ room, audience: 'everyone', event: { kind: 'agreement_changed', pointId, count } });
	}
	return count;
}
