import { knownId, knownSlug } from '#server/checks.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { led } from './guard.ts';
import { headBySlug } from './queries.ts';
import { recordSpoken, type SpokenDeps, type SpokenInput, UNDO_MS, undoSpoken } from './spoken-commands.ts';
import { speakersAt, takenDown } from './spoken-queries.ts';

export type { SpokenDeps, SpokenInput } from './spoken-commands.ts';

/** Moments are ISO 8601. `undoUntil` is null when that has passed. */
export type SpokenLine = {
	pointId: string;
	text: string;
	name: string;
	organisation: string;
	saidAt: string;
	/** The heading it stands under; '' for a text as a whole. */
	section: string;
	held: boolean;
	undoUntil: string | null;
};
export type Speaker = { name: string; organisation: string; organisationType: string };
export type SpokenView = { now: string; lines: SpokenLine[]; speakers: Speaker[] };

/** What is said aloud at a meeting, taken down by its host or secretary. */
export const createSpoken = (deps: SpokenDeps) => ({
	/** What the actor has taken down, and who has spoken. Throws `not_found`, `not_signed_in`, `forbidden`. */
	async view(actor: Actor, address: { dialogueSlug: string; meetingSlug: string }): Promise<SpokenView> {
		const found = await headBySlug(deps.database, knownSlug(address.dialogueSlug), knownSlug(address.meetingSlug));
		const head = await led(deps.database, actor, found);
		const [lines, speakers] = await Promise.all([
			takenDown(deps.database, head.id, accountIdOf(actor) ?? head.id),
			speakersAt(deps.database, head.id)
		]);
		const now = deps.clock.now();
		return {
			now: now.toISOString(),
			lines: lines.map((row) => lineView(row, now)),
			speakers: speakers.map((row) => ({
				name: row.sender_name,
				organisation: row.sender_organisation_name,
				organisationType: row.sender_organisation_type
			}))
		};
	},
	record: async (by: By, meetingId: string, input: SpokenInput) =>
		recordSpoken(deps, by, knownId(meetingId), { ...input, documentId: knownId(input.documentId) }),
	undo: async (by: By, meetingId: string, pointId: string) => undoSpoken(deps, by, knownId(meetingId), knownId(pointId))
});

type Line = Awaited<ReturnType<typeof takenDown>>[number];

function lineView(row: Line, now: Date): SpokenLine {
	const until = new Date(row.received_at.getTime() + UNDO_MS);
	return {
		pointId: row.id,
		text: row.text,
		name: row.sender_name,
		organisation: row.sender_organisation_name,
		saidAt: row.said_at.toISOString(),
		section: row.section_label ?? '',
		held: row.status === 'held',
		undoUntil: until >= now ? until.toISOString() : null
	};
}
