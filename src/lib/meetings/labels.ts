import { m } from '#lib/paraglide/messages.js';
import type {
	AgendaKind,
	MeetingMode,
	MeetingRole,
	MeetingState,
	MeetingStatus,
	RoundKind
} from '#lib/protocol/meetings.ts';
import type { IconName } from '#lib/ui/icons.ts';

type Labels<Code extends string> = Record<Code, () => string>;

/** How a status looks: in words as the field says them, with an icon of its own (domain §2.9, A-13). */
type Look = { text: () => string; tone: 'neutral' | 'positive' | 'warning' | 'danger'; icon: IconName };
export const STATUS_LOOKS: Record<MeetingStatus, Look> = {
	save_the_date: { text: m.meetings_status_save_the_date, tone: 'neutral', icon: 'calendar' },
	open: { text: m.meetings_status_open, tone: 'positive', icon: 'success' },
	on_site_full: { text: m.meetings_status_on_site_full, tone: 'warning', icon: 'link' },
	full: { text: m.meetings_status_full, tone: 'warning', icon: 'people' },
	closed: { text: m.meetings_status_closed, tone: 'neutral', icon: 'lock' },
	held: { text: m.meetings_status_held, tone: 'neutral', icon: 'check' },
	cancelled: { text: m.meetings_status_cancelled, tone: 'danger', icon: 'close' }
};

export const STATE_LABELS: Labels<MeetingState> = {
	draft: m.meetings_state_draft,
	save_the_date: m.meetings_state_save_the_date,
	open: m.meetings_state_open,
	closed: m.meetings_state_closed,
	cancelled: m.meetings_state_cancelled
};

export const MODE_LABELS: Labels<MeetingMode> = {
	on_site: m.meetings_mode_on_site,
	online: m.meetings_mode_online,
	hybrid: m.meetings_mode_hybrid
};

export const ROUND_KIND_LABELS: Labels<RoundKind> = {
	dialogue: m.meetings_kind_dialogue,
	vision: m.meetings_kind_vision,
	mobilisation: m.meetings_kind_mobilisation,
	other: m.meetings_kind_other
};

export const MEETING_ROLE_LABELS: Labels<MeetingRole> = {
	host: m.meetings_role_host,
	chair: m.meetings_role_chair,
	secretary: m.meetings_role_secretary,
	technician: m.meetings_role_technician
};

export const AGENDA_KIND_LABELS: Labels<AgendaKind> = {
	session: m.meetings_agenda_kind_session,
	meal: m.meetings_agenda_kind_meal
};
