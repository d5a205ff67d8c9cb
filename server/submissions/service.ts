import { MedskickError } from '#server/errors.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type { PointView } from '#lib/protocol/points.ts';
import type { PointKind, ReportReason } from '#lib/protocol/vocabulary.ts';
import type { SubmissionDeps } from './deps.ts';
import { mine } from './mine.ts';
import { agree, correct, report, withdraw } from './own.ts';
import type { SubmitInput } from './parse.ts';
import { resolvePlaces } from './places.ts';
import { selectPoints } from './queries.ts';
import { atPlace, onVersion, whereStands, type VersionInView } from './reading.ts';
import { record, type RecordInput } from './record.ts';
import { check, submit } from './submit.ts';
import { presentPoint } from './view.ts';

export type Submissions = ReturnType<typeof createSubmissions>;

/** Inputs: sending, reading, correcting. Moderation and assessment have services of their own. */
export const createSubmissions = (deps: SubmissionDeps) => ({
	/** `documentId`: the document in view; an input on a version of another one is refused. */
	submit: (by: By, input: SubmitInput, documentId?: string) => submit(deps, by, input, documentId),
	check: (by: By, input: SubmitInput, documentId?: string) => check(deps, by, input, documentId),
	record: (by: By, input: RecordInput) => record(deps, by, input),
	correct: (by: By, input: { pointId: string; text: string; kind: PointKind }) => correct(deps, by, input),
	withdraw: (by: By, input: { pointId: string }) => withdraw(deps, by, input),
	agree: (by: By, input: { pointId: string; agrees: boolean }) => agree(deps, by, input),
	report: (by: By, input: { pointId: string; reason: ReportReason; text: string }) => report(deps, by, input),
	mine: (actor: Actor) => mine(deps.database, actor),
	onVersion: (actor: Actor, version: VersionInView, options?: Parameters<typeof onVersion>[3]) =>
		onVersion(deps.database, actor, version, options),
	atPlace: (actor: Actor, version: VersionInView, options: Parameters<typeof atPlace>[3]) =>
		atPlace(deps.database, actor, version, options),
	whereStands: (actor: Actor, version: VersionInView, options: Parameters<typeof whereStands>[3]) =>
		whereStands(deps.database, actor, version, options),
	/** Finds every point's place in a version; the job of publishing it. */
	resolvePlaces: (versionId: string) => resolvePlaces(deps.database, versionId),
	/** One point as the actor may see it. Throws `not_found` where that is not at all. */
	async point(actor: Actor, pointId: string): Promise<PointView> {
		const row = await selectPoints(deps.database, actor, null).where('point.id', '=', pointId).executeTakeFirst();
		const view = row === undefined ? null : presentPoint(actor, row);
		if (view === null) throw new MedskickError('not_found');
		return view;
	}
});
