import { roomName } from '#lib/protocol/rooms.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { dialogueOf, type DocumentsDeps, locked } from './deps.ts';
import { freeze } from './freeze.ts';
import { contentOf } from './living.ts';

/**
 * Lets everybody who may read the document follow its living text, or stops it. Both freeze a version, so that what
 * was shown is a record. Asked for what already is, it does nothing.
 */
export async function shareLive(deps: DocumentsDeps, by: By, documentId: string, open: boolean): Promise<void> {
	const dialogueId = await dialogueOf(deps.database, documentId);
	authorize(by.actor, 'text.share', { dialogueId });
	const changed = await transact(deps, by, async (change) => {
		const { document } = await locked(change, dialogueId, documentId);
		return switchShared(deps, change, by, document, open);
	});
	if (changed) deps.onAccessChanged({ textId: documentId });
}

/** As `shareLive`, for whoever has locked the document and may. False where it was so already. */
export async function switchShared(
	deps: Pick<DocumentsDeps, 'clock' | 'readText'>,
	change: Change,
	by: By,
	document: { id: string; dialogue_id: string; stage: string; title: string },
	open: boolean
): Promise<boolean> {
	const { id: documentId, dialogue_id: dialogueId } = document;
	const at = deps.clock.now();
	if (!(await setShared(change, documentId, open ? at : null))) return false;
	const living = await deps.readText(documentId, change.db);
	const { versionId, contentHash } = await freeze(change, {
		documentId,
		kind: open ? 'share_opened' : 'share_closed',
		number: null,
		label: '',
		stage: document.stage,
		title: document.title,
		note: '',
		content: contentOf(living.state),
		living,
		at,
		accountId: accountIdOf(by.actor)
	});
	const action = open ? 'text.share' : 'text.unshare';
	await change.audit({ action, objectType: 'document_version', objectId: versionId, dialogueId, after: contentHash });
	change.publish({
		room: roomName('document', documentId),
		audience: 'everyone',
		event: { kind: open ? 'text_shared' : 'text_unshared', documentId }
	});
	return true;
}

async function setShared(change: Change, textId: string, since: Date | null): Promise<boolean> {
	const changed = await change.db
		.updateTable('living_text')
		.set({ shared_since: since })
		.where('id', '=', textId)
		.where('shared_since', since === null ? 'is not' : 'is', null)
		.returning('id')
		.executeTakeFirst();
	return changed !== undefined;
}
