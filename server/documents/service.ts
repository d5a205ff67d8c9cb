import { compare as compareTexts } from '#lib/document/compare.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import type { ImportReport } from '#server/importing/report.ts';
import { contentHash } from '#lib/document/hash.ts';
import { addImage, createDocument, importInto, updateDocument } from './commands.ts';
import type { DocumentsDeps } from './deps.ts';
import { contentOf, holdsImage, isEmpty, undecidedImages } from './living.ts';
import { maskVersion } from './mask-command.ts';
import { maskable, otherPlaces } from './masking.ts';
import { publish } from './publish.ts';
import {
	documentById,
	documentBySlug,
	documentsOf,
	imageIsVisible,
	imageRow,
	importReportsOf,
	latestFrozen,
	linesOf,
	openedShare,
	pointCounts,
	searchVersions,
	versionRow
} from './queries.ts';
import { shareLive } from './share.ts';
import type {
	ComparisonView,
	DocumentAddress,
	DocumentHead,
	Documents,
	ImageView,
	PublishPreview,
	SearchHit,
	VersionView
} from './types.ts';
import { documentView, headView, lineView, publisherView, snippetView } from './view.ts';

export type { DocumentsDeps } from './deps.ts';

export function createDocuments(deps: DocumentsDeps): Documents {
	return {
		create: async (by, dialogueId, input) => createDocument(deps, by, knownId(dialogueId), input),
		update: async (by, documentId, input) => updateDocument(deps, by, knownId(documentId), input),
		importInto: async (by, documentId, imported, options) =>
			importInto(deps, by, knownId(documentId), imported, options),
		addImage: async (by, documentId, image) => addImage(deps, by, knownId(documentId), image),
		publish: async (by, documentId, input) => publish(deps, by, knownId(documentId), input),
		shareLive: async (by, documentId, open) => shareLive(deps, by, knownId(documentId), open),
		maskVersion: async (by, versionId, input) => maskVersion(deps, by, knownId(versionId), input),
		list: async (actor, dialogueId) => list(deps, actor, knownId(dialogueId)),
		pointCounts: async (dialogueId) => pointCounts(deps.database, knownId(dialogueId)),
		head: (actor, address) => head(deps, actor, address),
		versionFor: (actor, address) => versionFor(deps, actor, address),
		compare: (actor, address) => compare(deps, actor, address),
		preview: async (actor, documentId) => preview(deps, actor, knownId(documentId)),
		maskable: (actor, address) => maskable(deps, actor, address),
		otherPlaces: async (actor, versionId, words) => otherPlaces(deps, actor, knownId(versionId), words),
		importReports: async (actor, documentId) => importReports(deps, actor, knownId(documentId)),
		image: async (actor, imageId) => image(deps, actor, knownId(imageId)),
		search: (actor, query) => search(deps, actor, query)
	};
}

function found<T>(value: T | null | undefined): T {
	if (value === null || value === undefined) throw new MedskickError('not_found');
	return value;
}

async function list(deps: DocumentsDeps, actor: Actor, dialogueId: string) {
	const rows = await documentsOf(deps.database, dialogueId);
	const lines = await linesOf(
		deps.database,
		actor,
		rows.map((row) => row.id)
	);
	return rows.flatMap((row) => documentView(actor, row, lines) ?? []);
}

async function head(deps: DocumentsDeps, actor: Actor, address: DocumentAddress): Promise<DocumentHead> {
	const row = found(
		await documentBySlug(deps.database, knownSlug(address.dialogueSlug), knownSlug(address.documentSlug))
	);
	return found(headView(actor, row, await linesOf(deps.database, actor, [row.id])));
}

async function versionFor(
	deps: DocumentsDeps,
	actor: Actor,
	address: DocumentAddress & { number?: number }
): Promise<VersionView> {
	const document = await head(deps, actor, address);
	const number = found(address.number ?? document.latest?.number);
	const row = await frozen(deps, actor, document.documentId, number);
	const share = document.sharedSince === null ? undefined : await openedShare(deps.database, document.documentId);
	return {
		...document,
		sharedVersionId: share?.id ?? null,
		version: {
			...lineView(row),
			content: row.content,
			plainText: row.plain_text,
			contentHash: row.content_hash,
			publishedBy: publisherView(row.publisher, row.publisher_roles),
			isLatest: number === document.latest?.number
		}
	};
}

