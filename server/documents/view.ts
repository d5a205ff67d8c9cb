import type { Role } from '#server/permissions/actor.ts';
import { isStaffOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import type { DocumentRow, LineRow } from './queries.ts';
import { HIT_END, HIT_START } from './queries.ts';
import type { DocumentHead, DocumentLine, SnippetPart, VersionLine } from './types.ts';
import type { Stage } from './vocabulary.ts';

export const lineView = (row: LineRow): VersionLine => ({
	versionId: row.id,
	number: row.number ?? 0,
	label: row.label,
	stage: row.stage as Stage,
	title: row.title,
	note: row.note,
	publishedAt: row.published_at,
	masked: row.masked
});

const readsLiving = (viewer: Actor, row: DocumentRow): boolean =>
	can(viewer, 'text.read', {
		dialogueId: row.dialogue_id,
		dialogueState: row.dialogue_state,
		shared: row.shared_since !== null
	});

/**
 * A document as this viewer may see it, or null where there is nothing to see. Staff see the living title and stage;
 * everybody else those of the latest version they may read.
 */
export function documentView(viewer: Actor, row: DocumentRow, lines: readonly LineRow[]): DocumentLine | null {
	const versions = lines.filter((line) => line.document_id === row.id).map(lineView);
	const latest = versions[0] ?? null;
	const living = isStaffOf(viewer, row.dialogue_id) || (latest === null && readsLiving(viewer, row));
	if (latest === null && !living) return null;
	return {
		documentId: row.id,
		slug: row.slug,
		title: living || latest === null ? row.title : latest.title,
		stage: living || latest === null ? (row.stage as Stage) : latest.stage,
		areaId: row.priority_area_id,
		ordinal: row.ordinal,
		sharedSince: row.shared_since,
		latest,
		versionCount: versions.length
	};
}

export function headView(viewer: Actor, row: DocumentRow, lines: readonly LineRow[]): DocumentHead | null {
	const document = documentView(viewer, row, lines);
	return (
		document && {
			...document,
			notes: row.text_kind === 'notes',
			dialogueId: row.dialogue_id,
			dialogueSlug: row.dialogue_slug,
			dialogueTitle: row.dialogue_title,
			dialogueState: row.dialogue_state,
			area: areaOf(row),
			versions: lines.map(lineView)
		}
	);
}

const areaOf = (row: DocumentRow): DocumentHead['area'] =>
	row.priority_area_id === null
		? null
		: {
				id: row.priority_area_id,
				code: row.area_code ?? '',
				name: row.area_name ?? '',
				securityHint: row.security_hint ?? false
			};

/** The name of whoever published: staff act for the region and are named, with their roles in the dialogue. */
export const publisherView = (name: string | null, roles: readonly string[]) =>
	name === null || name === '' ? null : { name, roles: roles as Role[] };

/** A headline with its marks as parts, so that the page never handles markup from the database. */
export function snippetView(headline: string): SnippetPart[] {
	return headline.split(HIT_START).flatMap((part, index): SnippetPart[] => {
		if (index === 0) return part === '' ? [] : [{ text: part, hit: false }];
		const [hit = '', after = ''] = part.split(HIT_END);
		return [{ text: hit, hit: true }, ...(after === '' ? [] : [{ text: after, hit: false }])];
	});
}
