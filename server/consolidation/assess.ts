import * as v from 'valibot';
import { OUTCOMES, type Outcome } from '#lib/protocol/vocabulary.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { type Issue, MedskickError } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { announcePoints } from '#server/submissions/news.ts';
import { lockPoint } from '#server/submissions/own.ts';

const text = (max: number) => v.pipe(v.string(), v.normalize('NFC'), v.trim(), v.maxLength(max));

export const AssessSchema = v.strictObject({
	pointIds: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(500)),
	outcome: v.picklist(OUTCOMES),
	text: v.optional(text(5_000), ''),
	target: v.optional(text(300), ''),
	changeReference: v.optional(text(300), ''),
	changeVersionId: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
	changeBlockId: v.optional(v.nullable(text(64)), null),
	language: v.optional(text(12), 'sv'),
	/** A draft is seen by staff only; published, it is the region's position. */
	publish: v.boolean()
});
export type AssessInput = v.InferInput<typeof AssessSchema>;
type Parsed = v.InferOutput<typeof AssessSchema>;

const NEEDS_TEXT = new Set<Outcome>(['partially_accepted', 'not_accepted', 'out_of_scope', 'answered']);
const NEEDS_CHANGE = new Set<Outcome>(['accepted', 'partially_accepted', 'already_covered']);

/** What an outcome requires (domain §2.9, M-06), as what is missing. */
export function missing(
	input: Pick<Parsed, 'outcome' | 'text' | 'target' | 'changeReference' | 'changeVersionId'>
): Issue[] {
	const issues: Issue[] = [];
	if (NEEDS_TEXT.has(input.outcome) && input.text === '') {
		issues.push({
			field: 'text',
			sv: 'Skriv varför, eller svaret på frågan. Den som skickade in läser det.',
			en: 'Write why, or the answer to the question. Whoever sent the comment reads it.'
		});
	}
	if (NEEDS_CHANGE.has(input.outcome) && input.changeReference === '' && input.changeVersionId === null) {
		issues.push({
			field: 'changeReference',
			sv: 'Ange avsnitt och version där ändringen syns, till exempel JSV-5, version 0.9.',
			en: 'Name the section and version where the change shows, for example JSV-5, version 0.9.'
		});
	}
	if (input.outcome === 'carried_forward' && input.target === '') {
		issues.push({
			field: 'target',
			sv: 'Ange vart frågan tas vidare: en omgång, insats, utlysning eller annan process.',
			en: 'Name where the question is taken: a round, action, call or other process.'
		});
	}
	return issues;
}

function parse(input: AssessInput): Parsed {
	const result = v.safeParse(AssessSchema, input);
	if (!result.success) {
		throw new MedskickError('bad_input', [
			{
				field: 'outcome',
				sv: 'Välj synpunkter och ett ställningstagande. Texten får ha högst 5 000 tecken.',
				en: 'Choose comments and a position. The text may hold at most 5,000 characters.'
			}
		]);
	}
	const issues = missing(result.output);
	if (issues.length > 0) throw new MedskickError('bad_input', issues);
	return result.output;
}

/**
 * The region's position on one point or on many at once: all or none. Earlier assessments stay on record. Errors:
 * `bad_input` (what the outcome requires is missing), `forbidden` (an area that the officer does not treat), `not_found`.
 */
export async function assess(deps: CommandDeps, by: By, input: AssessInput): Promise<void> {
	const parsed = parse(input);
	await transact(deps, by, async (change) => {
		if (parsed.changeVersionId !== null) await checkVersion(change, parsed.changeVersionId);
		for (const pointId of [...new Set(parsed.pointIds)].sort()) await assessOne(deps, change, by, pointId, parsed);
		if (parsed.publish) await announcePoints(change, parsed.pointIds, 'changed');
	});
}

async function checkVersion(change: Change, versionId: string): Promise<void> {
	const version = await change.db
		.selectFrom('document_version')
		.select('id')
		.where('id', '=', versionId)
		.executeTakeFirst();
	if (version === undefined) throw new MedskickError('not_found');
}

async function assessOne(deps: CommandDeps, change: Change, by: By, pointId: string, input: Parsed): Promise<void> {
	const { row, thing } = await lockPoint(change, by, pointId);
	authorize(by.actor, 'point.assess', thing);
	if (input.publish) authorize(by.actor, 'point.publish_assessment', thing);
	const state = input.publish ? 'published' : 'draft';
	// Publishing settles the draft too: what was prepared is what is now said.
	await change.db
		.updateTable('assessment')
		.set({ is_current: false })
		.where('point_id', '=', row.id)
		.where('is_current', '=', true)
		.where('state', 'in', input.publish ? ['draft', 'published'] : ['draft'])
		.execute();
	await change.db
		.insertInto('assessment')
		.values({
			id: newId(),
			point_id: row.id,
			outcome: input.outcome,
			text: input.text,
			target: input.target,
			change_reference: input.changeReference,
			change_version_id: input.changeVersionId,
			change_block_id: input.changeBlockId,
			state,
			language: input.language,
			assessed_at: deps.clock.now(),
			assessed_by: accountIdOf(by.actor)
		})
		.execute();
	await change.audit({
		action: input.publish ? 'point.publish_assessment' : 'point.assess',
		objectType: 'point',
		objectId: row.id,
		dialogueId: row.dialogue_id,
		after: { outcome: input.outcome, text: input.text }
	});
}
