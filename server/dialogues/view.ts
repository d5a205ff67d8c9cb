import type { Selectable } from 'kysely';
import type { DB, Dialogue, Phase, PriorityArea, Region } from '#server/database/schema.ts';
import type {
	AreaView,
	DialogueCard,
	DialogueHead,
	DialogueView,
	PhaseView,
	RegionProfile,
	SamiDecision,
	StartView
} from './types.ts';
import type {
	AreaStatus,
	DialogueState,
	DialogueType,
	InfluenceLevel,
	ProgrammeLevel,
	SamiAnswer
} from './vocabulary.ts';

export type HeadRow = Pick<Selectable<Dialogue>, 'id' | 'slug' | 'title' | 'lead' | 'type' | 'state' | 'updated_at'>;
export type CardRow = HeadRow & {
	starts_at: Date | null;
	closes_at: Date | null;
	open_consultations: number;
	documents: number;
};

/** The calendar day in Stockholm, `yyyy-mm-dd`. */
const dayOf = (at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(at);

export const headView = (row: HeadRow): DialogueHead => ({
	id: row.id,
	slug: row.slug,
	title: row.title,
	lead: row.lead,
	type: row.type as DialogueType,
	state: row.state as DialogueState,
	updatedAt: row.updated_at
});

/** A dialogue that is open but has not begun stands under *coming* until its first phase begins. */
export function startView(rows: readonly CardRow[], now: Date): StartView {
	const begun = (row: CardRow) => row.starts_at === null || row.starts_at <= now || row.open_consultations > 0;
	const cards = (state: DialogueState, hasBegun: boolean | null) =>
		rows.filter((row) => row.state === state && (hasBegun === null || begun(row) === hasBegun)).map(cardView);
	return { open: cards('open', true), coming: cards('open', false), closed: cards('closed', null) };
}

const cardView = (row: CardRow): DialogueCard => ({
	...headView(row),
	nextMoment: row.closes_at ?? row.starts_at,
	openConsultations: row.open_consultations,
	documents: row.documents
});

export function dialogueView(
	row: Selectable<Dialogue>,
	phases: readonly Selectable<Phase>[],
	areas: readonly Selectable<PriorityArea>[],
	now: Date
): DialogueView {
	return {
		...headView(row),
		purpose: row.purpose,
		level: row.level as ProgrammeLevel,
		caseNumber: row.case_number,
		commissionedBy: row.commissioned_by,
		board: row.board,
		contactEmail: row.contact_email,
		responsibleUnit: row.responsible_unit,
		legalBasis: row.legal_basis,
		programmeChain: row.programme_chain,
		influenceLevel: row.influence_level as InfluenceLevel,
		namesPrivatePersons: row.names_private_persons,
		sami: samiView(row),
		phases: phases.map((phase) => phaseView(phase, dayOf(now))),
		areas: areas.map(areaView)
	};
}

/** What the form of a dialogue is filled in from. */
export const detailsOf = (view: DialogueView) => ({
	title: view.title,
	type: view.type,
	lead: view.lead,
	purpose: view.purpose,
	level: view.level,
	caseNumber: view.caseNumber,
	commissionedBy: view.commissionedBy,
	board: view.board,
	contactEmail: view.contactEmail,
	responsibleUnit: view.responsibleUnit,
	legalBasis: view.legalBasis,
	programmeChain: view.programmeChain,
	influenceLevel: view.influenceLevel,
	namesPrivatePersons: view.namesPrivatePersons,
	sami: view.sami
});

/** What the form of its phases is filled in from; what is present of them changes by itself. */
export const phasesOf = ({ phases }: Pick<DialogueView, 'phases'>) =>
	phases.map(({ title, text, startsOn, endsOn }) => ({ title, text, startsOn, endsOn }));

function samiView(row: Selectable<DB['dialogue']>): SamiDecision | null {
	if (row.sami_answer === null) return null;
	return {
		answer: row.sami_answer as SamiAnswer,
		motivation: row.sami_motivation,
		decidedBy: row.sami_decided_by,
		decidedOn: row.sami_decided_on
	};
}

/** Phases may overlap, so several can be present. */
function phaseView(row: Selectable<Phase>, today: string): PhaseView {
	const past = row.ends_on !== null && row.ends_on < today;
	return {
		ordinal: row.ordinal,
		title: row.title,
		text: row.text,
		startsOn: row.starts_on,
		endsOn: row.ends_on,
		time: past ? 'past' : row.starts_on === null || row.starts_on > today ? 'coming' : 'present'
	};
}

const areaView = (row: Selectable<PriorityArea>): AreaView => ({
	id: row.id,
	code: row.code,
	name: row.name,
	aliases: row.aliases,
	summary: row.summary,
	status: row.status as AreaStatus,
	dropReason: row.drop_reason,
	securityHint: row.security_hint
});

export const regionView = (row: Selectable<Region>): RegionProfile => ({
	name: row.name,
	short: row.short,
	countyCode: row.county_code,
	email: row.email,
	phone: row.phone,
	postalAddress: row.postal_address,
	website: row.website,
	responsibleUnit: row.responsible_unit
});

/** Before anybody has filled in the region: pages still render, and say what is missing. */
export const EMPTY_REGION: RegionProfile = {
	name: 'Regionen',
	short: '',
	countyCode: '',
	email: '',
	phone: '',
	postalAddress: '',
	website: '',
	responsibleUnit: ''
};
