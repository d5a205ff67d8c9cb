import type { DecisionView, DeskItem, MadeDecision } from '#lib/protocol/desk.ts';
import { leaves } from '#lib/document/outline.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/database/database.ts';
import { readableTexts } from '#server/documents/readable.ts';
import { MedskickError } from '#server/errors.ts';
import { type Actor, accountIdOf } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { selectPoints } from '#server/submissions/queries.ts';
import { presentPoint } from '#server/submissions/view.ts';
import { hindrance } from './decide.ts';
import type { Openings } from './openings.ts';
import { type DeskRow, deskRow, presentItem } from './queue.ts';

type Deps = { database: Database; clock: Clock; openings: Openings };

/** A point with its text around it, its history and what may be done with it. Errors: `forbidden`, `not_found`. */
export async function deskItem(deps: Deps, viewer: Actor, dialogueId: string, pointId: string): Promise<DeskItem> {
	authorize(viewer, 'desk.read', { dialogueId });
	const row = await deskRow(deps.database, viewer, dialogueId, pointId);
	const item = row === undefined ? null : presentItem(viewer, row, deps.clock.now(), deps.openings);
	if (row === undefined || item === null) throw new MedskickError('not_found');
	const [context, submission, waitingMask, reportList, noteList, decisions, revisions] = await Promise.all([
		contextOf(deps.database, viewer, row),
		submissionOf(deps.database, viewer, row),
		waitingMaskOf(deps.database, viewer, row),
		reportsOf(deps.database, pointId),
		notesOf(deps.database, pointId),
		decisionsOf(deps.database, row),
		revisionsOf(deps.database, pointId)
	]);
	return {
		...item,
		...submission,
		revision: row.revision,
		context,
		parent: await parentOf(deps.database, viewer, row),
		waitingMask,
		hindrance: hindrance({ ...row, mask_id: row.mask_id ?? (waitingMask === null ? null : 'waiting') }),
		reportList,
		noteList,
		decisions,
		revisions
	};
}

/** A decision just made, with its point; null where there is none on this desk. Errors: `forbidden`. */
export async function deskDecision(
	deps: Deps,
	viewer: Actor,
	dialogueId: string,
	decisionId: string
): Promise<MadeDecision | null> {
	authorize(viewer, 'desk.read', { dialogueId });
	const made = await deps.database
		.selectFrom('moderation_decision')
		.select('point_id')
		.where('id', '=', decisionId)
		.executeTakeFirst();
	const row = made && (await deskRow(deps.database, viewer, dialogueId, made.point_id));
	const point = row && presentPoint(viewer, row);
	if (!row || !point) return null;
	const decision = (await decisionsOf(deps.database, row)).find((one) => one.id === decisionId);
	return decision === undefined ? null : { point, decision };
}

/**
 * The block that the point is about, as it read when the point was made, with its neighbours. Words that have been
 * masked since are masked here too, for all who may not read them.
 */
async function contextOf(db: Database, viewer: Actor, row: DeskRow): Promise<DeskItem['context']> {
	const anchor = await db
		.selectFrom('point_anchor')
		.select(['block_id', 'version_id'])
		.where('point_id', '=', row.id)
		.executeTakeFirst();
	if (anchor === undefined || anchor.block_id === null) return null;
	const unmasked = can(viewer, 'version.read_unmasked', { dialogueId: row.dialogue_id });
	const texts = await readableTexts(db, [anchor.version_id], unmasked);
	const all = leaves(texts.get(anchor.version_id) ?? { blocks: [] });
	const at = all.findIndex((leaf) => leaf.blockId === anchor.block_id);
	const leaf = all[at];
	if (leaf === undefined) return null;
	const heading = all.find((other) => other.blockId === leaf.sectionId);
	return {
		before: all[at - 1]?.plain ?? '',
		block: leaf.plain,
		after: all[at + 1]?.plain ?? '',
		heading: heading?.plain ?? ''
	};
}

async function parentOf(db: Database, viewer: Actor, row: DeskRow): Promise<DeskItem['parent']> {
	if (row.parent_id === null) return null;
	const parent = await selectPoints(db, viewer, null).where('point.id', '=', row.parent_id).executeTakeFirst();
	return parent === undefined ? null : presentPoint(viewer, parent);
}

