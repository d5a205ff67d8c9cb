import { createHash } from 'node:crypto';
import { ASKED_STATES, type AskedState } from '#lib/protocol/live.ts';
import { createChecks } from '#server/checks.ts';
import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { Person } from '#server/permissions/actor.ts';
import { askedById } from './asked-queries.ts';
import { about, led, takePart } from './guard.ts';
import { keepJoined } from './joining-commands.ts';
import type { LiveParts } from './parts.ts';
import { headById } from './queries.ts';
import { refuseIdentityNumbers, said } from './quick-input.ts';

/** `writtenAt`: when it was written, if that was without a connection. */
export type AskInput = { text: string; idempotencyKey: string | null; writtenAt?: Date | null };

const LONGEST = 500;
/** What everybody in the meeting sees. */
export const SEEN_STATES: readonly AskedState[] = ['asked', 'shortlisted', 'on_stage', 'answered'];

/** Asks the organisers something, once per key. Held where the host has said that questions wait. */
export const ask = (parts: LiveParts, by: By, meetingId: string, input: AskInput): Promise<{ state: AskedState }> =>
	takePart(parts, by, { meetingId, writtenAt: input.writtenAt }, async (change, session, accountId, head) => {
		const text = checkText(input.text);
		const state: AskedState = session.holds_questions ? 'held' : 'asked';
		const now = parts.clock.now();
		const id = newId();
		const kept = await change.db
			.insertInto('organiser_question')
			.values({
				...senderOf(by),
				id,
				meeting_id: meetingId,
				account_id: accountId,
				text,
				state,
				asked_at: now,
				written_at: input.writtenAt ?? null,
				changed_at: now,
				idempotency_key: boundKey(input.idempotencyKey, text)
			})
			.onConflict((conflict) => conflict.columns(['account_id', 'meeting_id', 'idempotency_key']).doNothing())
			.returning('id')
			.executeTakeFirst();
		if (kept === undefined) return { state };
		await keepJoined(parts, change, { head, session, accountId });
		await change.audit({ ...about('ask', 'organiser_question', id, head.dialogue_id), after: text });
		return { state };
	});

/** The same key with other words is another question (invariant 5). */
const boundKey = (key: string | null, text: string): string | null =>
	key === null
		? null
		: createHash('sha256')
				.update(JSON.stringify([key, text]))
				.digest('hex');

function checkText(given: string): string {
	const checks = createChecks();
	const text = checks.text('text', said(given), {
		max: LONGEST,
		required: { sv: 'Skriv din fråga.', en: 'Write your question.' }
	});
	refuseIdentityNumbers(checks, text);
	checks.done();
	return text;
}

function senderOf(by: By) {
	const { name, organisationName, organisationType } = by.actor as Person;
	return {
		sender_name: name,
		sender_organisation_name: organisationType === 'private_person' ? '' : organisationName,
		sender_organisation_type: organisationType
	};
}

/** Says that one wants to hear the answer too, or not any more. Of a question that is not to be seen: `not_found`. */
export const support = (
	parts: LiveParts,
	by: By,
	meetingId: string,
	{ questionId, on }: { questionId: string; on: boolean }
): Promise<void> =>
	takePart(parts, by, { meetingId }, async (change, _session, accountId, head) => {
		const question = await questionIn(change, meetingId, questionId);
		if (!SEEN_STATES.some((state) => state === question.state)) throw new MedskickError('not_found');
		const key = { question_id: question.id, account_id: accountId };
		if (on)
			await change.db
				.insertInto('organiser_support')
				.values({ ...key, supported_at: parts.clock.now() })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		else
			await change.db
				.deleteFrom('organiser_support')
				.where((eb) => eb.and(key))
				.execute();
		await change.audit({ ...about('support', 'organiser_question', question.id, head.dialogue_id), after: on });
	});

async function questionIn(change: Change, meetingId: string, questionId: string) {
	const question = isId(questionId) ? await askedById(change.db, questionId) : undefined;
	if (question?.meeting_id !== meetingId) throw new MedskickError('not_found');
	return question;
}

/** What the hosts do with a question: let it be seen, shortlist it, put it on stage, call it answered, hide it. */
export async function decideAsked(
	parts: LiveParts,
	by: By,
	meetingId: string,
	{ questionId, state }: { questionId: string; state: AskedState }
): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	if (state === 'held' || !ASKED_STATES.includes(state)) throw new MedskickError('bad_input');
	await transact(parts, by, async (change) => {
		const question = await questionIn(change, meetingId, questionId);
		if (question.state === state) return;
		await change.db
			.updateTable('organiser_question')
			.set({ state, changed_at: parts.clock.now() })
			.where('id', '=', question.id)
			.execute();
		await change.audit({
			...about('question_state', 'organiser_question', question.id, head.dialogue_id),
			before: question.state,
			after: state
		});
	});
	parts.told(meetingId, 'now');
}
