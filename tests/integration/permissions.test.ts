import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, type Person, ROLES, type Role, type RoleGrant, VISITOR } from '#server/permissions/actor.ts';
import { type Action, authorize, can, RULES, type ThingOf } from '#server/permissions/can.ts';

// The permission matrix (domain §2.12, K-02): every action by every kind of actor, written out. An action without a
// row does not compile; a rule that changes without its row changing fails.

const HERE = 'this-dialogue';
const ELSEWHERE = 'another-dialogue';
const AREA = 'area-of-the-point';
const SENDER = 'account-of-the-sender';

const grant = (role: Role, more: Partial<RoleGrant> = {}): RoleGrant => ({
	dialogueId: HERE,
	role,
	areaIds: null,
	organisationId: role === 'reviewer' ? 'another-region' : null,
	...more
});
const person = (accountId: string, more: Partial<Person> = {}): Person => ({
	kind: 'person',
	accountId,
	verified: true,
	isAdmin: false,
	name: 'Någon',
	email: `${accountId}@example.org`,
	organisationId: null,
	organisationName: '',
	organisationType: 'private_person',
	roles: [],
	...more
});
const staff = (role: Role): Person => person(role, { roles: [grant(role)] });

const ACTORS = {
	visitor: VISITOR,
	guest: person('guest', { verified: false, email: null }),
	sender: person(SENDER, { verified: false, email: null }),
	participant: person('participant'),
	host: staff('host'),
	case_officer: staff('case_officer'),
	officer_of_another_area: person('officer_2', { roles: [grant('case_officer', { areaIds: ['another-area'] })] }),
	process_lead: staff('process_lead'),
	communicator: staff('communicator'),
	registrar: staff('registrar'),
	reviewer: staff('reviewer'),
	administrator: person('administrator', { isAdmin: true }),
	every_role_elsewhere: person('elsewhere', {
		roles: ROLES.map((role) => grant(role, { dialogueId: ELSEWHERE }))
	}),
	/** Whatever the tables say: without a confirmed address there are no roles. */
	lead_without_confirmed_address: person('unconfirmed', {
		verified: false,
		isAdmin: true,
		roles: ROLES.map((role) => grant(role))
	})
} satisfies Record<string, Actor>;
type Who = keyof typeof ACTORS;

const EVERYBODY = Object.keys(ACTORS) as Who[];
const NOBODY: Who[] = [];
const OFFICERS: Who[] = ['case_officer', 'officer_of_another_area'];
const MODERATORS: Who[] = [...OFFICERS, 'process_lead'];
const DESK: Who[] = [...MODERATORS, 'registrar'];
const WRITERS: Who[] = [...MODERATORS, 'communicator'];
const STAFF: Who[] = [...DESK, 'host', 'communicator'];
const INSIDERS: Who[] = [...STAFF, 'reviewer'];
const ADMINISTRATOR: Who[] = ['administrator'];
const LEAD: Who[] = ['process_lead'];
const allBut = (...left: Who[]): Who[] => EVERYBODY.filter((who) => !left.includes(who));

const here = { dialogueId: HERE };
const planned = { ...here, dialogueState: 'planning' };
const open = { ...here, dialogueState: 'open' };
const closed = { ...here, dialogueState: 'closed' };
const point = (more: Partial<ThingOf<'point.correct'>> = {}): ThingOf<'point.correct'> => ({
	...here,
	areaId: AREA,
	authorId: SENDER,
	status: 'published',
	protectedIdentity: false,
	...more
});
const mask = (more: Partial<ThingOf<'point.approve_mask'>> = {}): ThingOf<'point.approve_mask'> => ({
	...point(),
	maskedBy: 'case_officer',
	privatePerson: true,
	...more
});

type Row<A extends Action> = [thing: ThingOf<A>, allowed: readonly Who[]];

