import { m } from '#lib/paraglide/messages.js';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { addConsultation } from '#server/consultations/commands.ts';
import { endOfMinute, stockholmMoment } from '#server/consultations/local-time.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { addDocument } from '#server/documents/commands.ts';
import { type DocumentsDeps, locked } from '#server/documents/deps.ts';
import { updateOf } from '#server/documents/living.ts';
import { freezeNext, publishable } from '#server/documents/publish.ts';
import { switchShared } from '#server/documents/share.ts';
import type { ReadText } from '#server/documents/types.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { about, led } from './guard.ts';
import { agendaFor, notesOf, type NotesRow } from './notes-queries.ts';
import { notesTemplate } from './notes-template.ts';
import { headById, type MeetingHead } from './queries.ts';

/** `readSealed`: the text as it is stored, for the transaction that has sealed it. */
export type NotesDeps = DocumentsDeps & { readSealed: ReadText };

/** Begins the meeting's notes, from its agenda. Notes that have begun stay as they are. Throws as `led`. */
export async function beginNotes(deps: DocumentsDeps, by: By, meetingId: string): Promise<{ documentId: string }> {
	const head = await led(deps.database, by.actor, await headById(deps.database, meetingId));
	return transact(deps, by, async (change) => {
		// Two who press at once begin once: the second waits for the meeting's row and finds them.
		await change.db.selectFrom('meeting').select('id').where('id', '=', meetingId).forUpdate().execute();
		const begun = await notesOf(change.db, meetingId);
		if (begun !== undefined) return { documentId: begun.document_id };
		return { documentId: await addNotes(deps, change, by, head) };
	});
}

async function addNotes(deps: DocumentsDeps, change: Change, by: By, head: MeetingHead): Promise<string> {
	const accountId = accountIdOf(by.actor);
	const { documentId } = await addDocument(deps, change, by, {
		dialogue_id: head.dialogue_id,
		slug: `minnesanteckningar-${head.slug}`,
		title: m.notes_document_title({ title: head.title }, { locale: 'sv' }),
		ordinal: 0,
		priority_area_id: null,
		kind: 'notes',
		stage: 'meeting_notes'
	});
	const agenda = await agendaFor(change.db, head.id);
	await deps.seedText(change.db, documentId, updateOf(notesTemplate(agenda.map(({ title }) => title))), accountId);
	await change.db
		.insertInto('meeting_notes')
		.values({ meeting_id: head.id, document_id: documentId, begun_at: deps.clock.now(), begun_by: accountId })
		.execute();
	await change.audit(about('begin_notes', 'document', documentId, head.dialogue_id));
	return documentId;
}

/**
 * Shows the notes to everybody as they grow, or stops it. What is first shown is a version, so that there is something
 * to come back to. Throws `rule_broken` when they are closed, empty or hold images nobody has described, and as `led`.
 */
export const showNotes = (deps: DocumentsDeps, by: By, meetingId: string, open: boolean): Promise<void> =>
	changeNotes(deps, by, meetingId, async (change, notes) => {
		if (open && notes.number === null) await freezeNotes(deps, change, by, notes);
		await switchShared(deps, change, by, documentOf(notes), open);
	});

/**
 * Closes the notes: what they say is frozen under a number and is the meeting's record. The text is sealed first, so
 * that nothing is written that stays outside it: what somebody was writing just then is theirs to keep. `commentsUntil`
 * is the last day (`yyyy-mm-dd`) to comment on it, '' for none. Throws as `showNotes`, and `bad_input` for a day that
 * has passed.
 */
export const closeNotes = (
	deps: NotesDeps,
	by: By,
	meetingId: string,
	{ commentsUntil }: { commentsUntil: string }
): Promise<void> =>
	changeNotes(deps, by, meetingId, async (change, notes, head) => {
		const now = deps.clock.now();
		const until = commentsUntil === '' ? null : lastMoment(commentsUntil, now);
		await change.db.updateTable('living_text').set({ sealed: true }).where('id', '=', notes.document_id).execute();
		const sealed = { ...deps, readText: deps.readSealed };
		await switchShared(sealed, change, by, documentOf(notes), false);
		await freezeNotes(sealed, change, by, notes);
		await change.db
			.updateTable('meeting_notes')
			.set({ closed_at: now, closed_by: accountIdOf(by.actor) })
			.where('meeting_id', '=', meetingId)
			.execute();
		if (until !== null) await openComments(deps, change, head, notes, until);
		await change.audit(about('close_notes', 'document', notes.document_id, head.dialogue_id));
	});

/** A change to notes that are not closed. Whoever has them open is judged anew after it. */
async function changeNotes(
	deps: DocumentsDeps,
	by: By,
	meetingId: string,
	work: (change: Change, notes: NotesRow, head: MeetingHead) => Promise<void>
): Promise<void> {
	const head = await led(deps.database, by.actor, await headById(deps.database, meetingId));
	const documentId = await transact(deps, by, async (change) => {
		const found = await notesOf(change.db, meetingId);
		if (found === undefined) throw new MedskickError('not_found');
		await locked(change, head.dialogue_id, found.document_id);
		const notes = (await notesOf(change.db, meetingId)) ?? found;
		if (notes.closed_at !== null)
			refuse('rule_broken', 'Anteckningarna är redan stängda.', 'The notes are closed already.');
		await work(change, notes, head);
		return notes.document_id;
	});
	deps.onAccessChanged({ textId: documentId });
}

const documentOf = (notes: NotesRow) => ({
	id: notes.document_id,
	dialogue_id: notes.dialogue_id,
	title: notes.title,
	stage: notes.stage
});

async function freezeNotes(deps: DocumentsDeps, change: Change, by: By, notes: NotesRow): Promise<void> {
	const living = await deps.readText(notes.document_id, change.db);
	await freezeNext(deps, by, change, {
		document: documentOf(notes),
		living,
		content: publishable(living, undefined),
		asked: { label: '', note: '', stage: 'meeting_notes' },
		number: (notes.number ?? 0) + 1
	});
}

function lastMoment(day: string, now: Date): Date {
	const minute = stockholmMoment(day, '23.59');
	if (minute === null)
		return refuse('bad_input', 'Skriv datumet som 2026-10-09.', 'Write the date as 2026-10-09.', 'commentsUntil');
	if (minute <= now)
		return refuse('bad_input', 'Välj en dag som inte har varit.', 'Choose a day that has not passed.', 'commentsUntil');
	return endOfMinute(minute);
}

async function openComments(
	deps: DocumentsDeps,
	change: Change,
	head: MeetingHead,
	notes: NotesRow,
	closesAt: Date
): Promise<void> {
	await addConsultation(deps, change, head.dialogue_id, {
		kind: 'open_input',
		slug: `synpunkter-${notes.slug}`,
		title: notes.title,
		opensAt: deps.clock.now(),
		closesAt,
		moderationMode: 'hold_all',
		allowedPointKinds: [...POINT_KINDS],
		documentIds: [notes.document_id]
	});
}
