import type { ConsolidatedFigures, ConsolidatedPoint, ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import type { By, CommandDeps } from '#server/database/transaction.ts';
import { transact } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { assess, type AssessInput } from './assess.ts';
import { consolidatedRows, countRows, countSubmissions } from './queries.ts';
import { presentConsolidated, presentFigures } from './view.ts';

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
	const present = async (actor: Actor, query: ReturnType<typeof consolidatedRows>): Promise<ConsolidatedPoint[]> =>
		(await query.execute()).flatMap((row) => presentConsolidated(actor, row) ?? []);
	return {
		points: (actor: Actor, dialogueId: string, filter: ConsolidationFilter, page = 1) =>
			present(
				actor,
				consolidatedRows(database, actor, dialogueId, filter)
					.limit(PER_PAGE)
					.offset((page - 1) * PER_PAGE)
			),
		async figures(actor: Actor, dialogueId: string, filter: ConsolidationFilter): Promise<ConsolidatedFigures> {
			const [rows, totals] = await Promise.all([
				countRows(database, actor, dialogueId, filter),
				countSubmissions(database, actor, dialogueId, filter)
			]);
			return presentFigures(rows, totals);
		},
		/** Everything the filter lets through and the actor may see; the taking out is itself an event (domain R-07). */
		async take(by: By, dialogueId: string, filter: ConsolidationFilter): Promise<ConsolidatedPoint[]> {
			const points = await present(by.actor, consolidatedRows(database, by.actor, dialogueId, filter));
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
		assess: (by: By, input: AssessInput) => assess(deps, by, input),
		perPage: PER_PAGE
	};
}
