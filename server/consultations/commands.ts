import { POINT_KINDS, type PointKind } from '#lib/protocol/vocabulary.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import { type Checks, checkSlug, createChecks } from '#server/checks.ts';
import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { INFLUENCE_LEVELS, type InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { consultationById } from './queries.ts';
import type { ConsultationInput, NewConsultation } from './types.ts';
import { consultationView } from './view.ts';
import { CONSULTATION_KINDS, FINAL_PROOF_KINDS, MODERATION_MODES, OPEN_TO } from './vocabulary.ts';

const CHOOSE = { sv: 'Välj ett alternativ.', en: 'Choose an option.' };

export async function createConsultation(deps: CommandDeps, by: By, dialogueId: string, input: NewConsultation) {
	authorize(by.actor, 'consultation.manage', { dialogueId });
	return transact(deps, by, (change) => addConsultation(deps, change, dialogueId, input));
}

/** As `createConsultation`, in the transaction of somebody who has been found to be allowed. */
export async function addConsultation(deps: CommandDeps, change: Change, dialogueId: string, input: NewConsultation) {
	const checks = createChecks();
	const row = consultationColumns(checks, input);
	const slug = checkSlug(checks, input.slug, input.title);
	checks.done();
	await existing(change, dialogueId);
	const id = newId();
	const added = await change.db
		.insertInto('consultation')
		.values({ ...row, id, slug, dialogue_id: dialogueId, created_at: deps.clock.now() })
		.onConflict((conflict) => conflict.columns(['dialogue_id', 'slug']).doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!added)
		refuse(
			'conflict',
			'Det finns redan ett samråd med det namnet.',
			'There is already a consultation of that name.',
			'title'
		);
	await setDocuments(change, dialogueId, id, input.documentIds);
	await tell(deps, change, dialogueId, id, 'consultation.create');
	return { consultationId: id, slug };
}

export async function updateConsultation(
	deps: CommandDeps,
	by: By,
	consultationId: string,
	input: ConsultationInput
): Promise<void> {
	const before = await consultationById(deps.database, consultationId);
	if (!before) throw new MedskickError('not_found');
	authorize(by.actor, 'consultation.manage', { dialogueId: before.dialogue_id });
	const checks = createChecks();
	const row = consultationColumns(checks, input);
	checks.done();
	await transact(deps, by, async (change) => {
		await existing(change, before.dialogue_id);
		await change.db.updateTable('consultation').set(row).where('id', '=', consultationId).execute();
		await removeDocuments(change, consultationId);
		await setDocuments(change, before.dialogue_id, consultationId, input.documentIds);
		await tell(deps, change, before.dialogue_id, consultationId, 'consultation.update', before.document_ids);
	});
}

function consultationColumns(checks: Checks, input: ConsultationInput) {
	const kind = checks.oneOf('kind', input.kind, CONSULTATION_KINDS, CHOOSE);
	checkWindow(checks, input);
	const required = { sv: 'Skriv samrådets namn.', en: 'Write the name of the consultation.' };
	return {
		kind,
		title: checks.text('title', input.title, { max: 200, required }),
		lead: checks.text('lead', input.lead, { max: 1000 }),
		scope_note: checks.text('scopeNote', input.scopeNote, { max: 2000 }),
		influence_level: influenceLevel(checks, input.influenceLevel ?? null),
		opens_at: input.opensAt,
		closes_at: input.closesAt,
		open_to: checks.oneOf('openTo', input.openTo ?? 'public', OPEN_TO, CHOOSE),
		moderation_mode: checks.oneOf('moderationMode', input.moderationMode, MODERATION_MODES, CHOOSE),
		allowed_point_kinds: pointKinds(checks, kind, input.allowedPointKinds),
		invited_count: wholeNumber(checks, 'invitedCount', input.invitedCount ?? 0, 0),
		reminder_after_minutes: wholeNumber(checks, 'reminderAfterMinutes', input.reminderAfterMinutes ?? 120, 1)
	};
}

const influenceLevel = (checks: Checks, level: InfluenceLevel | null): InfluenceLevel | null =>
	level === null ? null : checks.oneOf('influenceLevel', level, INFLUENCE_LEVELS, CHOOSE);

function checkWindow(checks: Checks, { opensAt, closesAt }: ConsultationInput): void {
	const unclear = { sv: 'Skriv datum och klockslag.', en: 'Write a date and a time.' };
	if (Number.isNaN(opensAt.getTime())) return checks.wrong('opensAt', unclear);
	if (Number.isNaN(closesAt.getTime())) return checks.wrong('closesAt', unclear);
	if (closesAt <= opensAt)
		checks.wrong('closesAt', {
			sv: 'Sista svarsdag måste vara efter att samrådet öppnar.',
			en: 'The deadline must come after the opening.'
		});
}

/** All kinds by default; a final proof asks for few (domain M-07). */
function pointKinds(checks: Checks, kind: string, given: readonly PointKind[] | undefined): PointKind[] {
	const kinds = given ?? (kind === 'final_proof' ? FINAL_PROOF_KINDS : POINT_KINDS);
	if (kinds.length === 0 || kinds.some((one) => !POINT_KINDS.includes(one)))
		checks.wrong('allowedPointKinds', {
			sv: 'Välj minst ett slag av synpunkter.',
			en: 'Choose at least one kind of comment.'
		});
	return POINT_KINDS.filter((one) => kinds.includes(one));
}

function wholeNumber(checks: Checks, field: string, value: number, least: number): number {
	if (Number.isInteger(value) && value >= least && value <= 1_000_000) return value;
	checks.wrong(field, { sv: `Skriv ett heltal från ${least}.`, en: `Write a whole number from ${least}.` });
	return least;
}

/** All but a meeting's notes: they are not among what one chooses from. */
async function removeDocuments(change: Change, consultationId: string): Promise<void> {
	await change.db
		.deleteFrom('consultation_document')
		.where('consultation_id', '=', consultationId)
		.where('document_id', 'not in', (eb) =>
			eb.selectFrom('living_text').select('living_text.id').where('living_text.kind', '=', 'notes')
		)
		.execute();
}

async function setDocuments(
	change: Change,
	dialogueId: string,
	consultationId: string,
	documentIds: readonly string[]
): Promise<void> {
	const ids = [...new Set(documentIds)];
	if (ids.length === 0) return;
	const known = ids.every(isId)
		? await change.db
				.selectFrom('document')
				.select('id')
				.where('dialogue_id', '=', dialogueId)
				.where('id', 'in', ids)
				.execute()
		: [];
	if (known.length < ids.length)
		refuse('bad_input', 'Välj bland dialogens dokument.', 'Choose among the documents of the dialogue.', 'documentIds');
	await change.db
		.insertInto('consultation_document')
		.values(ids.map((document_id) => ({ consultation_id: consultationId, document_id })))
		.execute();
}

/** The trail, the dialogue's date and the readers of every document that is, or was, part of it. */
async function tell(
	deps: CommandDeps,
	change: Change,
	dialogueId: string,
	consultationId: string,
	action: string,
	formerDocuments: readonly string[] = []
): Promise<void> {
	const row = await consultationById(change.db, consultationId);
	if (!row) throw new MedskickError('not_found');
	await touchDialogue(change.db, dialogueId, deps.clock.now());
	await change.audit({ action, objectType: 'consultation', objectId: consultationId, dialogueId, after: row });
	const { id, title, opensAt, closesAt, status } = consultationView(row, deps.clock.now());
	for (const documentId of new Set([...row.document_ids, ...formerDocuments])) {
		change.publish({
			room: roomName('document', documentId),
			audience: 'everyone',
			event: { kind: 'consultation_changed', consultationId, consultation: { id, title, opensAt, closesAt, status } }
		});
	}
}
