import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { refuse, MedskickError } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import { checkWriter } from '#server/identity/writer.ts';
import { passSectionGate } from '#server/live/section-gate.ts';
import { writtenInTime, writtenMoment } from '#server/written.ts';
import { anchorRow, keepAnchor } from './anchoring.ts';
import type { SubmissionDeps } from './deps.ts';
import { announcePoints } from './news.ts';
import { contentOf, type SubmitInput } from './parse.ts';
import { newReference } from './reference.ts';
import { type TakingConsultation, type Target, readTarget, takingConsultation } from './targets.ts';

/** What the sender gets to keep: the reference, and each point with what became of it. */
export type Receipt = {
	submissionId: string;
	reference: string;
	receivedAt: Date;
	late: boolean;
	/** True where the same input had already been received: nothing was added (invariant 5). */
	repeated: boolean;
	points: { id: string; status: 'held' | 'published' }[];
};

/**
 * Takes in one submission with its points. Errors: `not_found` (a version the actor may not see), `not_open`,
 * `bad_input` (a quote that does not stand there, a kind that is not taken, identity numbers not confirmed),
 * `rule_broken` (closed, and not sent as late), `too_many` (from one account in a short time), `conflict` (written by
 * somebody else than the actor).
 */
export async function submit(deps: SubmissionDeps, by: By, input: SubmitInput, documentId?: string): Promise<Receipt> {
	warnOfIdentityNumbers(input);
	const accountId = accountIdOf(by.actor);
	if (accountId === null) throw new MedskickError('not_signed_in');
	if (!deps.pace.allow(accountId, deps.clock.real())) throw new MedskickError('too_many');
	return transact(deps, by, async (change) => {
		const target = await targetOf(change.db, by, input, documentId);
		const hash = contentHash(input);
		const repeated = await earlierReceipt(change, accountId, input.idempotencyKey, hash);
		if (repeated !== null) return repeated;
		checkWriter(by.actor, input.writtenBy);
		const { consultation, written } = await takerOf(deps, change.db, target, input);
		return receive(deps, change, by, { input, target, consultation, written, hash, accountId });
	});
}

/**
 * Refuses what `submit` would refuse, and writes nothing: a visitor becomes a guest only with an input that is taken
 * (domain C-10).
 */
export async function check(deps: SubmissionDeps, by: By, input: SubmitInput, documentId?: string): Promise<void> {
	warnOfIdentityNumbers(input);
	await deps.database.transaction().execute(async (db) => {
		const target = await targetOf(db, by, input, documentId);
		await takerOf(deps, db, target, input);
		if (input.parentId !== null) await checkParent(db, input.parentId, target.document_id);
		for (const point of input.points) await anchorRow(deps, target, '', point.place);
	});
}

/** The version that the input is about. */
async function targetOf(db: Transaction<DB>, by: By, input: SubmitInput, documentId?: string): Promise<Target> {
	const target = await readTarget(db, by.actor, input.versionId);
	if (documentId !== undefined && documentId !== target.document_id) throw new MedskickError('not_found');
	return target;
}

/** The consultation that takes the input, and when it was written. What was closed meanwhile makes it late. */
async function takerOf(deps: SubmissionDeps, db: Transaction<DB>, target: Target, input: SubmitInput) {
	const at = deps.clock.now();
	const written = writtenMoment(input, at);
	const consultation = await takingConsultation(db, target.document_id, at);
	checkAgainst(consultation, input, { at, written });
	const places = input.points.map((point) => point.place);
	const late = await passSectionGate(db, target, places, { at, written });
	return { consultation: { ...consultation, late: consultation.late || late }, written };
}

