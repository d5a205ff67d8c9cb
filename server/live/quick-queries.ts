import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { QuestionRow } from './queries.ts';

type Reader = Kysely<DB>;
const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::uuid[])`;

export const questionsOf = (db: Reader, meetingId: string): Promise<QuestionRow[]> =>
	db.selectFrom('quick_question').selectAll().where('meeting_id', '=', meetingId).orderBy('ordinal', 'desc').execute();

export const questionById = (db: Reader, id: string): Promise<QuestionRow | undefined> =>
	db.selectFrom('quick_question').selectAll().where('id', '=', id).executeTakeFirst();

/** `late`: how many of them came after the question was closed. */
export type AnswerCount = { question_id: string; count: number; late: number };
export const answerCounts = (db: Reader, ids: readonly string[]): Promise<AnswerCount[]> =>
	db
		.selectFrom('quick_answer')
		.innerJoin('quick_question', 'quick_question.id', 'question_id')
		.where('question_id', '=', anyOf(ids))
		.where('quick_answer.state', '<>', 'replaced')
		.groupBy('question_id')
		.select(['question_id'])
		.select((eb) => [
			eb.fn.countAll<number>().as('count'),
			eb.fn.countAll<number>().filterWhere('changed_at', '>', eb.ref('closed_at')).as('late')
		])
		.execute();

export const numbersOf = (counts: readonly AnswerCount[], questionId: string): { answers: number; late: number } => {
	const own = counts.find((count) => count.question_id === questionId);
	return { answers: own?.count ?? 0, late: own?.late ?? 0 };
};

export type ChoiceCount = { question_id: string; choice: number; place: number; count: number };
/** How often each choice was made, by the place it was given. */
export async function choiceCounts(db: Reader, ids: readonly string[]): Promise<ChoiceCount[]> {
	const { rows } = await sql<ChoiceCount>`
		select question_id, choice, place, count(*) as count
		from quick_answer, unnest(choices) with ordinality as chosen (choice, place)
		where question_id = any(${ids}::uuid[]) and state <> 'replaced' group by question_id, choice, place`.execute(db);
	return rows;
}

export type WordCount = { question_id: string; word: string; count: number; state: string | null };
const MOST_WORDS_READ = 200;
/**
 * Words by how many wrote them, with what was decided of them. They are kept in small letters. The most written of each
 * question and decision, so that words nobody has let through push none aside that everybody sees.
 */
export async function wordCounts(db: Reader, ids: readonly string[]): Promise<WordCount[]> {
	const { rows } = await sql<WordCount>`
		select * from (
			select answer.question_id, written.word, count(*) as count, quick_word.state,
				row_number() over (partition by answer.question_id, quick_word.state order by count(*) desc, written.word) as place
			from quick_answer answer cross join unnest(answer.words) as written (word)
				left join quick_word on quick_word.question_id = answer.question_id and quick_word.word = written.word
			where answer.question_id = any(${ids}::uuid[]) and answer.state <> 'replaced'
			group by answer.question_id, written.word, quick_word.state) counted
		where place <= ${MOST_WORDS_READ} order by question_id, count desc, word`.execute(db);
	return rows;
}

const MOST_TEXTS = 100;
export type TextRow = { question_id: string; account_id: string; text: string; state: string };
/** Free texts in one state, the latest of each question first. */
export async function textsOf(db: Reader, ids: readonly string[], state: 'held' | 'published'): Promise<TextRow[]> {
	const { rows } = await sql<TextRow>`
		select question_id, account_id, text, state from (
			select *, row_number() over (partition by question_id order by changed_at desc, account_id) as place
			from quick_answer where question_id = any(${ids}::uuid[]) and state = ${state}) latest
		where place <= ${MOST_TEXTS} order by question_id, place`.execute(db);
	return rows;
}

export const answersOf = (db: Reader, meetingId: string, accountId: string) =>
	db
		.selectFrom('quick_answer')
		.innerJoin('quick_question', 'quick_question.id', 'quick_answer.question_id')
		.select(['question_id', 'choices', 'text', 'words', 'question', 'written_at', 'changed_at', 'closed_at'])
		.where('quick_question.meeting_id', '=', meetingId)
		.where('quick_answer.account_id', '=', accountId)
		.execute();