const MATRIX: { [A in Action]: Row<A>[] } = {
	'dialogue.create': [[null, ADMINISTRATOR]],
	'dialogue.read': [
		[{ ...here, state: 'planning' }, INSIDERS],
		[{ ...here, state: 'open' }, EVERYBODY],
		[{ ...here, state: 'closed' }, EVERYBODY]
	],
	'dialogue.manage': [[here, LEAD]],
	'dialogue.grant_role': [[here, [...LEAD, ...ADMINISTRATOR]]],
	'consultation.manage': [[here, LEAD]],
	'decline_reason.manage': [[here, LEAD]],
	'news.write': [[here, [...LEAD, 'communicator']]],
	'next_step.manage': [[here, [...LEAD, 'communicator']]],
	'meeting.manage': [[here, [...LEAD, 'communicator']]],
	'meeting.host': [
		[{ ...here, meetingRoles: [] }, LEAD],
		[{ ...here, meetingRoles: ['host'] }, STAFF],
		[{ ...here, meetingRoles: ['secretary', 'technician'] }, STAFF],
		[{ ...here, meetingRoles: ['chair', 'technician'] }, LEAD]
	],
	'registration.read_contact': [
		[{ ...here, meetingRoles: [] }, [...LEAD, 'communicator']],
		[{ ...here, meetingRoles: ['secretary'] }, STAFF],
		[{ ...here, meetingRoles: ['chair', 'technician'] }, [...LEAD, 'communicator']]
	],
	'registration.record': [
		[{ ...here, meetingRoles: [] }, [...LEAD, 'communicator']],
		[{ ...here, meetingRoles: ['host'] }, STAFF],
		[{ ...here, meetingRoles: ['chair', 'technician'] }, [...LEAD, 'communicator']]
	],
	'registration.read_needs': [
		[{ ...here, meetingRoles: [] }, NOBODY],
		[{ ...here, meetingRoles: ['host'] }, STAFF],
		[{ ...here, meetingRoles: ['secretary'] }, STAFF],
		[{ ...here, meetingRoles: ['chair', 'technician'] }, NOBODY]
	],
	'invitation.manage': [[here, [...LEAD, 'communicator']]],
	'notes.write': [
		[{ ...here, meetingRoles: [], closed: false }, LEAD],
		[{ ...here, meetingRoles: ['secretary'], closed: false }, STAFF],
		[{ ...here, meetingRoles: ['host', 'secretary'], closed: true }, NOBODY]
	],
	'spoken.undo': [
		[{ recordedBy: SENDER, status: 'held' }, ['sender']],
		[{ recordedBy: SENDER, status: 'withdrawn' }, NOBODY],
		[{ recordedBy: null, status: 'published' }, NOBODY]
	],
	'attendance.read': [
		[{ ...here, meetingRoles: [] }, [...LEAD, 'communicator']],
		[{ ...here, meetingRoles: ['host'] }, STAFF],
		[{ ...here, meetingRoles: ['chair'] }, STAFF],
		[{ ...here, meetingRoles: ['technician'] }, [...LEAD, 'communicator']]
	],
	'live.read': [
		[{ ...planned, meetingState: 'open' }, INSIDERS],
		[{ ...open, meetingState: 'draft' }, [...LEAD, 'communicator']],
		[{ ...open, meetingState: 'open' }, EVERYBODY],
		[{ ...closed, meetingState: 'cancelled' }, EVERYBODY]
	],
	'live.take_part': [
		[{ ...open, meetingState: 'open', open: true }, allBut('visitor')],
		[{ ...open, meetingState: 'draft', open: true }, [...LEAD, 'communicator']],
		[{ ...open, meetingState: 'open', open: false }, NOBODY]
	],
	'region.manage': [[null, ADMINISTRATOR]],
	'outbox.read': [[null, ADMINISTRATOR]],
	'workspace.open': [[here, STAFF]],

	'text.read': [
		[{ ...open, shared: false }, STAFF],
		[{ ...open, shared: true }, EVERYBODY],
		[{ ...planned, shared: true }, STAFF]
	],
	'text.write': [[here, WRITERS]],
	'text.import': [[here, WRITERS]],
	'text.share': [[here, [...LEAD, 'host']]],
	'document.create': [[here, WRITERS]],
	'version.publish': [[here, [...LEAD, 'communicator']]],
	'version.mask': [[here, [...LEAD, 'registrar']]],
	'version.read': [
		[planned, INSIDERS],
		[open, EVERYBODY],
		[closed, EVERYBODY]
	],
	'version.read_unmasked': [[here, [...LEAD, 'registrar']]],

	'submission.send': [
		[open, EVERYBODY],
		[planned, NOBODY],
		[closed, NOBODY]
	],
	'submission.record': [[here, [...DESK, 'host']]],
	'submission.protect': [[here, ['registrar']]],
	'point.correct': [
		[point({ status: 'held' }), ['sender']],
		[point({ status: 'published' }), ['sender']],
		[point({ status: 'declined' }), NOBODY],
		[point({ status: 'unpublished' }), NOBODY],
		[point({ status: 'withdrawn' }), NOBODY],
		[point({ authorId: null }), NOBODY]
	],
	'point.withdraw': [
		[point({ status: 'held' }), ['sender']],
		[point({ status: 'declined' }), ['sender']],
		[point({ status: 'withdrawn' }), NOBODY],
		[point({ authorId: null }), NOBODY]
	],
	'point.agree': [
		[point(), allBut('sender')],
		[point({ status: 'held' }), NOBODY],
		[point({ status: 'withdrawn' }), NOBODY]
	],
	'point.report': [
		[point(), EVERYBODY],
		[point({ status: 'held' }), NOBODY],
		[point({ status: 'unpublished' }), NOBODY]
	],
	'point.moderate': [[point(), MODERATORS]],
	'point.mask': [[point(), DESK]],
	'point.approve_mask': [
		[mask(), DESK.filter((who) => who !== 'case_officer')],
		[mask({ maskedBy: 'registrar' }), MODERATORS],
		[mask({ privatePerson: false }), DESK],
		[mask({ maskedBy: null }), DESK]
	],
	'point.note': [[here, DESK]],
	'point.assess': [
		[point(), ['case_officer', 'process_lead']],
		[point({ areaId: null }), MODERATORS],
		[point({ areaId: 'another-area' }), MODERATORS]
	],
	'point.publish_assessment': [[here, LEAD]],
	'point.answer': [[here, MODERATORS]],
	'desk.read': [[here, DESK]],
	'assessment.read_draft': [[here, [...DESK, 'communicator']]],
	'sender.read': [
		[{ ...here, protectedIdentity: false }, DESK],
		[{ ...here, protectedIdentity: true }, ['registrar']]
	],
	'audit.read': [[here, ['process_lead', 'registrar']]]
};

