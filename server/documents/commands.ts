import { createHash } from 'node:crypto';
import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { checkSlug, createChecks } from '#server/checks.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { dialogueOf, type DocumentsDeps, locked } from './deps.ts';
import { contentOf, isEmpty, updateOf } from './living.ts';
import type { Stage } from './vocabulary.ts';
import type { DocumentInput, ImageInput, ImportedText, NewDocument } from './types.ts';

/** A document and its living text, empty, under the same id. */
export async function createDocument(deps: DocumentsDeps, by: By, dialogueId: string, input: NewDocument) {
	authorize(by.actor, 'document.create', { dialogueId });
	const row = checkDocument(input);
	const checks = createChecks();
	const slug = checkSlug(checks, input.slug, row.title);
	checks.done();
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		await areaOf(change, dialogueId, row.priority_area_id);
		return addDocument(deps, change, by, { ...row, slug, dialogue_id: dialogueId, kind: 'text' });
	});
}

export type DocumentRow = {
	dialogue_id: string;
	slug: string;
	title: string;
	ordinal: number;
	priority_area_id: string | null;
	kind: 'text' | 'notes';
	stage?: Stage;
};

/** As `createDocument`, in the transaction of somebody who has been found to be allowed. */
export async function addDocument(deps: Pick<DocumentsDeps, 'clock'>, change: Change, by: By, input: DocumentRow) {
	const { kind, ...row } = input;
	const id = newId();
	await change.db.insertInto('living_text').values({ id, kind, epoch: newId() }).execute();
	const added = await change.db
		.insertInto('document')
		.values({ ...row, id, created_at: deps.clock.now(), created_by: accountIdOf(by.actor) })
		.onConflict((conflict) => conflict.columns(['dialogue_id', 'slug']).doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!added)
		refuse(
			'conflict',
			'Det finns redan ett dokument med det namnet.',
			'There is already a document of that name.',
			'title'
		);
	await change.audit({
		action: 'document.create',
		objectType: 'document',
		objectId: id,
		dialogueId: row.dialogue_id,
		after: row
	});
	return { documentId: id, slug: row.slug };
}

/** The title of the living text. Published versions keep the title they had. */
export async function updateDocument(
	deps: DocumentsDeps,
	by: By,
	documentId: string,
	input: DocumentInput
): Promise<void> {
	const dialogueId = await dialogueOf(deps.database, documentId);
	authorize(by.actor, 'document.create', { dialogueId });
	const row = checkDocument(input);
	await transact(deps, by, async (change) => {
		const { document: before } = await locked(change, dialogueId, documentId);
		await areaOf(change, dialogueId, row.priority_area_id);
		await change.db.updateTable('document').set(row).where('id', '=', documentId).execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({
			action: 'document.update',
			objectType: 'document',
			objectId: documentId,
			dialogueId,
			before,
			after: row
		});
	});
}

function checkDocument(input: DocumentInput) {
	const checks = createChecks();
	const required = { sv: 'Skriv dokumentets titel.', en: 'Write the title of the document.' };
	const title = checks.text('title', input.title, { max: 200, required }).replace(/\s+/g, ' ');
	const ordinal = input.ordinal ?? 0;
	if (!Number.isInteger(ordinal) || Math.abs(ordinal) > 10_000)
		checks.wrong('ordinal', { sv: 'Skriv ordningen som ett heltal.', en: 'Write the order as a whole number.' });
	checks.done();
	return { title, ordinal, priority_area_id: input.areaId || null };
}

async function areaOf(change: Change, dialogueId: string, areaId: string | null): Promise<void> {
	if (areaId === null) return;
	const area = isId(areaId)
		? await change.db
				.selectFrom('priority_area')
				.select('id')
				.where('id', '=', areaId)
				.where('dialogue_id', '=', dialogueId)
				.executeTakeFirst()
		: undefined;
	if (!area)
		refuse('bad_input', 'Välj ett av dialogens områden.', 'Choose one of the areas of the dialogue.', 'areaId');
}

/**
 * Puts an imported text in the place of the living one, under a new epoch. Words that are already there are replaced
 * only when that was confirmed, and never while others read along: what was shown must have been frozen first.
 */
export async function importInto(
	deps: DocumentsDeps,
	by: By,
	documentId: string,
	imported: ImportedText,
	options: { fileName: string; replace: boolean }
) {
	const dialogueId = await dialogueOf(deps.database, documentId);
	authorize(by.actor, 'text.import', { dialogueId });
	if (isEmpty(imported.content))
		refuse('bad_input', 'Det finns ingen text att läsa in.', 'There is no text to import.', 'file');
	const result = await transact(deps, by, async (change) => {
		await locked(change, dialogueId, documentId);
		await mayReplace(deps, change, documentId, options.replace);
		for (const image of imported.images) await insertImage(deps, by, change, documentId, image);
		const seeded = await deps.seedText(change.db, documentId, updateOf(imported.content), accountIdOf(by.actor));
		const importReportId = newId();
		await change.db
			.insertInto('import_report')
			.values({
				id: importReportId,
				document_id: documentId,
				file_name: options.fileName.toWellFormed().slice(0, 255),
				report: JSON.stringify(imported.report),
				created_at: deps.clock.now(),
				created_by: accountIdOf(by.actor)
			})
			.execute();
		await change.audit({
			action: 'text.import',
			objectType: 'document',
			objectId: documentId,
			dialogueId,
			after: imported.content
		});
		return { importReportId, epoch: seeded.epoch };
	});
	deps.onAccessChanged({ textId: documentId });
	return result;
}

async function mayReplace(deps: DocumentsDeps, change: Change, documentId: string, confirmed: boolean): Promise<void> {
	const text = await change.db
		.selectFrom('living_text')
		.select('shared_since')
		.where('id', '=', documentId)
		.executeTakeFirstOrThrow();
	if (text.shared_since !== null)
		refuse(
			'rule_broken',
			'Sluta dela texten först. Läs sedan in den nya.',
			'Stop sharing the text first. Then import the new one.'
		);
	const { state } = await deps.readText(documentId, change.db);
	if (!confirmed && !isEmpty(contentOf(state)))
		refuse(
			'rule_broken',
			'Det finns redan en text här. Bekräfta att den ska ersättas. Publicerade versioner finns kvar.',
			'There is already a text here. Confirm that it is to be replaced. Published versions remain.',
			'replace'
		);
}

export async function addImage(deps: DocumentsDeps, by: By, documentId: string, image: ImageInput): Promise<void> {
	const dialogueId = await dialogueOf(deps.database, documentId);
	authorize(by.actor, 'text.write', { dialogueId });
	await transact(deps, by, async (change) => {
		await insertImage(deps, by, change, documentId, image);
		await change.audit({ action: 'image.add', objectType: 'image', objectId: image.id, dialogueId });
	});
}

async function insertImage(
	deps: DocumentsDeps,
	by: By,
	change: Change,
	documentId: string,
	image: ImageInput
): Promise<void> {
	if (!isId(image.id)) throw new MedskickError('bad_input');
	const bytes = Buffer.from(image.bytes);
	await change.db
		.insertInto('image')
		.values({
			id: image.id,
			document_id: documentId,
			mime: image.mime,
			width: image.width,
			height: image.height,
			bytes,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			uploaded_by: accountIdOf(by.actor),
			created_at: deps.clock.now()
		})
		.execute();
}