/** Numbers beyond what Postgres counts in are numbers of no version. */
async function frozen(deps: DocumentsDeps, actor: Actor, documentId: string, number: number) {
	if (!Number.isInteger(number) || number < 1 || number > 2_147_483_647) throw new MedskickError('not_found');
	return found(await versionRow(deps.database, actor, documentId, number));
}

async function compare(
	deps: DocumentsDeps,
	actor: Actor,
	address: DocumentAddress & { from: number; to: number }
): Promise<ComparisonView> {
	const document = await head(deps, actor, address);
	const [from, to] = await Promise.all([
		frozen(deps, actor, document.documentId, address.from),
		frozen(deps, actor, document.documentId, address.to)
	]);
	return { document, from: lineView(from), to: lineView(to), comparison: compareTexts(from.content, to.content) };
}

async function preview(deps: DocumentsDeps, actor: Actor, documentId: string): Promise<PublishPreview> {
	const document = found(await documentById(deps.database, documentId));
	// Notes are their hosts' own until they are shown.
	if (document.text_kind === 'notes') throw new MedskickError('not_found');
	authorize(actor, 'workspace.open', { dialogueId: document.dialogue_id });
	const living = await deps.readText(documentId, deps.database);
	const content = contentOf(living.state);
	const [line] = await linesOf(deps.database, actor, [documentId]);
	const latest = line && (await versionRow(deps.database, actor, documentId, line.number ?? 0));
	const frozenLatest = await latestFrozen(deps.database, documentId);
	return {
		epoch: living.epoch,
		empty: isEmpty(content),
		undecidedImages: undecidedImages(content),
		unchanged: frozenLatest?.content_hash === contentHash(document.title, content),
		latest: line ? lineView(line) : null,
		comparison: latest ? compareTexts(latest.content, content) : null,
		content
	};
}

async function importReports(deps: DocumentsDeps, actor: Actor, documentId: string) {
	const document = found(await documentById(deps.database, documentId));
	authorize(actor, 'text.import', { dialogueId: document.dialogue_id });
	const rows = await importReportsOf(deps.database, documentId);
	return rows.map((row) => ({
		id: row.id,
		fileName: row.file_name,
		createdAt: row.created_at,
		report: row.report as unknown as ImportReport
	}));
}

/** An image is seen by those who see it in a text: staff, readers of a version that holds it, readers along. */
async function image(deps: DocumentsDeps, actor: Actor, imageId: string): Promise<ImageView> {
	const row = found(await imageRow(deps.database, imageId));
	const document = found(await documentById(deps.database, row.document_id));
	const allowed =
		can(actor, 'text.write', { dialogueId: document.dialogue_id }) ||
		(await imageIsVisible(deps.database, actor, row.document_id, imageId)) ||
		(await standsInLivingText(deps, actor, document, imageId));
	if (!allowed) throw new MedskickError('not_found');
	return { mime: row.mime, bytes: row.bytes, sha256: row.sha256 };
}

type Living = { id: string; dialogue_id: string; dialogue_state: string; shared_since: Date | null };

async function standsInLivingText(
	deps: DocumentsDeps,
	actor: Actor,
	document: Living,
	imageId: string
): Promise<boolean> {
	const thing = {
		dialogueId: document.dialogue_id,
		dialogueState: document.dialogue_state,
		shared: document.shared_since !== null
	};
	if (!can(actor, 'text.read', thing)) return false;
	const { state } = await deps.readText(document.id, deps.database);
	return holdsImage(contentOf(state), imageId);
}

async function search(deps: DocumentsDeps, actor: Actor, query: string): Promise<SearchHit[]> {
	const words = query.toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200);
	if (words === '') return [];
	const rows = await searchVersions(deps.database, actor, words);
	return rows.map((row) => ({
		dialogueSlug: row.dialogue_slug,
		documentSlug: row.document_slug,
		dialogueTitle: row.dialogue_title,
		title: row.title,
		number: row.number ?? 0,
		snippet: snippetView(row.headline)
	}));
}
