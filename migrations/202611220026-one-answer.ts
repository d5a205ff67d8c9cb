import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// An answer is kept, but one that its person gave again under another account counts no more.
	await sql`alter table quick_answer drop constraint quick_answer_state_check,
		add constraint quick_answer_state_check
			check (state in ('given', 'held', 'published', 'declined', 'replaced'))`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
