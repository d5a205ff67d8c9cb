/** Roles that are granted in one dialogue (domain §2.12). */
export const ROLES = ['host', 'case_officer', 'process_lead', 'communicator', 'registrar', 'reviewer'] as const;
export type Role = (typeof ROLES)[number];

/** `areaIds: null` means every area of the dialogue; `organisationId` is set for reviewers. */
export type RoleGrant = {
	dialogueId: string;
	role: Role;
	areaIds: readonly string[] | null;
	organisationId: string | null;
};

/**
 * A person we keep an account for: a guest who gave a name with the first input (`verified: false`), a participant
 * with a verified e-mail address, or one of the staff (has roles).
 */
export type Person = {
	kind: 'person';
	accountId: string;
	verified: boolean;
	isAdmin: boolean;
	name: string;
	email: string | null;
	organisationId: string | null;
	organisationName: string;
	organisationType: string;
	roles: readonly RoleGrant[];
};

/** `system` is the application itself: jobs and the demo loader. It never comes from a request. */
export type Actor = { kind: 'visitor' } | { kind: 'system' } | Person;

export const VISITOR: Actor = { kind: 'visitor' };

export const accountIdOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.accountId : null);

/** The actor's roles in one dialogue. An unverified person has none, whatever the table says. */
export function rolesIn(actor: Actor, dialogueId: string): Role[] {
	if (actor.kind !== 'person' || !actor.verified) return [];
	return actor.roles.filter((grant) => grant.dialogueId === dialogueId).map((grant) => grant.role);
}

export const hasRole = (actor: Actor, dialogueId: string, ...roles: Role[]): boolean =>
	rolesIn(actor, dialogueId).some((role) => roles.includes(role));

/** Everybody with a role in the dialogue but reviewers, who come from outside. */
export const isStaffOf = (actor: Actor, dialogueId: string): boolean =>
	hasRole(actor, dialogueId, 'host', 'case_officer', 'process_lead', 'communicator', 'registrar');

/** May the case officer treat this area? Those without listed areas, and process leads, treat all. */
export function treatsArea(actor: Actor, dialogueId: string, areaId: string | null): boolean {
	if (actor.kind !== 'person' || !actor.verified) return false;
	return actor.roles.some(
		(grant) =>
			grant.dialogueId === dialogueId &&
			(grant.role === 'process_lead' ||
				(grant.role === 'case_officer' &&
					(grant.areaIds === null || areaId === null || grant.areaIds.includes(areaId))))
	);
}

/** The word that the audit trail uses for who acted. */
export function actingRole(actor: Actor, dialogueId: string | null): string {
	if (actor.kind !== 'person') return actor.kind;
	const roles = dialogueId === null ? [] : rolesIn(actor, dialogueId);
	if (roles.length > 0) return roles.join('+');
	if (actor.isAdmin) return 'admin';
	return actor.verified ? 'participant' : 'guest';
}
