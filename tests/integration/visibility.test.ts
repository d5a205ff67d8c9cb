import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import { NO_FILTER } from '#server/consolidation/service.ts';
import { type Actor, type Role, VISITOR } from '#server/permissions/actor.ts';
import { judged, selectPoints } from '#server/submissions/queries.ts';
import { presentPoint } from '#server/submissions/view.ts';
import {
	isPublic,
	type PointFacts,
	sightOf,
	whereOriginal,
	wherePublic,
	whereVisible
} from '#server/submissions/visibility.ts';
import { POINT_STATUSES, PUBLICATIONS } from '#lib/protocol/vocabulary.ts';
import { storedContent } from '#lib/document/schema.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { makeDialogue, makeDocument, makeGuest, makePerson, type MadeDialogue } from '../support/factories.ts';

// One database that holds a point of every combination of what visibility depends on, and every way of reading it:
// what SQL lets through, what the view shows and what is counted must be what `sightOf` says (invariant 2, K-02, R-09).

type Combination = PointFacts & { id: string; masked: boolean };
type Place = MadeDialogue & { state: string; documentId: string; versionId: string };

const STATES = ['planning', 'open', 'closed'] as const;
const YES_NO = [true, false] as const;
const BATCH = 500;

let test: TestApplication;
let places: Place[];
let all: Combination[];
let viewers: [name: string, viewer: Actor][];

beforeAll(async () => {
	test = await testApplication();
	places = [];
	for (const state of STATES) places.push(await place(state));
	const [author, other] = [await makeGuest(test.app), await makeGuest(test.app)];
	all = places.flatMap((at) => combinations(at, [author.accountId, other.accountId, null]));
	await insertAll();
	const staff: [string, Actor][] = [];
	for (const role of ['host', 'case_officer', 'process_lead', 'communicator', 'registrar', 'reviewer'] as Role[])
		for (const at of places)
			staff.push([`${role} of the ${at.state} dialogue`, await makePerson(test.app, { role, dialogue: at })]);
	const unconfirmed = await makePerson(test.app, { role: 'registrar', dialogue: places[1] });
	viewers = [
		['visitor', VISITOR],
		['author', author],
		['another guest', await makeGuest(test.app)],
		['participant', await makePerson(test.app)],
		['administrator', await makePerson(test.app, { admin: true })],
		['registrar without a confirmed address', { ...unconfirmed, verified: false }],
		['the system', { kind: 'system' }],
		...staff
	];
});
afterAll(() => test.close());

async function place(state: (typeof STATES)[number]): Promise<Place> {
	const dialogue = await makeDialogue(test.app, { state: state === 'planning' ? 'planning' : 'open' });
	const { documentId, versionId } = await makeDocument(test.app, dialogue);
	await test.app.database.updateTable('dialogue').set({ state }).where('id', '=', dialogue.dialogueId).execute();
	return { ...dialogue, state, documentId, versionId };
}

const combinations = (at: Place, authors: (string | null)[]): Combination[] =>
	POINT_STATUSES.flatMap((status) =>
		YES_NO.flatMap((security_review) =>
			PUBLICATIONS.flatMap((publication) =>
				YES_NO.flatMap((protected_identity) =>
					YES_NO.flatMap((masked) =>
						authors.map((account_id) => ({
							id: newId(),
							dialogue_id: at.dialogueId,
							dialogue_state: at.state,
							...{ account_id, status, security_review, publication, protected_identity, masked },
							mask_id: masked ? newId() : null
						}))
					)
				)
			)
		)
	).filter(({ status, security_review }) => status !== 'published' || !security_review);

const original = (id: string): string => `original ${id}`;
const masked = (id: string): string => `masked ${id}`;

/** Straight into the tables: commands would refuse to make many of these. */
async function insertAll(): Promise<void> {
	const at = test.clock.now();
	const placeOf = new Map(places.map((one) => [one.dialogueId, one]));
	for (let from = 0; from < all.length; from += BATCH) {
		const some = all.slice(from, from + BATCH).map((one) => ({ ...one, place: placeOf.get(one.dialogue_id) }));
		await test.app.database.transaction().execute(async (db) => {
			await db
				.insertInto('submission')
				.values(
					some.map((one) => ({
						id: one.id,
						dialogue_id: one.dialogue_id,
						priority_area_id: one.place?.areaId ?? null,
						reference: one.id,
						kind: 'comment',
						channel: 'web',
						received_at: at,
						is_late: false,
						account_id: one.account_id,
						sender_organisation_type: one.protected_identity ? 'museum' : 'private_person',
						protected_identity: one.protected_identity,
						publication: one.publication,
						content_hash: one.id
					}))
				)
				.execute();
			await db
				.insertInto('point')
				.values(
					some.map(({ id, dialogue_id, status, security_review, mask_id, ...one }) => ({
						...{ id, dialogue_id, status, security_review, mask_id },
						submission_id: id,
						ordinal: 1,
						document_id: one.place?.documentId ?? null,
						kind: 'change',
						created_at: at,
						changed_at: at,
						published_at: at
					}))
				)
				.execute();
			await db
				.insertInto('point_revision')
				.values(some.map(({ id }) => ({ point_id: id, number: 1, kind: 'change', text: original(id), written_at: at })))
				.execute();
			await db
				.insertInto('point_mask')
				.values(
					some.flatMap(({ id, mask_id }) =>
						mask_id === null
							? []
							: {
									id: mask_id,
									point_id: id,
									revision: 1,
									public_text: masked(id),
									reason: 'G',
									masked_at: at,
									approved_at: at
								}
					)
				)
				.execute();
			await db
				.insertInto('point_anchor')
				.values(some.map((one) => ({ point_id: one.id, version_id: one.place?.versionId ?? '', scope: 'whole' })))
				.execute();
		});
	}
}

