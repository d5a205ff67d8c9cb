import { knownId, knownSlug } from '#server/checks.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { inputsAt, type Present, presentAt } from './after-queries.ts';
import { led, readable } from './guard.ts';
import { beginNotes, closeNotes, type NotesDeps, showNotes } from './notes-commands.ts';
import { notesOf, type NotesRow } from './notes-queries.ts';
import { writesNotes } from './notes-rule.ts';
import { headBySlug } from './queries.ts';

type Address = { dialogueSlug: string; meetingSlug: string };

/** Notes as those who lead the meeting work with them. `path` is the reading page, null until they are first shown. */
export type NotesWork = {
	documentId: string;
	title: string;
	slug: string;
	sharedSince: Date | null;
	closedAt: Date | null;
	path: string | null;
	/** The latest version that everybody reads; null where there is none. */
	number: number | null;
	mayWrite: boolean;
};
/** Notes as everybody may know of them. `record`: closed, and so what the meeting leaves behind. */
export type NotesShown = { path: string; record: boolean; growing: boolean; at: string };
/** What a meeting leaves to see for everybody. `inputs` counts those that may be read. */
export type After = { present: Present[]; inputs: number; notes: NotesShown | null };

const pathOf = (dialogueSlug: string, { slug, number }: NotesRow): string | null =>
	number === null ? null : `/dialoger/${dialogueSlug}/underlag/${slug}`;

/** A meeting's notes, and what there is of it afterwards. */
export const createNotes = (deps: NotesDeps) => {
	const found = ({ dialogueSlug, meetingSlug }: Address) =>
		headBySlug(deps.database, knownSlug(dialogueSlug), knownSlug(meetingSlug));
	return {
		/** Null where none have begun. Throws `not_found`, `not_signed_in`, `forbidden`. */
		async work(actor: Actor, address: Address): Promise<NotesWork | null> {
			const head = await led(deps.database, actor, await found(address));
			const row = await notesOf(deps.database, head.id);
			if (row === undefined) return null;
			return {
				documentId: row.document_id,
				title: row.title,
				slug: row.slug,
				sharedSince: row.shared_since,
				closedAt: row.closed_at,
				path: pathOf(head.dialogue_slug, row),
				number: row.number,
				mayWrite: await writesNotes(deps.database, actor, row)
			};
		},
		/** Throws `not_found`. */
		async after(actor: Actor, address: Address): Promise<After> {
			const head = readable(actor, await found(address));
			const [present, inputs, row] = await Promise.all([
				presentAt(deps.database, head.id),
				inputsAt(deps.database, head.id),
				notesOf(deps.database, head.id)
			]);
			return { present, inputs, notes: row === undefined ? null : shown(head.dialogue_slug, row) };
		},
		begin: async (by: By, meetingId: string) => beginNotes(deps, by, knownId(meetingId)),
		show: async (by: By, meetingId: string, open: boolean) => showNotes(deps, by, knownId(meetingId), open),
		close: async (by: By, meetingId: string, input: { commentsUntil: string }) =>
			closeNotes(deps, by, knownId(meetingId), input)
	};
};

/** What is neither shown as it grows nor closed is the hosts' own, whatever was shown of it before. */
function shown(dialogueSlug: string, row: NotesRow): NotesShown | null {
	const path = pathOf(dialogueSlug, row);
	const at = row.closed_at ?? row.shared_since;
	if (path === null || at === null) return null;
	return { path, record: row.closed_at !== null, growing: row.shared_since !== null, at: at.toISOString() };
}
