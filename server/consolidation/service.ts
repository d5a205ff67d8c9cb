import { leaves } from '#lib/document/outline.ts';
import type {
	AssessablePoint,
	AssessmentEntry,
	ConsolidatedFigures,
	ConsolidatedPoint,
	ConsolidationFilter,
	Progress
} from '#lib/protocol/consolidation.ts';
import { isId } from '#server/database/ids.ts';
import { pageOffset } from '#server/database/paging.ts';
import { type By, type CommandDeps, transact } from '#server/database/transaction.ts';
import { readableTexts } from '#server/documents/readable.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { assess, type AssessInput } from './assess.ts';
import { assessmentRows, consolidatedRows, countRows, countSubmissions, progressRow } from './rows.ts';
import { presentAssessable, presentAssessment, presentConsolidated, presentFigures } from './view.ts';

export type Consolidation = ReturnType<typeof createConsolidation>;

const PER_PAGE = 50;

export const NO_FILTER: ConsolidationFilter = {
	areas: [],
	kinds: [],
	organisationTypes: [],
	outcomes: [],
	consultations: [],
	documents: [],
	statuses: [],
	late: false,
	words: ''
};

/** The consolidated inputs of a dialogue: read by everybody who may see the dialogue, each of it what they may. */
export function createConsolidation(deps: CommandDeps) {
	const { database } = deps;
	const rowsOf = (actor: Actor, dialogueId: string, filter: ConsolidationFilter, page: number) =>
		consolidatedRows(database, actor, dialogueId, filter).limit(PER_PAGE).offset(pageOffset(page, PER_PAGE)).execute();
	return {
		points: async (actor: Actor, dialogueId: string, filter: ConsolidationFilter, page = 1) =>
			(await rowsOf(actor, dialogueId, filter, page)).flatMap((row) => presentConsolidated(actor, row) ?? []),
		async figures(actor: Actor, dialogueId: string, filter: ConsolidationFilter): Promise<ConsolidatedFigures> {
			const [rows, totals] = await Promise.all([
				countRows(database, actor, dialogueId, filter),
				countSubmissions(database, actor, dialogueId, filter)
			]);
			return presentFigures(rows, totals);
		},
		/** The words of the block that each point is about, by the point's id; as the actor may read them. */
		async surroundings(
			actor: Actor,
			dialogueId: string,
			points: readonly ConsolidatedPoint[]
		): Promise<Record<string, string>> {
			const placed = points.flatMap(({ point: { id, place } }) =>
				place?.versionId && place.blockId ? [{ id, versionId: place.versionId, blockId: place.blockId }] : []
			);
			const texts = await readableTexts(
				database,
				[...new Set(placed.map((one) => one.versionId))],
				can(actor, 'version.read_unmasked', { dialogueId })
			);
			const blocks = new Map([...texts].map(([id, content]) => [id, wordsByBlock(leaves(content))]));
			return Object.fromEntries(placed.map((one) => [one.id, blocks.get(one.versionId)?.get(one.blockId) ?? '']));
		},
		/** Everything the filter lets through and the actor may see; the taking out is itself an event (domain R-07). */
		async take(by: By, dialogueId: string, filter: ConsolidationFilter): Promise<ConsolidatedPoint[]> {
			const rows = await consolidatedRows(database, by.actor, dialogueId, filter).execute();
			const points = rows.flatMap((row) => presentConsolidated(by.actor, row) ?? []);
			await transact(deps, by, (change) =>
				change.audit({
					action: 'consolidation.export',
					objectType: 'dialogue',
					objectId: dialogueId,
					dialogueId,
					after: { points: points.length }
				})
			);
			return points;
		},
		/** For those who assess: what may be assessed by whom is said point by point. Errors: `forbidden`. */
		async assessable(
			actor: Actor,
			dialogueId: string,
			filter: ConsolidationFilter,
			page = 1
		): Promise<AssessablePoint[]> {
			authorize(actor, 'assessment.read_draft', { dialogueId });
			const rows = await rowsOf(actor, dialogueId, filter, page);
			return rows.flatMap((row) => presentAssessable(actor, row) ?? []);
		},
		/** One point for those who assess. Errors: `forbidden`, `not_found`. */
		async assessablePoint(actor: Actor, dialogueId: string, pointId: string): Promise<AssessablePoint> {
			authorize(actor, 'assessment.read_draft', { dialogueId });
			if (!isId(pointId)) throw new MedskickError('not_found');
			const row = await consolidatedRows(database, actor, dialogueId, NO_FILTER)
				.where('point.id', '=', pointId)
				.executeTakeFirst();
			const shown = row === undefined ? null : presentAssessable(actor, row);
			if (shown === null) throw new MedskickError('not_found');
			return shown;
		},
		/** Every position taken on a point, newest first. Errors: `forbidden`, `not_found`. */
		async history(actor: Actor, dialogueId: string, pointId: string): Promise<AssessmentEntry[]> {
			const { point } = await this.assessablePoint(actor, dialogueId, pointId);
			return (await assessmentRows(database, point.id)).map(presentAssessment);
		},
		progress: async (actor: Actor, dialogueId: string): Promise<Progress> => {
			authorize(actor, 'assessment.read_draft', { dialogueId });
			return progressRow(database, actor, dialogueId);
		},
		assess: (by: By, input: AssessInput) => assess(deps, by, input),
		perPage: PER_PAGE
	};
}

const wordsByBlock = (found: ReturnType<typeof leaves>): Map<string, string> =>
	new Map(found.map((leaf) => [leaf.blockId, leaf.plain]));
