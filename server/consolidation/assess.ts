import * as v from 'valibot';
import { requires } from '#lib/protocol/assessing.ts';
import { OUTCOMES } from '#lib/protocol/vocabulary.ts';
import { hasControls } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { type Issue, MedskickError } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { announcePoints } from '#server/submissions/news.ts';
import { lockPoint } from '#server/submissions/own.ts';

const text = (max: number) =>
	v.pipe(
		v.string(),
		v.transform((value) => value.normalize('NFC').toWellFormed().replaceAll('\r\n', '\n').trim()),
		v.maxLength(max),
		v.check((value) => !hasControls(value))
	);

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

/** What an outcome requires (domain §2.9, M-06), as what is missing. */
export function missing(
	input: Pick<Parsed, 'outcome' | 'text' | 'target' | 'changeReference' | 'changeVersionId'>
): Issue[] {
	const issues: Issue[] = [];
	if (requires(input.outcome, 'text') && input.text === '') {
		issues.push({
			field: 'text',
			sv: 'Skriv varför, eller svaret på frågan. Den som skickade in läser det.',
			en: 'Write why, or the answer to the question. Whoever sent the comment reads it.'
		});
	}
	if (requires(input.outcome, 'change') && input.changeReference === '' && input.changeVersionId === null) {
		issues.push({
			field: 'changeReference',
			sv: 'Ange avsnitt och version där ändringen syns, till exempel JSV-5, version 0.9.',
			en: 'Name the section and version where the change shows, for example JSV-5, version 0.9.'
		});
	}
	if (requires(input.outcome, 'target') && input.target === '') {
		issues.push({
			field: 'target',
			sv: 'Ange vart frågan tas vidare: en omgång, insats, utlysning eller annan process.',
			en: 'Name where the question is taken: a round, action, call or other process.'
		});
	}
	return issues;
}

const BAD: Record<string, Issue> = {
	pointIds: {
		field: 'pointIds',
		sv: 'Välj minst en synpunkt och högst 500.',
		en: 'Choose at least one comment and at most 500.'
	},
	outcome: { field: 'outcome', sv: 'Välj ett ställningstagande.', en: 'Choose a position.' },
	text: {
		field: 'text',
		sv: 'Korta texten till högst 5 000 tecken, utan tecken som inte går att visa.',
		en: 'Shorten the text to at most 5,000 characters, without characters that cannot be shown.'
	},
	target: {
		field: 'target',
		sv: 'Skriv vart frågan tas vidare med högst 300 tecken.',
		en: 'Write where the question is taken with at most 300 characters.'
	},
	changeReference: {
		field: 'changeReference',
		sv: 'Skriv avsnitt och version med högst 300 tecken.',
		en: 'Write section and version with at most 300 characters.'
	}
};
const BAD_PLACE: Issue = {
	field: 'changePlace',
	sv: 'Välj en publicerad version ur listan.',
	en: 'Choose a published version from the list.'
};

function parse(input: AssessInput): Parsed {
	const result = v.safeParse(AssessSchema, input);
	if (!result.success) {
		const fields = new Set(result.issues.map((issue) => String(issue.path?.[0]?.key ?? '')));
		throw new MedskickError('bad_input', [...new Set([...fields].map((field) => BAD[field] ?? BAD_PLACE))]);
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
		const changedIn = parsed.changeVersionId === null ? null : await dialogueOf(change, parsed.changeVersionId);
		for (const pointId of [...new Set(parsed.pointIds)].sort())
			await assessOne(deps, change, by, pointId, parsed, changedIn);
		if (parsed.publish) await announcePoints(change, parsed.pointIds, 'changed');
	});
}

/** Whose version it is. Texts that were frozen for sharing only have no number and no address to link to. */
async function dialogueOf(change: Change, versionId: string): Promise<string> {
	const version = await change.db
		.selectFrom('document_version')
		.innerJoin('document', 'document.id', 'document_version.document_id')
		.select('document.dialogue_id')
		.where('document_version.id', '=', versionId)
		.where('document_version.kind', '=', 'published')
		.executeTakeFirst();
	if (version === undefined) throw new MedskickError('bad_input', [BAD_PLACE]);
	return version.dialogue_id;
}

async function assessOne(
	deps: CommandDeps,
	change: Change,
	by: By,
	pointId: string,
	input: Parsed,
	changedIn: string | null
): Promise<void> {
	const { row, thing } = await lockPoint(change, by, pointId);
	authorize(by.actor, 'point.assess', thing);
	if (input.publish) authorize(by.actor, 'point.publish_assessment', thing);
	if (changedIn !== null && changedIn !== row.dialogue_id) throw new MedskickError('bad_input', [BAD_PLACE]);
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
