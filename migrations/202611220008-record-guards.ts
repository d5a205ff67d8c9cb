import { type Kysely, sql } from 'kysely';

/** Records as a whole: nobody empties these tables, not even whoever owns them. */
const KEPT = [
	...['submission', 'attachment', 'point', 'point_revision', 'point_mask', 'point_anchor', 'masked_anchor'],
	...['moderation_decision', 'internal_note', 'assessment', 'document_version', 'version_mask']
];

/** What was handed in, decided or written, and when and by whom. The other columns say what became of it since. */
const UNCHANGING: Record<string, string[]> = {
	submission: [
		...['id', 'dialogue_id', 'consultation_id', 'reference', 'kind', 'channel', 'received_at', 'written_at', 'is_late'],
		...['recorded_by', 'sender_name', 'sender_email', 'sender_organisation_name', 'sender_organisation_type'],
		...['anonymous', 'sender_count', 'language', 'content_hash']
	],
	attachment: ['id', 'submission_id', 'name'],
	point: ['id', 'submission_id', 'ordinal', 'dialogue_id', 'document_id', 'parent_id', 'staff_reply', 'created_at'],
	point_mask: ['id', 'point_id', 'revision', 'public_text', 'reason', 'masked_at', 'masked_by'],
	moderation_decision: [
		...['id', 'point_id', 'action', 'from_status', 'to_status', 'from_mask_id', 'from_security_review'],
		...['decline_reason_id', 'note', 'message', 'decided_at', 'decided_by']
	],
	assessment: [
		...['id', 'point_id', 'outcome', 'text', 'target', 'change_reference', 'change_version_id', 'change_block_id'],
		...['language', 'assessed_at', 'assessed_by']
	]
};

/** Invariant 3: a submitted input is never deleted or changed in place. */
export async function up(db: Kysely<unknown>): Promise<void> {
	const refuse = sql`execute function medskick_refuse_change()`;
	for (const table of KEPT)
		await sql`create trigger ${sql.raw(`${table}_whole`)} before truncate on ${sql.table(table)}
			for each statement ${refuse}`.execute(db);
	for (const table of ['point_mask', 'attachment'])
		await sql`create trigger ${sql.raw(`${table}_kept`)} before delete on ${sql.table(table)}
			for each row ${refuse}`.execute(db);
	for (const table of ['point_anchor', 'internal_note'])
		await sql`create trigger ${sql.raw(`${table}_frozen`)} before update on ${sql.table(table)}
			for each row ${refuse}`.execute(db);
	for (const [table, columns] of Object.entries(UNCHANGING)) {
		const row = (which: 'old' | 'new') => sql`(${sql.join(columns.map((column) => sql.ref(`${which}.${column}`)))})`;
		await sql`create trigger ${sql.raw(`${table}_unchanging`)} before update on ${sql.table(table)}
			for each row when (${row('old')} is distinct from ${row('new')}) ${refuse}`.execute(db);
	}
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
