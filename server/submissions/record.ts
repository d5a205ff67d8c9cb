import { createHash } from 'node:crypto';
import { MedskickError, refuse } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import type { Channel, PointKind, Publication, SubmissionKind } from '#lib/protocol/vocabulary.ts';
import { keepAnchor } from './anchoring.ts';
import type { SubmissionDeps } from './deps.ts';
import { announcePoints } from './news.ts';
import type { PlaceInput } from './parse.ts';
import { newReference } from './reference.ts';
import { isLate, readTarget } from './targets.ts';

/**
 * A submission that reached the region some other way than this form: by e-mail, letter or phone, or in a meeting
 * (domain ). `receivedAt` is when it reached the region and may be earlier than now.
 */
export type RecordInput = {
	dialogueId: string;
	consultationId: string | null;
	areaId: string | null;
	kind: SubmissionKind;
	channel: Channel;
	receivedAt: Date;
	/** When it was said or written, where that is known to be earlier; being late or not goes by it. */
	writtenAt?: Date;
	/** Where it was said. */
	meetingId?: string;
	idempotencyKey?: string | null;
	/** Whether others see it at once; for inputs that the consultation does not hold. Held where nothing is said. */
	status?: 'held' | 'published';
	recordNumber?: string;
	sender: {
		name: string;
		email?: string;
		organisationId?: string | null;
		organisationName: string;
		organisationType: string;
		anonymous: boolean;
		count?: number;
	};
	protectedIdentity?: boolean;
	language?: string;
	workingTranslation?: string;
	summary?: string;
	ownCaseNumber?: string;
	decidedByBody?: string;
	decisionDate?: string | null;
	lateNote?: string;
	publication: Publication;
	recordClass?: 'registered' | 'kept_in_order' | 'minor';
	publicSubject?: string;
	attachments?: string[];
	points: { kind: PointKind; text: string; versionId: string | null; place: PlaceInput; securityReview?: boolean }[];
};

export type Recorded = { submissionId: string; reference: string; points: { id: string }[] };

/** Takes it down; its points wait for moderation like all others. Errors: `forbidden`, `not_found`, `bad_input`. */
export async function record(deps: SubmissionDeps, by: By, input: RecordInput): Promise<Recorded> {
	authorize(by.actor, 'submission.record', input);
	if (input.protectedIdentity === true) authorize(by.actor, 'submission.protect', input);
	return transact(deps, by, (change) => takeDown(deps, change, by, input));
}

/** As `record`, in the transaction of somebody who has been found to be allowed. */
export async function takeDown(deps: SubmissionDeps, change: Change, by: By, input: RecordInput): Promise<Recorded> {
	if (input.points.length === 0 || input.points.some((point) => point.text.trim() === '')) {
		refuse(
			'bad_input',
			'Skriv minst en synpunkt. Ingen synpunkt får vara tom.',
			'Write at least one comment. No comment may be empty.',
			'text'
		);
	}
	const submission = await insertRecord(change, by, input);
	const points: { id: string }[] = [];
	for (const [index, point] of input.points.entries())
		points.push({ id: await insertPoint(deps, change, by, input, submission.id, index + 1, point) });
	await change.audit({
		action: 'submission.record',
		objectType: 'submission',
		objectId: submission.id,
		dialogueId: input.dialogueId,
		after: { points: input.points.map((point) => point.text) }
	});
	await announcePoints(
		change,
		points.map((point) => point.id),
		'new'
	);
	return { submissionId: submission.id, reference: submission.reference, points };
}

async function insertRecord(change: Change, by: By, input: RecordInput): Promise<{ id: string; reference: string }> {
	const { sender } = input;
	const row = { id: newId(), reference: newReference() };
	await change.db
		.insertInto('submission')
		.values({
			...row,
			dialogue_id: input.dialogueId,
			consultation_id: input.consultationId,
			priority_area_id: input.areaId,
			record_number: input.recordNumber ?? '',
			kind: input.kind,
			channel: input.channel,
			received_at: input.receivedAt,
			written_at: input.writtenAt ?? null,
			meeting_id: input.meetingId ?? null,
			idempotency_key: input.idempotencyKey ?? null,
			is_late: await lateFor(change, input),
			late_note: input.lateNote ?? '',
			recorded_by: accountIdOf(by.actor),
			sender_name: sender.anonymous ? '' : sender.name,
			sender_email: sender.anonymous ? '' : (sender.email ?? ''),
			sender_organisation_id: sender.organisationId ?? null,
			sender_organisation_name: sender.organisationName,
			sender_organisation_type: sender.organisationType,
			sender_count: sender.count ?? 1,
			anonymous: sender.anonymous,
			protected_identity: input.protectedIdentity ?? false,
			language: input.language ?? 'sv',
			working_translation: input.workingTranslation ?? '',
			summary: input.summary ?? '',
			own_case_number: input.ownCaseNumber ?? '',
			decided_by_body: input.decidedByBody ?? '',
			decision_date: input.decisionDate ?? null,
			publication: input.protectedIdentity === true ? 'no' : input.publication,
			record_class: input.recordClass ?? 'registered',
			public_subject: input.publicSubject ?? '',
			content_hash: createHash('sha256').update(JSON.stringify(input)).digest('hex')
		})
		.execute();
	for (const name of input.attachments ?? []) {
		await change.db.insertInto('attachment').values({ id: newId(), submission_id: row.id, name }).execute();
	}
	return row;
}

async function lateFor(change: Change, input: RecordInput): Promise<boolean> {
	if (input.consultationId === null) return false;
	const row = await change.db
		.selectFrom('consultation')
		.select('closes_at')
		.where('id', '=', input.consultationId)
		.where('dialogue_id', '=', input.dialogueId)
		.executeTakeFirst();
	if (row === undefined) throw new MedskickError('not_found');
	return isLate(input.writtenAt ?? input.receivedAt, row.closes_at);
}

async function insertPoint(
	deps: SubmissionDeps,
	change: Change,
	by: By,
	input: RecordInput,
	submissionId: string,
	ordinal: number,
	point: RecordInput['points'][number]
): Promise<string> {
	const target = point.versionId === null ? null : await readTarget(change.db, by.actor, point.versionId);
	if (target !== null && target.dialogue_id !== input.dialogueId) throw new MedskickError('not_found');
	const id = newId();
	await change.db
		.insertInto('point')
		.values({
			id,
			submission_id: submissionId,
			ordinal,
			dialogue_id: input.dialogueId,
			document_id: target?.document_id ?? null,
			kind: point.kind,
			status: input.status ?? 'held',
			security_review: point.securityReview ?? false,
			created_at: input.receivedAt,
			changed_at: input.receivedAt,
			published_at: input.status === 'published' ? input.receivedAt : null
		})
		.execute();
	await change.db
		.insertInto('point_revision')
		.values({
			point_id: id,
			number: 1,
			kind: point.kind,
			text: point.text.normalize('NFC').trim(),
			written_at: input.receivedAt,
			written_by: accountIdOf(by.actor)
		})
		.execute();
	if (target !== null) await keepAnchor(deps, change, target, id, point.place);
	return id;
}
