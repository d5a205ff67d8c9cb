import { m } from '#lib/paraglide/messages.js';
import type { ConsultationKind, ConsultationStatus } from '#server/consultations/vocabulary.ts';
import type {
	AreaStatus,
	DialogueState,
	DialogueType,
	InfluenceLevel,
	ProgrammeLevel,
	SamiAnswer
} from '#server/dialogues/vocabulary.ts';
import type { Stage } from '#server/documents/vocabulary.ts';

type Labels<Code extends string> = Record<Code, () => string>;

/** The words for each code of the domain's vocabularies (domain §2.9), in the language of the page. */
export const STAGE_LABELS: Labels<Stage> = {
	working_draft: m.dialogues_stage_working_draft,
	dialogue_draft: m.dialogues_stage_dialogue_draft,
	consultation_version: m.dialogues_stage_consultation_version,
	final_proof: m.dialogues_stage_final_proof,
	decision_version: m.dialogues_stage_decision_version,
	adopted: m.dialogues_stage_adopted,
	superseded: m.dialogues_stage_superseded,
	invitation: m.dialogues_stage_invitation,
	consultation_report: m.dialogues_stage_consultation_report,
	meeting_notes: m.notes_stage
};

export const DIALOGUE_TYPE_LABELS: Labels<DialogueType> = {
	smart_specialisation: m.dialogues_type_smart_specialisation,
	development_strategy: m.dialogues_type_development_strategy,
	county_transport_plan: m.dialogues_type_county_transport_plan,
	national_question: m.dialogues_type_national_question,
	other: m.dialogues_type_other
};

export const DIALOGUE_STATE_LABELS: Labels<DialogueState> = {
	planning: m.dialogues_state_planning,
	open: m.dialogues_state_open,
	closed: m.dialogues_state_closed
};

export const LEVEL_LABELS: Labels<ProgrammeLevel> = {
	eu: m.dialogues_level_eu,
	national: m.dialogues_level_national,
	regional: m.dialogues_level_regional,
	local: m.dialogues_level_local,
	cross_border: m.dialogues_level_cross_border
};

/** The name of a level of influence, and what it means for whoever takes part. */
export const INFLUENCE_NAMES: Labels<InfluenceLevel> = {
	information: m.dialogues_influence_name_information,
	konsultation: m.dialogues_influence_name_konsultation,
	delaktighet: m.dialogues_influence_name_delaktighet,
	medbestammande: m.dialogues_influence_name_medbestammande
};
export const INFLUENCE_TEXTS: Labels<InfluenceLevel> = {
	information: m.dialogues_influence_information,
	konsultation: m.dialogues_influence_konsultation,
	delaktighet: m.dialogues_influence_delaktighet,
	medbestammande: m.dialogues_influence_medbestammande
};

export const AREA_STATUS_LABELS: Labels<AreaStatus> = {
	proposed: m.dialogues_area_status_proposed,
	decided: m.dialogues_area_status_decided,
	dropped: m.dialogues_area_status_dropped
};

export const CONSULTATION_KIND_LABELS: Labels<ConsultationKind> = {
	samrad: m.dialogues_consultation_kind_samrad,
	remiss: m.dialogues_consultation_kind_remiss,
	final_proof: m.dialogues_consultation_kind_final_proof,
	open_input: m.dialogues_consultation_kind_open_input
};

export const CONSULTATION_STATUS_LABELS: Labels<ConsultationStatus> = {
	coming: m.dialogues_consultation_status_coming,
	open: m.dialogues_consultation_status_open,
	closed: m.dialogues_consultation_status_closed
};

export const SAMI_LABELS: Labels<SamiAnswer> = {
	yes: m.dialogues_sami_yes,
	no: m.dialogues_sami_no,
	unclear: m.dialogues_sami_unclear
};

/** A vocabulary as the choices of a form, in the order of its codes. */
export const choices = <Code extends string>(labels: Labels<Code>, codes: readonly Code[]) =>
	codes.map((value) => ({ value, label: labels[value]() }));
