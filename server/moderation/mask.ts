import { maskText, type TextRange } from '#lib/protocol/masking.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import { type By, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { lockPoint } from '#server/submissions/own.ts';
import { type Decided, type Decision, decide, hindrance, refuseWithdrawn, waitingMask } from './decide.ts';
import type { ModerationDeps } from './deps.ts';
import { refuseUnseen, type Seen } from './seen.ts';
import { words } from './words.ts';

export type MaskInput = { pointId: string; ranges: TextRange[]; reason: string; seen?: Seen | undefined };

/**
 * Hides words: the public copy is a version of its own, the original stays. A private person's masked text waits for
 * a second person and is not shown until then (domain §2.12); an organisation's is shown at once where the point was.
 */
export const mask = (deps: ModerationDeps, by: By, input: MaskInput): Promise<Decided & { waits: boolean }> =>
	transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.mask', thing);
		refuseWithdrawn(row);
		refuseUnseen(row, input.seen);
		const { text } = await change.db
			.selectFrom('point_revision')
			.select('text')
			.where('point_id', '=', row.id)
			.where('number', '=', row.revision)
			.executeTakeFirstOrThrow();
		const reason = words(input.reason, 'reason');
		checkRanges(text, { ...input, reason });
		const waits = await isPrivatePerson(change.db, row.submission_id);
		const maskId = newId();
		const now = deps.clock.now();
		await change.db
			.insertInto('point_mask')
			.values({
				id: maskId,
				point_id: row.id,
				revision: row.revision,
				public_text: maskText(text, input.ranges),
				reason,
				masked_at: now,
				masked_by: accountIdOf(by.actor),
				approved_at: waits ? null : now
			})
			.execute();
		const status = waits && row.status === 'published' ? 'held' : (row.status as Decision['status']);
		const decided = await decide(deps, change, by, row, {
			action: 'mask',
			status,
			maskId: waits ? row.mask_id : maskId,
			note: reason
		});
		return { ...decided, waits };
	});

function checkRanges(text: string, input: MaskInput): void {
	if (input.reason === '') {
		refuse(
			'bad_input',
			'Skriv varför orden döljs. Orsaken sparas men visas inte för allmänheten.',
			'Write why the words are hidden. The reason is kept but not shown to the public.',
			'reason'
		);
	}
	const sound = input.ranges.every(
		({ start, end }) =>
			Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= text.length
	);
	if (input.ranges.length === 0 || !sound) {
		refuse('bad_input', 'Markera orden som ska döljas.', 'Mark the words to hide.', 'ranges');
	}
}

const isPrivatePerson = async (
	db: Parameters<Parameters<typeof transact>[2]>[0]['db'],
	submissionId: string
): Promise<boolean> => {
	const row = await db
		.selectFrom('submission')
		.select(['sender_organisation_name', 'sender_count'])
		.where('id', '=', submissionId)
		.executeTakeFirstOrThrow();
	return row.sender_organisation_name === '';
};

/** The second person's yes: the masked copy becomes the public text and is published. */
export const approveMask = (
	deps: ModerationDeps,
	by: By,
	input: { pointId: string; seen?: Seen | undefined }
): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		refuseWithdrawn(row);
		refuseUnseen(row, input.seen);
		const waiting = await waitingMask(change, row);
		if (waiting === null) throw new MedskickError('not_found');
		const privatePerson = await isPrivatePerson(change.db, row.submission_id);
		if (by.actor.kind === 'person' && privatePerson && waiting.masked_by === by.actor.accountId) {
			refuse(
				'forbidden',
				'Du har maskat texten själv. En annan person behöver godkänna den.',
				'You masked the text yourself. Another person needs to approve it.'
			);
		}
		authorize(by.actor, 'point.approve_mask', { ...thing, maskedBy: waiting.masked_by, privatePerson });
		const hinder = hindrance({ ...row, mask_id: waiting.id });
		if (hinder !== null) refuse('rule_broken', hinder.sv, hinder.en);
		await change.db
			.updateTable('point_mask')
			.set({ approved_at: deps.clock.now(), approved_by: accountIdOf(by.actor) })
			.where('id', '=', waiting.id)
			.execute();
		return decide(deps, change, by, row, { action: 'approve_mask', status: 'published', maskId: waiting.id });
	});
