import type { Change, CommandDeps } from '#server/database/transaction.ts';
import { existing } from '#server/dialogues/commands.ts';
import { MedskickError } from '#server/errors.ts';
import type { Database } from '#server/database/database.ts';
import { documentById, lockDocument } from './queries.ts';
import type { AccessChanged, ReadText, SeedText } from './types.ts';

export type DocumentsDeps = CommandDeps & { readText: ReadText; seedText: SeedText; onAccessChanged: AccessChanged };

/**
 * Which dialogue a document belongs to never changes, so it may be read before anything is locked. A meeting's notes
 * have commands of their own, and are not found by those of documents.
 */
export async function dialogueOf(database: Database, documentId: string): Promise<string> {
	const document = await documentById(database, documentId);
	if (!document || document.text_kind === 'notes') throw new MedskickError('not_found');
	return document.dialogue_id;
}

/** The document and its dialogue, locked in that order everywhere: dialogue first. */
export async function locked(change: Change, dialogueId: string, documentId: string) {
	const dialogue = await existing(change, dialogueId);
	const document = await lockDocument(change.db, documentId);
	if (!document) throw new MedskickError('not_found');
	return { dialogue, document };
}
