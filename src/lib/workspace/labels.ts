import { m } from '#lib/paraglide/messages.js';
import type { ModerationMode, OpenTo } from '#server/consultations/vocabulary.ts';

export const MODERATION_MODE_LABELS: Record<ModerationMode, { label: () => string; hint: () => string }> = {
	open: { label: m.workspace_mode_open, hint: m.workspace_mode_open_hint },
	hold_first: { label: m.workspace_mode_hold_first, hint: m.workspace_mode_hold_first_hint },
	hold_all: { label: m.workspace_mode_hold_all, hint: m.workspace_mode_hold_all_hint }
};

export const OPEN_TO_LABELS: Record<OpenTo, { label: () => string; hint?: () => string }> = {
	public: { label: m.workspace_open_to_public },
	link: { label: m.workspace_open_to_link, hint: m.workspace_open_to_link_hint },
	invited: { label: m.workspace_open_to_invited, hint: m.workspace_open_to_invited_hint }
};