const ACTIONS = Object.keys(RULES) as Action[];

/** Every action with every thing of its rows; typed as a pair that belongs together. */
type Asked = { [A in Action]: { action: A; thing: ThingOf<A>; allowed: readonly Who[] } }[Action];
const rowsOf = (action: Action): Asked[] =>
	MATRIX[action].map(([thing, allowed]) => ({ action, thing, allowed }) as Asked);
const EVERY_ROW = ACTIONS.flatMap(rowsOf);
const may = (actor: Actor, { action, thing }: Asked): boolean => can(actor, action, thing);

describe('the permission matrix', () => {
	it('has rows for every action there is, and for no other', () => {
		expect(Object.keys(MATRIX).toSorted()).toEqual([...ACTIONS].toSorted());
		expect(ACTIONS.filter((action) => MATRIX[action].length === 0)).toEqual([]);
	});

	it.each(EVERY_ROW.map((row) => [row.action, JSON.stringify(row.thing), row] as const))(
		'%s of %s',
		(_action, _thing, row) => {
			const allowed = EVERYBODY.filter((who) => may(ACTORS[who], row));
			expect(allowed.toSorted()).toEqual([...row.allowed].toSorted());
		}
	);

	it('tells apart whoever could sign in to get further from whoever may not', () => {
		const refusalOf = (actor: Actor): string => {
			try {
				authorize(actor, 'dialogue.manage', here);
				return 'allowed';
			} catch (error) {
				return error instanceof Error && 'code' in error ? String(error.code) : 'other';
			}
		};
		expect(Object.fromEntries(EVERYBODY.map((who) => [who, refusalOf(ACTORS[who])]))).toEqual({
			...Object.fromEntries(EVERYBODY.map((who) => [who, 'forbidden'])),
			visitor: 'not_signed_in',
			guest: 'not_signed_in',
			sender: 'not_signed_in',
			lead_without_confirmed_address: 'not_signed_in',
			process_lead: 'allowed'
		});
	});
});

describe('a role', () => {
	const someRoles = fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: ROLES.length });
	const someArea = fc.constantFrom(null, [AREA], ['another-area'], []);
	const elsewhere = fc.tuple(someRoles, someArea).map(([roles, areaIds]) => {
		return roles.map((role) => grant(role, { dialogueId: ELSEWHERE, areaIds }));
	});

	it('in another dialogue gives nothing here, whichever others one has', () => {
		fc.assert(
			fc.property(fc.constantFrom(...EVERYBODY), elsewhere, fc.constantFrom(...EVERY_ROW), (who, more, row) => {
				const actor: Actor = ACTORS[who];
				if (actor.kind !== 'person') return;
				expect(may({ ...actor, roles: [...more, ...actor.roles] }, row)).toBe(may(actor, row));
			}),
			{ numRuns: 2_000 }
		);
	});

	it('more never takes anything away, but for agreeing with oneself and approving one’s own masking', () => {
		const byPerson = new Set<Action>(['point.agree', 'point.approve_mask']);
		const rows = EVERY_ROW.filter(({ action }) => !byPerson.has(action));
		fc.assert(
			fc.property(someRoles, someRoles, fc.constantFrom(...rows), (few, more, row) => {
				const withRoles = (roles: Role[]) => person('somebody', { roles: roles.map((role) => grant(role)) });
				if (may(withRoles(few), row)) expect(may(withRoles([...few, ...more]), row)).toBe(true);
			}),
			{ numRuns: 2_000 }
		);
	});
});
