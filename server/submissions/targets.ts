import type { Transaction } from 'kysely';
import { MedskickError, refuse } from '#server/errors.ts';
import type { DB } from '#server/database/schema.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { shownTitle } from '#server/documents/visibility.ts';
import { authorize, can } from '#server/permissions/can.ts';

/** The version that points are made on, with the consultation that takes them. */
export type Target = {
	version_id: string;
	document_id: string;
	dialogue_id: string;
	dialogue_state: string;
	priority_area_id: string | null;
	/** The text as the actor reads it: of a masked version the masked copy, except for those who may read the original. */
	content: unknown;
	/** `content` is a masked copy, to which `yjs_state` does not belong. */
	masked: boolean;
	title: string;
	yjs_state: Buffer;
	epoch: string;
	sequence: number;
	shared: boolean;
	version_kind: string;
};

export type TakingConsultation = {
	id: string;
	moderation_mode: string;
	closes_at: Date;
	allowed_point_kinds: string[];
	late: boolean;
};

/** Reads the version and checks that the actor may see it; one that may not be seen does not exist. */
export async function readTarget(db: Transaction<DB>, actor: Actor, versionId: string): Promise<Target> {
	const row = await db
		.selectFrom('document_version')
		.innerJoin('document', 'document.id', 'document_version.document_id')
		.innerJoin('dialogue', 'dialogue.id', 'document.dialogue_id')
		.innerJoin('living_text', 'living_text.id', 'document.id')
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom('version_mask')
					.select('version_mask.content')
					.whereRef('version_mask.version_id', '=', 'document_version.id')
					.orderBy('masked_at', 'desc')
					.orderBy('version_mask.id', 'desc')
					.limit(1)
					.as('mask'),
			(join) => join.onTrue()
		)
		.where('document_version.id', '=', versionId)
		.select((eb) => [
			'document_version.id as version_id',
			'document_version.kind as version_kind',
			'document_version.content',
			'mask.content as masked_content',
			shownTitle(actor).$notNull().as('title'),
			'document_version.yjs_state',
			'document_version.epoch',
			'document_version.sequence',
			'document.id as document_id',
			'document.priority_area_id',
			'dialogue.id as dialogue_id',
			'dialogue.state as dialogue_state',
			eb('living_text.shared_since', 'is not', null).as('shared')
		])
		.executeTakeFirst();
	if (row === undefined) throw new MedskickError('not_found');
	const thing = { dialogueId: row.dialogue_id, dialogueState: row.dialogue_state };
	if (!can(actor, 'version.read', thing)) throw new MedskickError('not_found');
	authorize(actor, 'submission.send', thing);
	const { masked_content: copy, ...target } = row;
	const masked = copy !== null && !can(actor, 'version.read_unmasked', thing);
	return { ...target, shared: Boolean(row.shared), masked, content: masked ? copy : row.content };
}

/**
 * The consultation that takes inputs on the document now: an open one first, else the one that closed last, which
 * makes the input late (domain R-14). Refuses where none has opened yet.
 */
export async function takingConsultation(
	db: Transaction<DB>,
	documentId: string,
	at: Date
): Promise<TakingConsultation> {
	return (
		(await findTaking(db, documentId, at)) ??
		refuse('not_open', 'Texten är inte öppen för synpunkter än.', 'The text is not open for comments yet.')
	);
}

/** As `takingConsultation`; undefined where none has opened yet. */
export async function findTaking(
	db: Transaction<DB>,
	documentId: string,
	at: Date
): Promise<TakingConsultation | undefined> {
	const row = await db
		.selectFrom('consultation')
		.innerJoin('consultation_document', 'consultation_document.consultation_id', 'consultation.id')
		.where('consultation_document.document_id', '=', documentId)
		.where('consultation.opens_at', '<=', at)
		.select(['consultation.id', 'moderation_mode', 'closes_at', 'allowed_point_kinds'])
		.orderBy('closes_at', 'desc')
		.executeTakeFirst();
	return row && { ...row, late: isLate(at, row.closes_at) };
}

/** On time through the whole second that is named as the last: 23.59.59 means until midnight (domain §5.12, check 4). */
export const isLate = (at: Date, closesAt: Date): boolean =>
	Math.floor(at.getTime() / 1000) > Math.floor(closesAt.getTime() / 1000);
