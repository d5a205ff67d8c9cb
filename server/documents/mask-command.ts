import { contentHash } from '#lib/document/hash.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { documentPlain } from '#lib/document/plain.ts';
import { createChecks } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { touchDialogue } from '#server/dialogues/commands.ts';
import { type DocumentsDeps, locked } from './deps.ts';
import { maskContent, misfits } from './mask.ts';
import { lockAnchors, markAnchors } from './masked-anchors.ts';
import { maskableVersion } from './queries.ts';
import type { MaskInput } from './types.ts';

type Base = NonNullable<Awaited<ReturnType<typeof maskableVersion>>>;

/**
 * Gives a published version a masked copy with a hash of its own, shown at the version's address from now on. The
 * original stays as it was (domain R-10).
 */
export async function maskVersion(deps: DocumentsDeps, by: By, versionId: string, input: MaskInput) {
	const known = await maskableVersion(deps.database, versionId);
	if (!known) throw new MedskickError('not_found');
	authorize(by.actor, 'version.mask', { dialogueId: known.dialogue_id });
	const { reason, title } = checkMask(input, known.title);
	const maskedBy = accountIdOf(by.actor);
	if (maskedBy === null) throw new MedskickError('forbidden');
	return transact(deps, by, async (change) => {
		await locked(change, known.dialogue_id, known.document_id);
		await lockAnchors(change.db, known.document_id, 'alone');
		const base = await maskableVersion(change.db, versionId);
		if (!base) throw new MedskickError('not_found');
		const content = maskedContent(base, input, title);
		const hash = contentHash(title, content);
		const maskId = newId();
		await change.db
			.insertInto('version_mask')
			.values({
				id: maskId,
				version_id: versionId,
				title,
				content: JSON.stringify(content),
				plain_text: documentPlain(content),
				content_hash: hash,
				reason,
				masked_at: deps.clock.now(),
				masked_by: maskedBy
			})
			.execute();
		await markAnchors(change.db, base.document_id);
		await maskLivingTitle(change, base, title);
		await touchDialogue(change.db, base.dialogue_id, deps.clock.now());
		await change.audit({
			action: 'version.mask',
			objectType: 'document_version',
			objectId: versionId,
			dialogueId: base.dialogue_id,
			before: base.content_hash,
			after: hash
		});
		return { maskId, contentHash: hash };
	});
}

function checkMask(input: MaskInput, title: string) {
	const checks = createChecks();
	const required = { sv: 'Skriv varför uppgiften tas bort.', en: 'Write why the information is removed.' };
	const row = {
		reason: checks.text('reason', input.reason, { max: 1000, required }),
		title: checks.text('title', input.title ?? title, {
			max: 300,
			required: { sv: 'Skriv en titel.', en: 'Write a title.' }
		})
	};
	checks.done();
	return row;
}

function maskedContent(base: Base, input: MaskInput, title: string): TextContent {
	if (input.baseHash !== undefined && input.baseHash !== base.content_hash)
		refuse(
			'conflict',
			'Någon annan har maskat versionen sedan du öppnade sidan. Läs den som den är nu.',
			'Someone else has masked the version since you opened the page. Read it as it is now.'
		);
	const ranges = input.ranges ?? [];
	if (misfits(base.content, ranges).length > 0)
		refuse(
			'bad_input',
			'Markera orden igen. De stämmer inte med texten.',
			'Mark the words again. They do not fit the text.'
		);
	const content = maskContent(input.content ?? base.content, ranges);
	if (contentHash(title, content) === base.content_hash)
		refuse('bad_input', 'Ange vilka ord som ska tas bort.', 'Say which words are to be removed.', 'words');
	return content;
}

/** The living title would otherwise go on showing what the version no longer does. */
async function maskLivingTitle(change: Change, base: Base, title: string): Promise<void> {
	if (base.document_title !== base.original_title && base.document_title !== base.title) return;
	await change.db.updateTable('document').set({ title }).where('id', '=', base.document_id).execute();
}
