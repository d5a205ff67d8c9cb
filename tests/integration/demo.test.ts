import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_FILTER } from '#server/consolidation/service.ts';
import { loadDemo } from '#server/demo/load.ts';
import { readScenario, type Scenario } from '#server/demo/scenario.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';

/** Acceptance checks of the demo (domain §5.12), with the demo's own *now*. */
let test: TestApplication;
let scenario: Scenario;
let dialogueId: string;
let registrar: Actor;

beforeAll(async () => {
	test = await testApplication();
	scenario = await readScenario();
	const { app } = test;
	const stage = await loadDemo(app.demoServices, new Date(scenario.meta.demoNow));
	dialogueId = stage.dialogueId;
	registrar = {
		kind: 'person',
		accountId: stage.accounts.get('u-saga') ?? '',
		verified: true,
		isAdmin: false,
		name: 'Saga Lindvall',
		email: null,
		organisationId: null,
		organisationName: '',
		organisationType: 'region',
		roles: [{ dialogueId, role: 'registrar', areaIds: null, organisationId: null }]
	};
}, 60_000);
afterAll(() => test.close());

const counts = (values: readonly string[]): Record<string, number> => {
	const found: Record<string, number> = {};
	for (const value of values) found[value] = (found[value] ?? 0) + 1;
	return found;
};

describe('the demo holds what the domain says it holds', () => {
	it('twenty submissions with thirty-seven points, by outcome and by kind', async () => {
		const figures = await test.app.consolidation.figures(registrar, dialogueId, NO_FILTER);
		expect(figures.submissions).toBe(scenario.expected.submissions);
		expect(figures.points).toBe(scenario.expected.points);
		expect(figures.byOutcome).toEqual(scenario.expected.byOutcome);
		expect(figures.byKind).toEqual(scenario.expected.byPointKind);
	});

	it('counts fifty-six senders when the grouped submission is expanded, twenty when it is not', async () => {
		const figures = await test.app.consolidation.figures(registrar, dialogueId, NO_FILTER);
		expect(figures.senders).toBe(scenario.expected.sendersIncludingGrouped);
		expect(figures.submissions).toBe(20);
	});

	it('submissions by kind, area, channel and consultation', async () => {
		const rows = await test.app.database
			.selectFrom('submission')
			.leftJoin('priority_area', 'priority_area.id', 'submission.priority_area_id')
			.leftJoin('consultation', 'consultation.id', 'submission.consultation_id')
			.select(['submission.kind', 'submission.channel', 'priority_area.code', 'consultation.title'])
			.execute();
		const channel = { web: 'webb', email: 'e-post', meeting: 'möte', phone: 'telefon' } as Record<string, string>;
		const consultation = Object.fromEntries(scenario.consultations.map((one) => [one.title, one.id]));
		expect(counts(rows.map((row) => row.kind))).toEqual(scenario.expected.bySubmissionKind);
		expect(counts(rows.map((row) => row.code ?? 'övergripande'))).toEqual(scenario.expected.byArea);
		expect(counts(rows.map((row) => channel[row.channel] ?? row.channel))).toEqual(scenario.expected.byChannel);
		expect(counts(rows.map((row) => consultation[row.title ?? ''] ?? 'inget'))).toEqual(
			scenario.expected.byConsultation
		);
	});

	it('one protected, one masked, eighteen that the public may read', async () => {
		const { database } = test.app;
		const rows = await database.selectFrom('submission').select(['id', 'protected_identity', 'publication']).execute();
		expect(rows.filter((row) => row.protected_identity)).toHaveLength(Number(scenario.expected.protected));
		expect(rows.filter((row) => row.publication === 'masked')).toHaveLength(Number(scenario.expected.masked));
		const open = await test.app.consolidation.figures(VISITOR, dialogueId, NO_FILTER);
		expect(open.submissions).toBe(scenario.expected.publishable);
	});
});

describe('check 1: the consolidated view', () => {
	it('shows every point exactly once', async () => {
		const pages = await Promise.all(
			[1, 2].map((page) => test.app.consolidation.points(registrar, dialogueId, NO_FILTER, page))
		);
		const ids = pages.flat().map((row) => row.point.id);
		expect(ids).toHaveLength(37);
		expect(new Set(ids).size).toBe(37);
	});

	it('gives a reason for every point that is not accepted', async () => {
		const refused = await test.app.consolidation.points(registrar, dialogueId, {
			...NO_FILTER,
			outcomes: ['not_accepted']
		});
		expect(refused).toHaveLength(3);
		for (const row of refused) expect(row.point.assessment?.text).not.toBe('');
	});
});

describe('check 2: what the public is never sent', () => {
	it('names of private persons and representatives, the messages kept from the web, the attachment, the health passage', async () => {
		const points = await test.app.consolidation.points(VISITOR, dialogueId, NO_FILTER);
		const sent = JSON.stringify(points);
		const secrets = [
			...scenario.submissions.flatMap((one) =>
				one.person && one.organisationId ? [one.person.split(',')[0] ?? ''] : []
			),
			'vårdcentralen',
			'småskalig odling',
			'natkarta',
			'muskelsjukdom',
			'rullstol'
		].filter((name) => name !== 'Presidiet' && name !== 'Sijtens styrelse');
		for (const secret of secrets) expect(sent).not.toContain(secret);
		expect(sent).toContain('[uppgift borttagen av regionen] Skriv att minst en led per kommun');
	});

	it('not even when somebody searches for it', async () => {
		for (const words of ['muskelsjukdom', 'vårdcentralen', 'odling']) {
			expect(await test.app.consolidation.points(VISITOR, dialogueId, { ...NO_FILTER, words })).toEqual([]);
		}
		const found = await test.app.consolidation.points(registrar, dialogueId, { ...NO_FILTER, words: 'muskelsjukdom' });
		expect(found).toHaveLength(1);
	});
});

describe('check 4: the last second counts', () => {
	it('23.58.30 is on time, three days later is late', async () => {
		const rows = await test.app.database.selectFrom('submission').select(['record_number', 'is_late']).execute();
		const late = rows.filter((row) => row.is_late).map((row) => row.record_number);
		expect(late).toEqual(['RUN 2026/418-25']);
		expect(scenario.expected.late).toBe(1);
	});
});

describe('check 7: the Finnish point', () => {
	it('is marked as Finnish, and answered in Finnish with the Swedish in parentheses', async () => {
		const [row] = await test.app.consolidation.points(VISITOR, dialogueId, {
			...NO_FILTER,
			organisationTypes: ['minority_organisation']
		});
		expect(row?.point.language).toBe('fi');
		expect(row?.point.assessment?.language).toBe('fi');
		expect(row?.point.assessment?.text).toMatch(/^Kiitos palautteesta\..*\(Tack\. .*\)$/);
	});
});

describe('search', () => {
	it('finds å by a and ö by o', async () => {
		const found = await test.app.consolidation.points(VISITOR, dialogueId, { ...NO_FILTER, words: 'fabodbruket' });
		expect(found.map((row) => row.point.text)).toEqual(['Fäbodbruket behöver stå som både kulturarv och näring.']);
	});
});
