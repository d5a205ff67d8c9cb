import type { PointKind } from '#lib/protocol/vocabulary.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type { ConsultationRow } from './queries.ts';
import { statusAt } from './status.ts';
import type { ConsultationView } from './types.ts';
import type { ConsultationKind, ModerationMode, OpenTo } from './vocabulary.ts';

export function consultationView(row: ConsultationRow, now: Date): ConsultationView {
	const window = { opensAt: row.opens_at, closesAt: row.closes_at };
	return {
		...window,
		id: row.id,
		dialogueId: row.dialogue_id,
		slug: row.slug,
		kind: row.kind as ConsultationKind,
		title: row.title,
		lead: row.lead,
		scopeNote: row.scope_note,
		influenceLevel: row.influence_level as InfluenceLevel | null,
		openTo: row.open_to as OpenTo,
		moderationMode: row.moderation_mode as ModerationMode,
		allowedPointKinds: row.allowed_point_kinds as PointKind[],
		invitedCount: row.invited_count,
		reminderAfterMinutes: row.reminder_after_minutes,
		documentIds: row.document_ids,
		status: statusAt(window, now)
	};
}
