import { contentHash } from '#lib/document/hash.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import { createChecks } from '#server/checks.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { touchDialogue } from '#server/dialogues/commands.ts';
import { refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { dialogueOf, type DocumentsDeps, locked } from './deps.ts';
import { freeze } from './freeze.ts';
import { contentOf, isEmpty, undecidedImages } from './living.ts';
import { latestFrozen } from './queries.ts';
import type { LivingState, Published, PublishInput, VersionLine } from './types.ts';
import { PUBLISHABLE_STAGES, type Stage } from './vocabulary.ts';

type Latest = Awaited<ReturnType<typeof latestFrozen>>;
type Asked = { label: string; note: string; stage: Stage };

/**
 * Freezes the committed living text as the next numbered version. A repeated click (same content, words and
 * publisher, `after` unchanged) answers with the version it made the first time.
 */
export async function publish(
	deps: DocumentsDeps,
	by: By,
	documentId: string,
	input: PublishInput
): Promise<Published> {
	const dialogueId = await dialogueOf(deps.database, documentId);
	authorize(by.actor, 'version.publish', { dialogueId });
	const asked = checkPublish(input);
	return transact(deps, by, async (change) => {
		const { document } = await locked(change, dialogueId, documentId);
		const living = await deps.readText(documentId, change.db);
		const content = publishable(living, input.expectedEpoch);
		const latest = await latestFrozen(change.db, documentId);
		const repeated = repeatedClick(
			latest,
			asked,
			contentHash(document.title, content),
			input.after,
			accountIdOf(by.actor)
		);
		if (repeated) return repeated;
		return freezeNext(deps, by, change, { document, living, content, asked, number: (latest?.number ?? 0) + 1 });
	});
}

function checkPublish(input: PublishInput) {
	const checks = createChecks();
	const choose = { sv: 'Välj skede.', en: 'Choose a stage.' };
	const row = {
		label: checks.text('label', input.label, { max: 20 }),
		note: checks.text('note', input.note, { max: 1000 }),
		stage: checks.oneOf<Stage>('stage', input.stage, PUBLISHABLE_STAGES, choose)
	};
	checks.done();
	return row;
}

/** The text as it may be published. Throws `rule_broken` for one that is empty or holds undecided images. */
export function publishable(living: LivingState, expectedEpoch: string | undefined): TextContent {
	if (expectedEpoch !== undefined && expectedEpoch !== living.epoch)
		refuse(
			'conflict',
			'Texten har ersatts sedan du öppnade sidan. Läs den nya och publicera sedan.',
			'The text has been replaced since you opened the page. Read the new one, then publish.'
		);
	const content = contentOf(living.state);
	if (isEmpty(content))
		refuse(
			'rule_broken',
			'Texten är tom. Skriv eller läs in en text först.',
			'The text is empty. Write or import a text first.'
		);
	if (undecidedImages(content) > 0)
		refuse(
			'rule_broken',
			'Beskriv alla bilder, eller ange att de är dekorativa, innan du publicerar.',
			'Describe every image, or say that it is decorative, before you publish.'
		);
	return content;
}

/** The first publication when this is the same one again; refuses what changes nothing or comes too late. */
function repeatedClick(
	latest: Latest,
	asked: Asked,
	hash: string,
	after: number | null | undefined,
	accountId: string | null
): Published | null {
	const number = latest?.number ?? null;
	const same = latest?.content_hash === hash && latest.stage === asked.stage && latest.label === asked.label;
	const overtaken = after !== undefined && after !== number;
	if (latest && number !== null && overtaken && same && latest.published_by === accountId)
		return { versionId: latest.id, number, repeated: true };
	if (overtaken)
		refuse(
			'conflict',
			'Någon annan har publicerat en ny version sedan du öppnade sidan. Läs den först.',
			'Someone else has published a new version since you opened the page. Read it first.'
		);
	if (same)
		refuse(
			'rule_broken',
			`Texten är redan publicerad som version ${number}. Ändra texten, skedet eller beteckningen.`,
			`The text is already published as version ${number}. Change the text, the stage or the label.`,
			'label'
		);
	return null;
}

type Next = {
	document: { id: string; dialogue_id: string; title: string };
	living: LivingState;
	content: TextContent;
	asked: Asked;
	number: number;
};

/** The living text as the next numbered version; for whoever has locked the document and may. */
export async function freezeNext(deps: DocumentsDeps, by: By, change: Change, next: Next): Promise<Published> {
	const { document, living, content, asked, number } = next;
	const at = deps.clock.now();
	const { versionId, contentHash: hash } = await freeze(change, {
		...asked,
		documentId: document.id,
		kind: 'published',
		number,
		title: document.title,
		content,
		living,
		at,
		accountId: accountIdOf(by.actor)
	});
	await change.db.updateTable('document').set({ stage: asked.stage }).where('id', '=', document.id).execute();
	await touchDialogue(change.db, document.dialogue_id, at);
	await change.enqueue('resolve_anchors', { versionId });
	await change.audit({
		action: 'version.publish',
		objectType: 'document_version',
		objectId: versionId,
		dialogueId: document.dialogue_id,
		after: hash
	});
	const version: VersionLine = { versionId, number, ...asked, title: document.title, publishedAt: at, masked: false };
	change.publish({
		room: roomName('document', document.id),
		audience: 'everyone',
		event: { kind: 'version_published', documentId: document.id, version }
	});
	return { versionId, number, repeated: false };
}
