/** The fixed vocabularies of inputs (domain §2.9). Labels are messages `point_kind_*`, `outcome_*` …; codes stand here once. */
export const POINT_KINDS = [
	'support',
	'objection',
	'change',
	'addition',
	'deletion',
	'fact',
	'proofreading',
	'question',
	'proposal_action',
	'offer',
	'experience',
	'call_design',
	'other'
] as const;
export type PointKind = (typeof POINT_KINDS)[number];

export const SUBMISSION_KINDS = [
	'comment',
	'formal_reply',
	'question_set_reply',
	'meeting_note',
	'official_note',
	'message'
] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

export const CHANNELS = ['web', 'email', 'meeting', 'phone', 'letter'] as const;
export type Channel = (typeof CHANNELS)[number];

export const OUTCOMES = [
	'pending',
	'accepted',
	'partially_accepted',
	'already_covered',
	'not_accepted',
	'noted',
	'answered',
	'carried_forward',
	'out_of_scope'
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const POINT_STATUSES = ['held', 'published', 'declined', 'unpublished', 'withdrawn'] as const;
export type PointStatus = (typeof POINT_STATUSES)[number];

export const REPORT_REASONS = ['personal_data', 'offensive', 'off_topic', 'security', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** How a submission may be shown on the web (domain R-09): three states of a record are kept apart, this is the third. */
export const PUBLICATIONS = ['named_organisation', 'anonymous', 'masked', 'summary', 'no'] as const;
export type Publication = (typeof PUBLICATIONS)[number];