async function submissionOf(db: Database, viewer: Actor, row: DeskRow) {
	const submission = await db
		.selectFrom('submission')
		.select(['sender_email', 'summary', 'working_translation'])
		.where('id', '=', row.submission_id)
		.executeTakeFirstOrThrow();
	const attachments = await db
		.selectFrom('attachment')
		.select('name')
		.where('submission_id', '=', row.submission_id)
		.execute();
	const mayRead = can(viewer, 'sender.read', {
		dialogueId: row.dialogue_id,
		protectedIdentity: row.protected_identity
	});
	return {
		email: mayRead ? submission.sender_email : '',
		hasAddress: submission.sender_email !== '',
		summary: submission.summary,
		workingTranslation: submission.working_translation,
		attachments: attachments.map((attachment) => attachment.name)
	};
}

async function waitingMaskOf(db: Database, viewer: Actor, row: DeskRow): Promise<DeskItem['waitingMask']> {
	if (!row.mask_waits) return null;
	const mask = await db
		.selectFrom('point_mask')
		.leftJoin('account', 'account.id', 'point_mask.masked_by')
		.select(['public_text', 'reason', 'masked_by', 'account.name'])
		.where('point_id', '=', row.id)
		.where('withdrawn_at', 'is', null)
		.orderBy('masked_at', 'desc')
		.orderBy('point_mask.id', 'desc')
		.executeTakeFirst();
	if (mask === undefined) return null;
	const mayApprove = mask.masked_by === null || mask.masked_by !== accountIdOf(viewer);
	return { text: mask.public_text, by: mask.name ?? '', reason: mask.reason, mayApprove };
}

async function reportsOf(db: Database, pointId: string): Promise<DeskItem['reportList']> {
	const rows = await db
		.selectFrom('point_report')
		.selectAll()
		.where('point_id', '=', pointId)
		.orderBy('reported_at')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		reason: row.reason,
		text: row.text,
		at: row.reported_at.toISOString(),
		handled: row.handled_at !== null
	}));
}

async function notesOf(db: Database, pointId: string): Promise<DeskItem['noteList']> {
	const rows = await db
		.selectFrom('internal_note')
		.innerJoin('account', 'account.id', 'internal_note.written_by')
		.select(['internal_note.text', 'internal_note.written_at', 'account.name'])
		.where('point_id', '=', pointId)
		.orderBy('written_at')
		.execute();
	return rows.map((row) => ({ text: row.text, at: row.written_at.toISOString(), by: row.name }));
}

/** Newest first. */
async function decisionsOf(db: Database, point: DeskRow): Promise<DecisionView[]> {
	const rows = await db
		.selectFrom('moderation_decision')
		.leftJoin('account', 'account.id', 'moderation_decision.decided_by')
		.leftJoin('decline_reason', 'decline_reason.id', 'moderation_decision.decline_reason_id')
		.selectAll('moderation_decision')
		.select(['account.name', 'decline_reason.title as reason'])
		.where('moderation_decision.point_id', '=', point.id)
		.orderBy('decided_at', 'desc')
		.orderBy('moderation_decision.id', 'desc')
		.execute();
	const latest = rows.find((row) => row.action !== 'undo' && row.undone_by === null);
	const standing = latest?.to_status === point.status && point.status !== 'withdrawn' ? latest : undefined;
	return rows.map((row) => ({
		id: row.id,
		action: row.action,
		fromStatus: row.from_status,
		toStatus: row.to_status,
		reason: row.reason ?? '',
		note: row.note,
		message: row.message,
		at: row.decided_at.toISOString(),
		by: row.name ?? '',
		undone: row.undone_by !== null,
		undoable: row === standing
	}));
}

async function revisionsOf(db: Database, pointId: string): Promise<DeskItem['revisions']> {
	const rows = await db
		.selectFrom('point_revision')
		.selectAll()
		.where('point_id', '=', pointId)
		.orderBy('number', 'desc')
		.execute();
	return rows.map((row) => ({ number: row.number, text: row.text, at: row.written_at.toISOString() }));
}
