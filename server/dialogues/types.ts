import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type {
	AreaStatus,
	DialogueState,
	DialogueType,
	InfluenceLevel,
	ProgrammeLevel,
	SamiAnswer
} from './vocabulary.ts';

/** Calendar dates are `yyyy-mm-dd`, moments are `Date` (UTC inside). */
export type DialogueInput = {
	title: string;
	type: DialogueType;
	lead?: string;
	purpose?: string;
	level?: ProgrammeLevel;
	caseNumber?: string;
	commissionedBy?: string;
	board?: string;
	contactEmail?: string;
	responsibleUnit?: string;
	legalBasis?: string[];
	programmeChain?: string[];
	influenceLevel?: InfluenceLevel;
	namesPrivatePersons?: boolean;
	sami?: SamiDecision | null;
};
export type SamiDecision = { answer: SamiAnswer; motivation: string; decidedBy: string; decidedOn: string | null };
export type NewDialogue = DialogueInput & { slug?: string };
/** The type names the template; `other` is the empty one. */
export type TemplateInput = { title: string; type: DialogueType; slug?: string };

/** Without a first day while its dates are not decided. */
export type PhaseInput = { title: string; text: string; startsOn: string | null; endsOn: string | null };
export type AreaInput = {
	code: string;
	name: string;
	aliases?: string[];
	summary?: string;
	status?: AreaStatus;
	dropReason?: string | null;
	securityHint?: boolean;
	/** Where it stands among the areas, from 1. Left out: last for a new one, else where it was. */
	position?: number;
};

export type RegionProfile = {
	name: string;
	short: string;
	countyCode: string;
	email: string;
	phone: string;
	postalAddress: string;
	website: string;
	responsibleUnit: string;
};

export type PhaseView = PhaseInput & { ordinal: number; time: 'past' | 'present' | 'coming' };
export type AreaView = {
	id: string;
	code: string;
	name: string;
	aliases: string[];
	summary: string;
	status: AreaStatus;
	dropReason: string | null;
	securityHint: boolean;
};

/** What every page of a dialogue needs; only ever handed to somebody with `dialogue.read`. */
export type DialogueHead = {
	id: string;
	slug: string;
	title: string;
	lead: string;
	type: DialogueType;
	state: DialogueState;
	updatedAt: Date;
};
export type DialogueView = DialogueHead & {
	purpose: string;
	level: ProgrammeLevel;
	caseNumber: string;
	commissionedBy: string;
	board: string;
	contactEmail: string;
	responsibleUnit: string;
	legalBasis: string[];
	programmeChain: string[];
	influenceLevel: InfluenceLevel;
	namesPrivatePersons: boolean;
	sami: SamiDecision | null;
	phases: PhaseView[];
	areas: AreaView[];
};

/** One line of the start page. `nextMoment` is when it opens (coming) or when its open consultation closes. */
export type DialogueCard = DialogueHead & { nextMoment: Date | null; openConsultations: number; documents: number };
export type StartView = { open: DialogueCard[]; coming: DialogueCard[]; closed: DialogueCard[] };

/** One line of the workspace home: a dialogue in which the actor has a role. */
export type WorkCard = DialogueHead & { roles: string[]; held: number };

export type DeclineReason = { id: string; title: string; explanation: string; active: boolean };
export type DeclineReasonInput = { id?: string; title: string; explanation: string; active: boolean };

export type OrganisationLine = { id: string; name: string; type: string };

export type Dialogues = {
	create(by: By, input: NewDialogue): Promise<{ dialogueId: string; slug: string }>;
	/** With legal basis, programme chain and so on as dialogues of its type usually have them. */
	createFromTemplate(by: By, input: TemplateInput): Promise<{ dialogueId: string; slug: string }>;
	/** `seen` is the stamp of what the form was filled in from (`server/seen.ts`); `conflict` where that has changed. */
	update(by: By, dialogueId: string, input: DialogueInput, seen?: string): Promise<void>;
	/** What is left out stays as it is. */
	change(by: By, dialogueId: string, part: Partial<DialogueInput>): Promise<void>;
	setState(by: By, dialogueId: string, state: DialogueState): Promise<void>;
	/** The whole list at once, in order. */
	setPhases(by: By, dialogueId: string, phases: PhaseInput[], seen?: string): Promise<void>;
	addArea(by: By, dialogueId: string, input: AreaInput): Promise<{ areaId: string }>;
	updateArea(by: By, dialogueId: string, areaId: string, input: AreaInput): Promise<void>;
	saveDeclineReason(by: By, dialogueId: string, input: DeclineReasonInput): Promise<{ declineReasonId: string }>;
	updateRegion(by: By, input: RegionProfile): Promise<void>;

	region(): Promise<RegionProfile>;
	start(actor: Actor): Promise<StartView>;
	/** Throws `not_found` for whoever may not know of the dialogue. */
	head(actor: Actor, slug: string): Promise<DialogueHead>;
	view(actor: Actor, slug: string): Promise<DialogueView>;
	/** For the pages of those who work with the dialogue; an administrator comes in to grant roles. */
	workspace(actor: Actor, slug: string): Promise<DialogueHead>;
	/** For the pages on which roles are granted: also an administrator without a role in the dialogue. */
	headForRoles(actor: Actor, slug: string): Promise<DialogueHead>;
	/** Dialogues in which the actor works; an administrator sees, beside them, the names of all (for setting up). */
	mine(actor: Actor): Promise<{ working: WorkCard[]; administered: DialogueHead[] }>;
	declineReasons(actor: Actor, dialogueId: string): Promise<DeclineReason[]>;
	/** For whoever grants roles: the areas that a case officer may be given. */
	areaNames(actor: Actor, dialogueId: string): Promise<{ id: string; name: string }[]>;
	/** Organisations that reviewers review for, by name. */
	organisations(actor: Actor, dialogueId: string): Promise<OrganisationLine[]>;
	/** The organisation of that name, added when there is none. */
	ensureOrganisation(
		by: By,
		dialogueId: string,
		input: { name: string; type: string }
	): Promise<{ organisationId: string }>;
	/** Addresses that anybody may read, for the sitemap. */
	publicAddresses(): Promise<{ path: string; updatedAt: Date }[]>;
};
