import type { DialogueInput } from './types.ts';
import { DIALOGUE_TYPES, type DialogueType } from './vocabulary.ts';

type PhaseText = { title: string; text: string };

/** What a dialogue of one type usually starts with. Staff change all of it. */
export type Template = {
	details: Omit<DialogueInput, 'title' | 'type'>;
	/** In order. When they are is for staff to say, and a phase is kept once it has a date: until then it is a suggestion. */
	phases: readonly PhaseText[];
};

const DEVELOPMENT_ACT = 'Lag (2010:630) om regionalt utvecklingsansvar';
const GROWTH_ORDINANCE = 'Förordning (2017:583) om regionalt tillväxtarbete';
const CONSULTATION_ACT = 'Lag (2022:66) om konsultation i frågor som rör det samiska folket';

const COHESION_POLICY = 'EU:s sammanhållningspolitik 2021–2027';
const NATIONAL_STRATEGY = 'Nationell strategi för hållbar regional utveckling 2021–2030';
const DEVELOPMENT_STRATEGY = 'Regional utvecklingsstrategi';

/** Domain §4: what a newcomer can do here, in the words that the field uses. */
const LEAD = 'Här kan du läsa underlagen, anmäla dig till möten och lämna synpunkter. Du ser också hur vi har svarat.';

const DIALOGUE: PhaseText = { title: 'Dialog', text: 'Dialogmöten och inspel på underlagen' };
const REFERRAL: PhaseText = { title: 'Remiss', text: 'Alla kan svara, på en del eller på allt' };
const FINAL_PROOF: PhaseText = { title: 'Slutkorrektur', text: 'Sista genomläsning, mindre ändringar' };
const DECISION: PhaseText = { title: 'Besluta', text: 'Nämnd och regionfullmäktige' };

/** Domain S2-03, S2-07, S-02 to S-04, §2.14, §5.1. */
const smartSpecialisation = (fund: string | null): Template => ({
	details: {
		lead: LEAD,
		purpose: 'Programmet visar var vi vill samla kraft, vad vi vill uppnå och vilka som gör vad.',
		level: 'regional',
		influenceLevel: 'delaktighet',
		commissionedBy: 'Regionfullmäktige',
		legalBasis: [DEVELOPMENT_ACT, GROWTH_ORDINANCE, CONSULTATION_ACT],
		programmeChain: [
			COHESION_POLICY,
			NATIONAL_STRATEGY,
			...(fund === null ? [] : [fund]),
			DEVELOPMENT_STRATEGY,
			'Program för smart specialisering'
		]
	},
	phases: [
		{ title: 'Forma', text: 'Information och start' },
		{ title: 'Tyck till', text: 'Dialogmöten och inspel på underlagen' },
		FINAL_PROOF,
		{ title: 'Prioritera', text: 'Vision, prioriteringar och styrning per område' },
		DECISION,
		{ title: 'Mobilisera', text: 'Insatser och vem gör vad' },
		{ title: 'Genomföra', text: 'Programmet gäller, årlig uppföljning' }
	]
});

/** Domain S-01, M-01, M-07, §2.14. */
const developmentStrategy = (fund: string | null): Template => ({
	details: {
		lead: LEAD,
		purpose:
			'Strategin tas fram tillsammans med kommuner, regioner, länsstyrelsen och statliga myndigheter. Näringslivet och det civila samhället erbjuds att medverka. Den ses över minst en gång mellan valen.',
		level: 'regional',
		influenceLevel: 'konsultation',
		legalBasis: [DEVELOPMENT_ACT, GROWTH_ORDINANCE, CONSULTATION_ACT],
		programmeChain: [COHESION_POLICY, NATIONAL_STRATEGY, ...(fund === null ? [] : [fund]), DEVELOPMENT_STRATEGY]
	},
	phases: [DIALOGUE, REFERRAL, FINAL_PROOF, DECISION, { title: 'Genomföra', text: 'Strategin gäller och följs upp' }]
});

/** Domain S4-06, S4-09, M-01, M-07. */
const countyTransportPlan: Template = {
	details: {
		lead: LEAD,
		level: 'regional',
		influenceLevel: 'konsultation',
		legalBasis: [DEVELOPMENT_ACT, CONSULTATION_ACT],
		programmeChain: [DEVELOPMENT_STRATEGY, 'Länstransportplan']
	},
	phases: [DIALOGUE, REFERRAL, FINAL_PROOF, DECISION, { title: 'Genomföra', text: 'Planen gäller och följs upp' }]
};

/** Domain S0-01, S1-07, S1-16, S1-24, S-10. */
const nationalQuestion: Template = {
	details: {
		lead: LEAD,
		purpose: 'Vi ställer frågor till landets regioner. Varje region lämnar ett svar.',
		level: 'national',
		influenceLevel: 'konsultation'
	},
	phases: [
		{ title: 'Fråga', text: 'Vi ställer frågorna' },
		{ title: 'Svara', text: 'Regionerna tänker igenom frågorna och svarar' },
		{ title: 'Sammanställa', text: 'Vi sammanställer svaren' },
		{ title: 'Återkomma', text: 'Vi återkommer om nästa gemensamma steg' }
	]
};

const empty: Template = { details: { level: 'regional' }, phases: [] };

/** `fund` is the name of the region's own regional fund programme, null where the region is not known. */
export function templateOf(type: DialogueType, fund: string | null): Template {
	const templates: Record<DialogueType, Template> = {
		smart_specialisation: smartSpecialisation(fund),
		development_strategy: developmentStrategy(fund),
		county_transport_plan: countyTransportPlan,
		national_question: nationalQuestion,
		other: empty
	};
	// A type that is none is told of by the command that is given it.
	return templates[DIALOGUE_TYPES.find((one) => one === type) ?? 'other'];
}

/** The phases that are suggested while a dialogue has none. */
export const suggestedPhases = (type: DialogueType): readonly PhaseText[] => templateOf(type, null).phases;
