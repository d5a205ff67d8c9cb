import type { Insertable } from 'kysely';
import * as Y from 'yjs';
import { type Anchor, type AnchorRefusal, type AnchorRequest, createAnchor } from '#lib/document/anchor.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { leaves } from '#lib/document/outline.ts';
import { relativePositions } from '#lib/document/relative.ts';
import { storedContent } from '#lib/document/schema.ts';
import { FRAGMENT, readFragment } from '#lib/document/yjs.ts';
import type { DB } from '#server/database/schema.ts';
import type { Change } from '#server/database/transaction.ts';
import { markNewAnchor } from '#server/documents/masked-anchors.ts';
import { refuse } from '#server/errors.ts';
import type { SubmissionDeps } from './deps.ts';
import type { PlaceInput } from './parse.ts';
import type { Target } from './targets.ts';

/** What the point is made on: a version as its author reads it, or the living text as it is committed at this moment. */
type Ground = { content: TextContent; doc: Y.Doc; living: { epoch: string; sequence: number } | null };

/** Keeps where a point stands. Words of it that are masked somewhere in the document are told to nobody. */
export async function keepAnchor(
	deps: SubmissionDeps,
	change: Change,
	target: Target,
	pointId: string,
	place: PlaceInput
): Promise<void> {
	const row = await anchorRow(deps, target, pointId, place);
	await change.db.insertInto('point_anchor').values(row).execute();
	await markNewAnchor(change.db, target.document_id, {
		...row,
		exact: row.exact ?? '',
		section_label: row.section_label ?? '',
		living: row.living_sequence !== null
	});
}

/**
 * The row that keeps where a point stands. A quote that does not stand at its offsets is refused; relative positions
 * are made here, from the Yjs state kept with the version, never taken from the sender.
 */
export async function anchorRow(
	deps: SubmissionDeps,
	target: Target,
	pointId: string,
	place: PlaceInput
): Promise<Insertable<DB['point_anchor']>> {
	const ground = await groundOf(deps, target);
	try {
		const made = createAnchor(ground.content, asRequest(place));
		if (!made.ok) return refuseAnchor(made.reason);
		return {
			point_id: pointId,
			version_id: target.version_id,
			living_epoch: ground.living?.epoch ?? null,
			living_sequence: ground.living?.sequence ?? null,
			section_label: sectionLabel(ground.content, made.anchor),
			...columns(made.anchor, ground.doc)
		};
	} finally {
		ground.doc.destroy();
	}
}

async function groundOf(deps: SubmissionDeps, target: Target): Promise<Ground> {
	const doc = new Y.Doc();
	if (target.shared && target.version_kind === 'share_opened') {
		const living = await deps.readText(target.document_id);
		Y.applyUpdate(doc, living.state);
		return {
			content: readFragment(doc.getXmlFragment(FRAGMENT)),
			doc,
			living: { epoch: living.epoch, sequence: living.sequence }
		};
	}
	// In a masked copy offsets are others, and relative positions would lead to the words that are masked.
	if (!target.masked) Y.applyUpdate(doc, target.yjs_state);
	return { content: storedContent(target.content), doc, living: null };
}

const asRequest = (place: PlaceInput): AnchorRequest =>
	place.scope === 'section' ? { scope: 'section', sectionId: place.blockId } : place;

function columns(anchor: Anchor, doc: Y.Doc) {
	if (anchor.scope === 'whole') return { scope: anchor.scope, block_id: null };
	const common = {
		scope: anchor.scope,
		block_id: anchor.scope === 'section' ? anchor.sectionId : anchor.blockId,
		exact: anchor.exact,
		repeats_in_block: anchor.repeats?.inBlock ?? 0,
		repeats_in_text: anchor.repeats?.inText ?? 0,
		repeats_alike: anchor.repeats?.alike ?? 0
	};
	if (anchor.scope !== 'words') return common;
	const relative = relativePositions(doc, anchor.blockId, anchor.start, anchor.end);
	return {
		...common,
		start_offset: anchor.start,
		end_offset: anchor.end,
		prefix: anchor.prefix,
		suffix: anchor.suffix,
		rel_start: relative === null ? null : Buffer.from(relative.relStart),
		rel_end: relative === null ? null : Buffer.from(relative.relEnd)
	};
}

/** The heading that the place stands under, as it read when the point was made. */
function sectionLabel(content: TextContent, anchor: Anchor): string {
	if (anchor.scope === 'whole') return '';
	const all = leaves(content);
	const id = anchor.scope === 'section' ? anchor.sectionId : anchor.blockId;
	const sectionId = all.find((leaf) => leaf.blockId === id)?.sectionId;
	return all.find((leaf) => leaf.blockId === sectionId)?.plain ?? '';
}

function refuseAnchor(reason: AnchorRefusal): never {
	if (reason === 'unknown_block' || reason === 'unknown_section') {
		refuse(
			'bad_input',
			'Stycket du skriver om finns inte i den här versionen. Läs om sidan; din text finns kvar.',
			'The paragraph you write about is not in this version. Reload the page; your text is kept.',
			'place'
		);
	}
	refuse(
		'bad_input',
		'Orden du markerade stämmer inte med texten. Markera dem igen; din text finns kvar.',
		'The words you marked do not match the text. Mark them again; your text is kept.',
		'place'
	);
}
