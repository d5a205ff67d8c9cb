import { newId } from '#server/database/ids.ts';
import { ROLES, type Role } from '#server/permissions/actor.ts';
import { type DemoServices, type Stage, system } from './stage.ts';
import type { Scenario } from './scenario.ts';
import { fromWallClock, type Shift } from './dates.ts';

/** From outside: a region that reviews the consolidated inputs. Fictional, like everything here. */
export const REVIEWER = {
	name: 'Elin Sjöfors',
	email: 'elin.sjofors@norrskog.example.org',
	organisation: 'Region Norrskog (påhittad)'
};
export const ADMINISTRATOR = 'systemforvaltare@mittfjall.example.org';
/** Areas where free text may expose what should be protected (domain K-05). */
const SECURITY_AREAS = new Set(['ENE', 'DIG']);

/** The region, its dialogue with phases and areas, and who works in it. */
export async function loadDialogue(services: DemoServices, scenario: Scenario, shift: Shift): Promise<Stage> {
	const { tenant, process: told } = scenario;
	const first = told.phases[0];
	services.time.travel(fromWallClock(shift.day(first?.start ?? told.samiConsultation.decidedOn), '08:00:00'));
	await services.dialogues.updateRegion(system(), {
		name: tenant.name,
		short: tenant.short,
		countyCode: tenant.countyCode,
		email: tenant.email,
		phone: tenant.phone,
		postalAddress: 'Registrator, Box 1, 831 82 Östersund',
		website: tenant.website,
		responsibleUnit: 'Hållbar utveckling'
	});
	const { dialogueId } = await services.dialogues.create(system(), {
		slug: told.slug,
		type: told.type,
		title: told.title,
		lead: told.lead,
		purpose: told.purpose,
		level: 'regional',
		caseNumber: told.caseNumber,
		commissionedBy: told.commissionedBy,
		board: told.board,
		contactEmail: told.contact,
		responsibleUnit: 'Hållbar utveckling',
		legalBasis: told.legalBasis,
		programmeChain: told.chain,
		influenceLevel: 'delaktighet',
		sami: {
			answer: 'yes',
			motivation: told.samiConsultation.motivation,
			decidedBy: staffName(scenario, told.samiConsultation.decidedBy),
			decidedOn: shift.day(told.samiConsultation.decidedOn)
		}
	});
	const phases = told.phases.map(({ title, text, start, end }) => ({
		title,
		text: shift.text(text),
		startsOn: shift.day(start),
		endsOn: end === null ? null : shift.day(end)
	}));
	await services.dialogues.setPhases(system(), dialogueId, phases);
	const stage: Stage = {
		services,
		scenario,
		shift,
		dialogueId,
		areas: new Map(),
		accounts: new Map(),
		consultations: new Map(),
		meetings: new Map(),
		versions: new Map()
	};
	for (const area of scenario.areas) {
		const { areaId } = await services.dialogues.addArea(system(), dialogueId, {
			...area,
			securityHint: SECURITY_AREAS.has(area.code)
		});
		stage.areas.set(area.code, areaId);
	}
	await loadPeople(stage);
	await services.dialogues.setState(system(), dialogueId, 'open');
	return stage;
}

const staffName = (scenario: Scenario, id: string): string => scenario.staff.find((one) => one.id === id)?.name ?? '';
const isRole = (role: string): role is Role => ROLES.some((known) => known === role);

async function loadPeople(stage: Stage): Promise<void> {
	const { services, scenario, dialogueId } = stage;
	for (const organisation of [
		...scenario.organisations,
		{ id: REVIEWER.organisation, name: REVIEWER.organisation, organisationType: 'region', geo: [] }
	]) {
		await services.database
			.insertInto('organisation')
			.values({
				id: newId(),
				name: organisation.name,
				type: organisation.organisationType,
				municipality_codes: organisation.geo
			})
			.execute();
	}
	for (const member of scenario.staff) {
		// Roles that have no pages of their own yet get no account: it would open nothing.
		if (!isRole(member.role)) continue;
		const accountId = await services.identity.createAccount(system(), {
			email: member.email,
			name: member.name,
			organisationName: scenario.tenant.name,
			organisationType: 'region'
		});
		stage.accounts.set(member.id, accountId);
		const areaIds = member.areas?.flatMap((code) => stage.areas.get(code) ?? []) ?? null;
		await services.identity.grantRole(system(), { dialogueId, accountId, role: member.role, areaIds });
	}
	await loadReviewer(stage);
}

async function loadReviewer({ services, dialogueId }: Stage): Promise<void> {
	const organisation = await services.database
		.selectFrom('organisation')
		.select('id')
		.where('name', '=', REVIEWER.organisation)
		.executeTakeFirstOrThrow();
	const accountId = await services.identity.createAccount(system(), {
		email: REVIEWER.email,
		name: REVIEWER.name,
		organisationName: REVIEWER.organisation,
		organisationType: 'region'
	});
	await services.identity.grantRole(system(), {
		dialogueId,
		accountId,
		role: 'reviewer',
		organisationId: organisation.id
	});
}
