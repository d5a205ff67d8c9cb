import { type Insertable, sql } from 'kysely';
import { isId, newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { about, lead, led, takePart, wasOpen } from './guard.ts';
import { keepJoined } from './joining-commands.ts';
import type { LiveParts } from './parts.ts';
import { headById, type MeetingHead, type QuestionRow } from './queries.ts';
import { type AnswerInput, checkAnswer, checkQuestion, type QuickInput } from './quick-input.ts';

/** Adds a question, before the meeting or during it. It is a draft until it is opened. */
export async function addQuestion(parts: LiveParts, by: By, meetingId: string, input: QuickInput) {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	const columns = checkQuestion(input);
	const id = newId();
	await transact(parts, by, async (change) => {
		await change.db.selectFrom('meeting').select('id').where('id', '=', meetingId).forUpdate().execute();
		const { last } = await change.db
			.selectFrom('quick_question')
			.where('meeting_id', '=', meetingId)
			.select((eb) => eb.fn.max('ordinal').as('last'))
			.executeTakeFirstOrThrow();
		await change.db
			.insertInto('quick_question')
			.values({ ...columns, id, meeting_id: meetingId, ordinal: (last ?? 0) + 1, created_at: parts.clock.now() })
			.execute();
		await change.audit({ ...about('quick_add', 'quick_question', id, head.dialogue_id), after: columns });
	});
	parts.told(meetingId, 'now');
	return { questionId: id };
}

/** Words of a question are changed only until somebody can have answered it. */
export async function reviseQuestion(
	parts: LiveParts,
	by: By,
	meetingId: string,
	questionId: string,
	input: QuickInput
): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	const columns = checkQuestion(input);
	await transact(parts, by, async (change) => {
		const question = await lockQuestion(change, meetingId, questionId, 'update');
		if (question.state !== 'draft')
			refuse(
				'rule_broken',
				'Frågan har varit öppen och kan inte ändras.',
				'The question has been open and cannot be changed.'
			);
		await change.db.updateTable('quick_question').set(columns).where('id', '=', question.id).execute();
		await change.audit({ ...about('quick_revise', 'quick_question', question.id, head.dialogue_id), after: columns });
	});
	parts.told(meetingId, 'now');
}

export type QuestionChange = 'open' | 'close' | 'show' | 'hide';

/** Opens a question for answers (again, if it was closed), closes it, shows what came of it, or hides that. */
export const changeQuestion = (
	parts: LiveParts,
	by: By,
	meetingId: string,
	questionId: string,
	what: QuestionChange
): Promise<void> =>
	lead(parts, by, meetingId, async (change, _session, head) => {
		const question = await lockQuestion(change, meetingId, questionId, 'update');
		const now = parts.clock.now();
		if (question.state === 'draft' && what !== 'open')
			refuse('rule_broken', 'Öppna frågan först.', 'Open the question first.');
		const columns = {
			open: { state: 'open', opened_at: question.opened_at ?? now, closed_at: null, shown: false },
			close: { state: 'closed', closed_at: question.closed_at ?? now },
			show: { shown: true },
			hide: { shown: false }
		}[what];
		await change.db.updateTable('quick_question').set(columns).where('id', '=', question.id).execute();
		await auditQuestion(change, head, question, `quick_${what}`);
	});

const auditQuestion = (change: Change, head: MeetingHead, question: QuestionRow, action: string, after?: unknown) =>
	change.audit({ ...about(action, 'quick_question', question.id, head.dialogue_id), before: question.state, after });

/** The question of this meeting. Those who answer hold it together, so that closing waits for them and they for closing. */
async function lockQuestion(
	change: Change,
	meetingId: string,
	questionId: string,
	how: 'update' | 'share'
): Promise<QuestionRow> {
	if (!isId(questionId)) throw new MedskickError('not_found');
	const query = change.db
		.selectFrom('quick_question')
		.selectAll()
		.where('id', '=', questionId)
		.where('meeting_id', '=', meetingId);
	const question = await (how === 'update' ? query.forUpdate() : query.forShare()).executeTakeFirst();
	if (question === undefined) throw new MedskickError('not_found');
	return question;
}

/**
 * One person's answer; one that is written later takes the place of it while the question is open. What was written
 * then without a connection counts for half an hour after the closing too. Free text is held until a host has let it
 * through, also when it has been changed. Throws `not_open`.
 */
