import type { Clock } from '#server/clock.ts';
import type { Consolidation } from '#server/consolidation/service.ts';
import type { Consultations } from '#server/consultations/types.ts';
import type { Database } from '#server/database/database.ts';
import { bySystem, type By } from '#server/database/transaction.ts';
import type { Dialogues } from '#server/dialogues/types.ts';
import type { Documents } from '#server/documents/types.ts';
import type { Identity } from '#server/identity/types.ts';
import type { Invitations } from '#server/invitations/types.ts';
import type { Meetings } from '#server/meetings/types.ts';
import type { Moderation } from '#server/moderation/service.ts';
import type { News } from '#server/news/types.ts';
import type { Role, RoleGrant } from '#server/permissions/actor.ts';
import type { Registrations } from '#server/registrations/types.ts';
import type { Submissions } from '#server/submissions/service.ts';
import type { Shift } from './dates.ts';
import type { Scenario } from './scenario.ts';

/** A clock that the loader can set, so that what it loads happened when the scenario says. Null: the ordinary time again. */
export type TravellingClock = Clock & { travel(to: Date | null): void };

export function travellingClock(clock: Clock): TravellingClock {
	let at: Date | null = null;
	return { now: () => at ?? clock.now(), real: () => clock.real(), travel: (to) => void (at = to) };
}

/** The application's own commands: what the demo loads passes the same rules as everything else. */
export type DemoServices = {
	database: Database;
	time: TravellingClock;
	identity: Identity;
	dialogues: Dialogues;
	documents: Documents;
	consultations: Consultations;
	news: News;
	registrations: Registrations;
	invitations: Invitations;
	meetings: Meetings;
	submissions: Submissions;
	moderation: Moderation;
	consolidation: Consolidation;
};

/** What the loader knows so far: ids by the scenario's own names. */
export type Stage = {
	services: DemoServices;
	scenario: Scenario;
	shift: Shift;
	dialogueId: string;
	areas: Map<string, string>;
	accounts: Map<string, string>;
	consultations: Map<string, string>;
	/** By the scenario's meeting id. */
	meetings: Map<string, { meetingId: string; slug: string; roundId: string }>;
	/** By the scenario's document id: the frozen version and its sections' headings, by code. */
	versions: Map<string, { documentId: string; versionId: string; sections: Map<string, string> }>;
};

export const system = (): By => bySystem();

/** One of the demo's staff, acting. */
export function staffMember(stage: Stage, id: string): By {
	const member = stage.scenario.staff.find((one) => one.id === id);
	const accountId = stage.accounts.get(id);
	if (member === undefined || accountId === undefined) throw new Error(`The demo has no staff member ${id}`);
	const grant: RoleGrant = {
		dialogueId: stage.dialogueId,
		role: member.role as Role,
		areaIds: null,
		organisationId: null
	};
	return {
		requestId: system().requestId,
		actor: {
			kind: 'person',
			accountId,
			verified: true,
			isAdmin: false,
			name: member.name,
			email: member.email,
			organisationId: null,
			organisationName: stage.scenario.tenant.name,
			organisationType: 'region',
			roles: [grant]
		}
	};
}