const seenBy = (viewer: Actor, from: readonly Combination[] = all): string[] =>
	from.filter((one) => sightOf(viewer, one) !== 'none').map((one) => one.id);
const inDialogue = (at: Place): Combination[] => all.filter((one) => one.dialogue_id === at.dialogueId);
const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
const each = async (check: (name: string, viewer: Actor) => Promise<void>): Promise<void> => {
	for (const [name, viewer] of viewers) await check(name, viewer);
};

describe('every combination of a point’s states', () => {
	it('is there', () => {
		expect(all).toHaveLength(3 * (POINT_STATUSES.length * 2 - 1) * PUBLICATIONS.length * 2 * 2 * 3);
		expect(all.filter(isPublic).length).toBeGreaterThan(0);
	});

	it('is public in SQL exactly where it is public in the rule', async () => {
		const rows = await judged(test.app.database).where(wherePublic()).select('point.id').execute();
		expect(sorted(rows.map((row) => row.id))).toEqual(sorted(all.filter(isPublic).map((one) => one.id)));
	});

	it('is let through by SQL exactly for those whose sight of it is not none', () =>
		each(async (name, viewer) => {
			const rows = await judged(test.app.database).where(whereVisible(viewer)).select('point.id').execute();
			expect(sorted(rows.map((row) => row.id)), name).toEqual(sorted(seenBy(viewer)));
		}));

	it('counts as read in the original exactly for staff, registrar and author', () =>
		each(async (name, viewer) => {
			const rows = await judged(test.app.database).where(whereOriginal(viewer)).select('point.id').execute();
			const expected = all.filter((one) => !['public', 'none'].includes(sightOf(viewer, one)));
			expect(sorted(rows.map((row) => row.id)), name).toEqual(sorted(expected.map((one) => one.id)));
		}));

	it('is shown with the masked words to whoever may not read the original', () =>
		each(async (name, viewer) => {
			const rows = await selectPoints(test.app.database, viewer, null).execute();
			const shown = new Map(rows.map((row) => [row.id, presentPoint(viewer, row)]));
			for (const one of all) {
				const sight = sightOf(viewer, one);
				const expected = sight === 'public' && one.masked ? masked(one.id) : original(one.id);
				expect(shown.get(one.id)?.text, `${name}: ${JSON.stringify(one)}`).toBe(
					sight === 'none' ? undefined : expected
				);
			}
		}));
});

describe('figures and lists tell of no more than the viewer may see', () => {
	it('on the reading page', () =>
		each(async (name, viewer) => {
			for (const at of places) {
				const row = await test.app.database
					.selectFrom('document_version')
					.select('content')
					.where('id', '=', at.versionId)
					.executeTakeFirstOrThrow();
				const page = await test.app.submissions.onVersion(viewer, { ...at, content: storedContent(row.content) });
				const expected = seenBy(viewer, inDialogue(at)).length;
				expect([page.total, page.places.whole?.count ?? 0], `${name}, ${at.state}`).toEqual([expected, expected]);
			}
		}));

	it('in the consolidated inputs, their pages and their search', () =>
		each(async (name, viewer) => {
			for (const at of places) {
				const { consolidation } = test.app;
				const seen = seenBy(viewer, inDialogue(at));
				const figures = await consolidation.figures(viewer, at.dialogueId, NO_FILTER);
				expect([figures.points, figures.submissions], `${name}, ${at.state}`).toEqual([seen.length, seen.length]);
				const page = await consolidation.points(viewer, at.dialogueId, NO_FILTER);
				expect(
					page.map(({ point }) => point.id).every((id) => seen.includes(id)),
					name
				).toBe(true);
				const words = { ...NO_FILTER, words: 'original' };
				const found = await consolidation.figures(viewer, at.dialogueId, words);
				const readable = inDialogue(at).filter((one) => {
					const sight = sightOf(viewer, one);
					return sight !== 'none' && !(sight === 'public' && one.masked);
				});
				expect(found.points, `${name} searching in ${at.state}`).toBe(readable.length);
			}
		}));

	it('of kinds of organisation: what a protected sender is, the registrar alone can count and filter (K-02)', () =>
		each(async (name, viewer) => {
			for (const at of places) {
				const { consolidation } = test.app;
				const registrar = viewer.kind === 'system' || name === `registrar of the ${at.state} dialogue`;
				const { byOrganisationType } = await consolidation.figures(viewer, at.dialogueId, NO_FILTER);
				expect((byOrganisationType.museum ?? 0) > 0, `${name}, ${at.state}`).toBe(registrar);
				const only = { ...NO_FILTER, organisationTypes: ['museum'] };
				const { points } = await consolidation.figures(viewer, at.dialogueId, only);
				expect(points > 0, `${name} filtering in ${at.state}`).toBe(registrar);
			}
		}));

	it('on the dialogue’s page, where only what everybody may read is counted', async () => {
		for (const at of places) {
			const counts = await test.app.documents.pointCounts(at.dialogueId);
			expect(counts[at.documentId] ?? 0, at.state).toBe(inDialogue(at).filter(isPublic).length);
		}
	});

	it('on one’s own page, where what one has sent is, whatever became of it', async () => {
		for (const [name, viewer] of viewers.filter(([name]) => name === 'author' || name === 'another guest')) {
			const own = all.filter((one) => viewer.kind === 'person' && one.account_id === viewer.accountId);
			const sent = await test.app.submissions.mine(viewer);
			expect(sorted(sent.flatMap(({ points }) => points.map(({ id }) => id))), name).toEqual(
				sorted(own.map((one) => one.id))
			);
		}
	});
});