export const answer = (
	parts: LiveParts,
	by: By,
	meetingId: string,
	questionId: string,
	input: AnswerInput
): Promise<void> =>
	takePart(parts, by, { meetingId, writtenAt: input.writtenAt }, async (change, session, accountId, head) => {
		const question = await lockQuestion(change, meetingId, questionId, 'share');
		if (question.state === 'draft') throw new MedskickError('not_found');
		const now = parts.clock.now();
		const written_at = input.writtenAt ?? null;
		if (!wasOpen(question, written_at, now))
			refuse('not_open', 'Frågan är stängd för svar.', 'The question is closed for answers.');
		const columns = { ...checkAnswer(question, input), written_at, changed_at: now };
		const taken = await keepAnswer(change, { ...columns, question_id: question.id, account_id: accountId });
		if (!taken) return;
		await keepJoined(parts, change, { head, session, accountId });
		const { changed_at: _at, ...content } = columns;
		await change.audit({ ...about('quick_answer', 'quick_question', question.id, head.dialogue_id), after: content });
	});

/** False where the person has written another answer since this one: what comes late does not undo it. */
async function keepAnswer(change: Change, answer: Omit<Insertable<DB['quick_answer']>, 'answered_at'>) {
	const { question_id: _question, account_id: _account, ...columns } = answer;
	const kept = await change.db
		.insertInto('quick_answer')
		.values({ ...answer, answered_at: answer.changed_at })
		.onConflict((conflict) =>
			conflict
				.columns(['question_id', 'account_id'])
				.doUpdateSet(columns)
				.where(
					sql`coalesce(quick_answer.written_at, quick_answer.changed_at)`,
					'<=',
					answer.written_at ?? answer.changed_at
				)
		)
		.returning('account_id')
		.executeTakeFirst();
	return kept !== undefined;
}

export type TextDecision = { questionId: string; accountId: string; text: string; show: boolean };

/** Lets a free text through, or not. `text`: what the host read; an answer that has been changed since is read again. */
export async function decideText(parts: LiveParts, by: By, meetingId: string, input: TextDecision): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	if (!isId(input.accountId)) throw new MedskickError('not_found');
	await transact(parts, by, async (change) => {
		const question = await lockQuestion(change, meetingId, input.questionId, 'share');
		const decided = await change.db
			.updateTable('quick_answer')
			.set({ state: input.show ? 'published' : 'declined' })
			.where('question_id', '=', question.id)
			.where('account_id', '=', input.accountId)
			.where('state', 'in', ['held', 'published', 'declined'])
			.where('text', '=', input.text)
			.returning('account_id')
			.executeTakeFirst();
		if (decided === undefined) throw new MedskickError('conflict');
		await auditQuestion(change, head, question, 'quick_text', { accountId: input.accountId, show: input.show });
	});
	parts.told(meetingId, 'now');
}

/** Lets words of a word list through, or not, for all who wrote them. */
export async function decideWords(
	parts: LiveParts,
	by: By,
	meetingId: string,
	{ questionId, words, show }: { questionId: string; words: string[]; show: boolean }
): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	const now = parts.clock.now();
	await transact(parts, by, async (change) => {
		const question = await lockQuestion(change, meetingId, questionId, 'share');
		const written = await writtenWords(change, question.id);
		const known = [...new Set(words)].filter((word) => written.has(word));
		if (known.length === 0) throw new MedskickError('not_found');
		const decision = { state: show ? 'published' : 'declined', decided_at: now };
		await change.db
			.insertInto('quick_word')
			.values(known.map((word) => ({ question_id: question.id, word, ...decision })))
			.onConflict((conflict) => conflict.columns(['question_id', 'word']).doUpdateSet(decision))
			.execute();
		await auditQuestion(change, head, question, 'quick_words', { words: known, show });
	});
	parts.told(meetingId, 'now');
}

async function writtenWords(change: Change, questionId: string): Promise<Set<string>> {
	const rows = await change.db
		.selectFrom('quick_answer')
		.select('words')
		.where('question_id', '=', questionId)
		.where('state', '<>', 'replaced')
		.execute();
	return new Set(rows.flatMap((row) => row.words));
}
