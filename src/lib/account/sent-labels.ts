import { m } from '#lib/paraglide/messages.js';
import type { Outcome, PointStatus } from '#lib/protocol/vocabulary.ts';

type Tone = 'neutral' | 'positive' | 'warning';

/** What has become of a point. */
export const STATES: Record<PointStatus, { label: () => string; tone: Tone }> = {
	held: { label: m.point_status_held, tone: 'neutral' },
	published: { label: m.point_status_published, tone: 'positive' },
	declined: { label: m.point_status_declined, tone: 'warning' },
	unpublished: { label: m.point_status_unpublished, tone: 'warning' },
	withdrawn: { label: m.point_status_withdrawn, tone: 'neutral' }
};

/** The answers of domain §2.9. */
export const OUTCOMES: Record<Outcome, () => string> = {
	pending: m.outcome_pending,
	accepted: m.outcome_accepted,
	partially_accepted: m.outcome_partially_accepted,
	already_covered: m.outcome_already_covered,
	not_accepted: m.outcome_not_accepted,
	noted: m.outcome_noted,
	answered: m.outcome_answered,
	carried_forward: m.outcome_carried_forward,
	out_of_scope: m.outcome_out_of_scope
};