function warnOfIdentityNumbers(input: SubmitInput): void {
	if (input.keepIdentityNumbers) return;
	const found = input.points.flatMap((point) => findIdentityNumbers(point.text));
	if (found.length === 0) return;
	refuse(
		'bad_input',
		`Texten ser ut att innehålla ett personnummer (${found.map((one) => one.text).join(', ')}). Ta bort det, eller bekräfta att det ska vara med. Det du skickar blir en allmän handling.`,
		`The text seems to hold a personal identity number (${found.map((one) => one.text).join(', ')}). Remove it, or confirm that it should be there. What you send becomes a public record.`,
		'identityNumber'
	);
}

type Times = { at: Date; written: Date | null };

function checkAgainst(consultation: TakingConsultation, input: SubmitInput, { at, written }: Times): void {
	const late = consultation.late && !writtenInTime(written, consultation.closes_at, at);
	if (late && !input.acceptLate) {
		refuse(
			'rule_broken',
			'Tiden för synpunkter har gått ut. Du kan ändå skicka in: välj Skicka in ändå. Vi registrerar det du skickar men kan kanske inte ta hänsyn till det i den här omgången.',
			'The time for comments has passed. You can still send: choose Send anyway. We register what you send but may not be able to consider it in this round.',
			'late'
		);
	}
	const refused = input.points.find((point) => !consultation.allowed_point_kinds.includes(point.kind));
	if (refused !== undefined && input.parentId === null) {
		refuse(
			'bad_input',
			'Den sortens synpunkt tas inte emot i det här skedet. Välj en annan.',
			'This kind of comment is not taken at this stage. Choose another.',
			'kind'
		);
	}
}

/** Bound to everything that was sent but the key, and what the device says of itself. */
const contentHash = ({ idempotencyKey: _key, ...input }: SubmitInput): string =>
	createHash('sha256')
		.update(JSON.stringify(contentOf(input)))
		.digest('hex');

async function earlierReceipt(
	change: Change,
	accountId: string,
	key: string | null,
	hash: string
): Promise<Receipt | null> {
	if (key === null) return null;
	// The same input twice at the same moment: the second waits here until the first is kept, and then finds it.
	await sql`select pg_advisory_xact_lock(hashtextextended(${accountId + key}, 0))`.execute(change.db);
	const row = await change.db
		.selectFrom('submission')
		.select(['id', 'reference', 'received_at', 'is_late'])
		.where('account_id', '=', accountId)
		.where('idempotency_key', '=', key)
		.where('content_hash', '=', hash)
		.executeTakeFirst();
	if (row === undefined) return null;
	const points = await change.db
		.selectFrom('point')
		.select(['id', 'status'])
		.where('submission_id', '=', row.id)
		.orderBy('ordinal')
		.execute();
	return {
		submissionId: row.id,
		reference: row.reference,
		receivedAt: row.received_at,
		late: row.is_late,
		repeated: true,
		points: points.map((point) => ({ id: point.id, status: point.status === 'published' ? 'published' : 'held' }))
	};
}

type Received = {
	input: SubmitInput;
	target: Target;
	consultation: TakingConsultation;
	/** By the server's clock; null where nothing is known of it. */
	written: Date | null;
	hash: string;
	accountId: string;
};

async function receive(deps: SubmissionDeps, change: Change, by: By, received: Received): Promise<Receipt> {
	const { input, target, consultation } = received;
	if (input.parentId !== null) await checkParent(change.db, input.parentId, target.document_id);
	const status = (await isHeld(change, target, consultation, received)) ? 'held' : 'published';
	const submission = await insertSubmission(deps, change, received);
	const points: Receipt['points'] = [];
	for (const [index, point] of input.points.entries()) {
		const id = newId();
		await insertPoint(deps, change, received, { id, submissionId: submission.id, ordinal: index + 1, status, point });
		points.push({ id, status });
	}
	await change.audit({
		action: 'submission.send',
		objectType: 'submission',
		objectId: submission.id,
		dialogueId: target.dialogue_id,
		after: { hash: received.hash }
	});
	await announcePoints(
		change,
		points.map((point) => point.id),
		'new'
	);
	const receipt: Receipt = {
		submissionId: submission.id,
		reference: submission.reference,
		receivedAt: submission.receivedAt,
		late: consultation.late,
		repeated: false,
		points
	};
	if (input.sender.email !== '') await deps.sendReceipt(change, by, receipt, input, target);
	return receipt;
}

