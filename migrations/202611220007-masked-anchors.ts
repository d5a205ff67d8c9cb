import { type Kysely, sql } from 'kysely';

/**
 * Which kept words of an anchor are left out everywhere, because a mask of some version of the same document hid them.
 * Quotes that were kept before this existed are left out unless they still stand in what the masks have left.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table masked_anchor (
		point_id uuid not null references point_anchor, part text not null check (part in ('exact', 'section_label')),
		mask_id uuid not null references version_mask, primary key (point_id, part)
	)`.execute(db);
	for (const part of ['exact', 'section_label']) {
		await sql`insert into masked_anchor (point_id, part, mask_id)
			select distinct on (anchor.point_id) anchor.point_id, ${part}, mask.id
			from version_mask mask
				join document_version masked on masked.id = mask.version_id
				join document_version made_on on made_on.document_id = masked.document_id
				join point_anchor anchor on anchor.version_id = made_on.id
			where position(anchor.${sql.ref(part)} in mask.plain_text) = 0
				and not exists (select from version_mask later
					where later.version_id = mask.version_id and later.masked_at > mask.masked_at)
			order by anchor.point_id, mask.masked_at`.execute(db);
	}
	await sql`create trigger masked_anchor_frozen before update or delete on masked_anchor
		for each row execute function medskick_refuse_change()`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
