/** The closed word lists of a dialogue (domain §2.9, §3); the database's constraints say the same. */
export const DIALOGUE_TYPES = [
	'smart_specialisation',
	'development_strategy',
	'county_transport_plan',
	'national_question',
	'other'
] as const;
export type DialogueType = (typeof DIALOGUE_TYPES)[number];

export const DIALOGUE_STATES = ['planning', 'open', 'closed'] as const;
export type DialogueState = (typeof DIALOGUE_STATES)[number];

export const PROGRAMME_LEVELS = ['eu', 'national', 'regional', 'local', 'cross_border'] as const;
export type ProgrammeLevel = (typeof PROGRAMME_LEVELS)[number];

/** How far the participants' influence reaches (domain §4, point 8). */
export const INFLUENCE_LEVELS = ['information', 'konsultation', 'delaktighet', 'medbestammande'] as const;
export type InfluenceLevel = (typeof INFLUENCE_LEVELS)[number];

/** Does the dialogue call for consultation with Sámi representatives (domain S-08)? */
export const SAMI_ANSWERS = ['yes', 'no', 'unclear'] as const;
export type SamiAnswer = (typeof SAMI_ANSWERS)[number];

export const AREA_STATUSES = ['proposed', 'decided', 'dropped'] as const;
export type AreaStatus = (typeof AREA_STATUSES)[number];