async function checkParent(db: Transaction<DB>, parentId: string, documentId: string): Promise<void> {
	const parent = await db
		.selectFrom('point')
		.select(['status', 'parent_id', 'document_id'])
		.where('id', '=', parentId)
		.executeTakeFirst();
	if (
		parent === undefined ||
		parent.document_id !== documentId ||
		parent.status !== 'published' ||
		parent.parent_id !== null
	) {
		refuse(
			'bad_input',
			'Synpunkten du svarar på visas inte längre. Din text finns kvar; skicka den som en egen synpunkt.',
			'The comment you reply to is no longer shown. Your text is kept; send it as a comment of its own.',
			'parentId'
		);
	}
}

/** Held until approved: always, or until a first one has been approved; texts with identity numbers in any mode. */
async function isHeld(
	change: Change,
	target: Target,
	consultation: TakingConsultation,
	{ input, accountId }: Received
): Promise<boolean> {
	if (consultation.moderation_mode === 'hold_all') return true;
	if (input.points.some((point) => findIdentityNumbers(point.text).length > 0)) return true;
	if (consultation.moderation_mode === 'open') return false;
	const earlier = await change.db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.select('point.id')
		.where('submission.account_id', '=', accountId)
		.where('point.dialogue_id', '=', target.dialogue_id)
		.where('point.status', '=', 'published')
		.limit(1)
		.executeTakeFirst();
	return earlier === undefined;
}

async function insertSubmission(
	deps: SubmissionDeps,
	change: Change,
	{ input, target, consultation, written, hash, accountId }: Received
) {
	const { sender } = input;
	const organisation = sender.organisationType === 'private_person' ? '' : sender.organisationName;
	const row = { id: newId(), reference: newReference(), receivedAt: deps.clock.now() };
	await change.db
		.insertInto('submission')
		.values({
			id: row.id,
			dialogue_id: target.dialogue_id,
			consultation_id: consultation.id,
			priority_area_id: target.priority_area_id,
			reference: row.reference,
			kind: 'comment',
			channel: 'web',
			received_at: row.receivedAt,
			written_at: written,
			is_late: consultation.late,
			account_id: accountId,
			sender_name: sender.anonymous ? '' : sender.name,
			sender_email: sender.anonymous ? '' : sender.email,
			sender_organisation_name: sender.anonymous ? '' : organisation,
			sender_organisation_type: sender.anonymous ? 'private_person' : sender.organisationType,
			anonymous: sender.anonymous,
			language: input.language,
			publication: organisation !== '' && !sender.anonymous ? 'named_organisation' : 'anonymous',
			content_hash: hash,
			idempotency_key: input.idempotencyKey
		})
		.execute();
	return row;
}

type NewPoint = {
	id: string;
	submissionId: string;
	ordinal: number;
	status: 'held' | 'published';
	point: SubmitInput['points'][number];
};

async function insertPoint(
	deps: SubmissionDeps,
	change: Change,
	{ input, target, accountId }: Received,
	made: NewPoint
): Promise<void> {
	const now = deps.clock.now();
	await change.db
		.insertInto('point')
		.values({
			id: made.id,
			submission_id: made.submissionId,
			ordinal: made.ordinal,
			dialogue_id: target.dialogue_id,
			document_id: target.document_id,
			parent_id: input.parentId,
			kind: made.point.kind,
			status: made.status,
			created_at: now,
			changed_at: now,
			published_at: made.status === 'published' ? now : null
		})
		.execute();
	await change.db
		.insertInto('point_revision')
		.values({
			point_id: made.id,
			number: 1,
			kind: made.point.kind,
			text: made.point.text,
			written_at: now,
			written_by: accountId
		})
		.execute();
	await keepAnchor(deps, change, target, made.id, made.point.place);
}
