/** Stages of a document (domain §2.9), and three that only name what a text is. */
export const STAGES = [
	'working_draft',
	'dialogue_draft',
	'consultation_version',
	'final_proof',
	'decision_version',
	'adopted',
	'superseded',
	'invitation',
	'consultation_report',
	'meeting_notes'
] as const;
export type Stage = (typeof STAGES)[number];

/** A working draft is not public, so nothing is published as one; notes are a meeting's. */
export const PUBLISHABLE_STAGES = STAGES.filter((stage) => stage !== 'working_draft' && stage !== 'meeting_notes');
