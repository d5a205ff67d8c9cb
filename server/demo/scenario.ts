import { readFile } from 'node:fs/promises';
import type { ConsultationKind, OpenTo } from '#server/consultations/vocabulary.ts';
import type { DialInToll, MeetingStatus, RoundKind } from '#lib/protocol/meetings.ts';
import type { AreaStatus, DialogueType, InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import type { Stage } from '#server/documents/vocabulary.ts';
import type { Outcome, PointKind, Publication, SubmissionKind } from '#lib/protocol/vocabulary.ts';

/** The demo as `scenario.json` tells it (domain §5). Only what this loads is typed. Times carry their offset. */
export type Scenario = {
	meta: { demoNow: string };
	tenant: { name: string; short: string; countyCode: string; email: string; phone: string; website: string };
	staff: { id: string; name: string; title: string; role: string; areas?: string[]; email: string }[];
	organisations: { id: string; name: string; organisationType: string; geo: string[] }[];
	process: {
		slug: string;
		type: DialogueType;
		title: string;
		lead: string;
		purpose: string;
		caseNumber: string;
		commissionedBy: string;
		board: string;
		contact: string;
		legalBasis: string[];
		samiConsultation: { answer: string; motivation: string; decidedBy: string; decidedOn: string };
		chain: string[];
		phases: { title: string; text: string; start: string; end: string | null }[];
	};
	areas: { code: string; name: string; aliases: string[]; status: AreaStatus; summary: string }[];
	consultations: {
		id: string;
		kind: ConsultationKind;
		title: string;
		opensAt: string;
		closesAt: string;
		openTo: OpenTo;
		documents: string[];
		invited: number;
	}[];
	venues: {
		name: string;
		building: string;
		room: string;
		city: string;
		directions: string;
		accessibility: string;
		capacity: number;
	}[];
	rounds: ScenarioRound[];
	meetings: ScenarioMeeting[];
	documents: { id: string; title: string; stage: Stage; version: string; date: string; area: string | null }[];
	submissions: ScenarioSubmission[];
	expected: Record<string, Record<string, number> | number>;
};

export type ScenarioRound = {
	id: string;
	ordinal: number;
	kind: RoundKind;
	title: string;
	mode: 'online' | 'hybrid';
	start: string;
	end: string;
	purpose: string;
	influence: InfluenceLevel;
	agenda?: { time: string; title: string }[];
};

/** `status` and the seats taken are what has come of it by the scenario's *now*. */
export type ScenarioMeeting = {
	id: string;
	roundId: string;
	area: string;
	startsAt: string;
	endsAt: string;
	status: MeetingStatus;
	onSiteTaken: number;
	onSiteCapacity: number | null;
	onlineRegistered: number;
	online: {
		platform: string;
		joinUrl: string;
		dialIn: { number: string; label: string; tollType: DialInToll };
		conferenceId: string;
	};
};

export type ScenarioPoint = {
	id: string;
	kind: PointKind;
	section: string | null;
	text: string;
	publicText?: string;
	assessment: { outcome: Outcome; text: string; changeRef: string | null };
};

export type ScenarioSubmission = {
	id: string;
	recordNumber: string;
	receivedAt: string;
	channel: 'webb' | 'e-post' | 'möte' | 'telefon';
	kind: SubmissionKind;
	organisationId: string | null;
	person: string | null;
	area: string | null;
	consultationId: string | null;
	points: ScenarioPoint[];
	publish: Publication;
	anonymous?: boolean;
	ownCaseNumber?: string | null;
	decidedByBody?: string;
	decisionDate?: string;
	summary?: string;
	lateNote?: string;
	maskReason?: string;
	recordClass?: string;
	language?: string;
	workingTranslation?: string;
	attachments?: string[];
	securityFlag?: boolean;
	groupedCount?: number;
	protectedIdentity?: boolean;
	publicSubject?: string;
};

/** Read beside this file: `server/` is run as it stands, not bundled. */
export async function readScenario(): Promise<Scenario> {
	return JSON.parse(await readFile(new URL('./scenario.json', import.meta.url), 'utf8'));
}
