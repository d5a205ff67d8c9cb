import { SCENES, type Scene } from '#lib/protocol/live.ts';
import { sectionLines } from '#lib/document/sections.ts';
import { isId } from '#server/database/ids.ts';
import type { By, Change } from '#server/database/transaction.ts';
import { isMedskickError, MedskickError, refuse } from '#server/errors.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { about, lead, led } from './guard.ts';
import type { LiveParts } from './parts.ts';
import { documentOf, headById, type MeetingHead, type SessionRow, sectionsOf } from './queries.ts';

export type FocusInput = { documentId: string; sectionId: string | null };
/** `inSeconds`: 0 closes at once. */
export type InputsInput = FocusInput & { open: boolean; inSeconds: number };
export type CountdownInput = { seconds: number; closes: boolean };

const LONGEST_SECONDS = 4 * 3600;
const MOST_ON_STAGE = 12;
/** A section key for the text as a whole, which no heading's id can be. */
export const WHOLE = '';

const session = (action: string, row: SessionRow, head: MeetingHead) =>
	about(action, 'live_session', row.id, head.dialogue_id);

/** Says what is being discussed: a text that everybody may read, or a section of it. */
export async function focus(parts: LiveParts, by: By, meetingId: string, input: FocusInput | null): Promise<void> {
	if (input !== null) await checkPlace(parts, by, meetingId, input);
	await lead(parts, by, meetingId, async (change, row, head) => {
		const now = parts.clock.now();
		const columns =
			input === null
				? { focus_document_id: null, focus_section_id: null, focused_at: null }
				: { focus_document_id: input.documentId, focus_section_id: input.sectionId, focused_at: now };
		await change.db.updateTable('live_session').set(columns).where('id', '=', row.id).execute();
		await change.audit({ ...session('focus', row, head), after: input });
	});
}

/** The text must be of this dialogue and published, and the section must be in it as everybody reads it. */
async function checkPlace(
	parts: LiveParts,
	by: By,
	meetingId: string,
	{ documentId, sectionId }: FocusInput
): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	const document = isId(documentId) ? await documentOf(parts.database, documentId) : undefined;
	if (document?.dialogue_id !== head.dialogue_id) throw new MedskickError('not_found');
	const view = await parts.documents
		.versionFor(VISITOR, { dialogueSlug: head.dialogue_slug, documentSlug: document.slug })
		.catch((error: unknown) => {
			if (isMedskickError(error)) return null;
			throw error;
		});
	if (view === null)
		return refuse(
			'rule_broken',
			'Publicera texten innan ni diskuterar den.',
			'Publish the text before you discuss it.'
		);
	if (sectionId !== null && !sectionLines(view.version.content).some(({ id }) => id === sectionId))
		throw new MedskickError('not_found');
}

/** Opens or closes inputs on a section, or on the text as a whole, at once or in a while. */
export async function setInputs(parts: LiveParts, by: By, meetingId: string, input: InputsInput): Promise<void> {
	const seconds = checkSeconds(input.inSeconds, 0);
	await checkPlace(parts, by, meetingId, input);
	await lead(parts, by, meetingId, async (change, row, head) => {
		await changeInputs(change, row, input, input.open ? null : later(parts, seconds));
		await change.audit({ ...session('inputs', row, head), after: input });
	});
}

async function changeInputs(change: Change, row: SessionRow, place: FocusInput, closesAt: Date | null): Promise<void> {
	const key = { session_id: row.id, document_id: place.documentId, section_id: place.sectionId ?? WHOLE };
	if (closesAt === null) {
		await change.db
			.deleteFrom('live_section')
			.where((eb) => eb.and(key))
			.execute();
		return;
	}
	await change.db
		.insertInto('live_section')
		.values({ ...key, closes_at: closesAt })
		.onConflict((conflict) =>
			conflict.columns(['session_id', 'document_id', 'section_id']).doUpdateSet({ closes_at: closesAt })
		)
		.execute();
}

/** Starts a countdown that everybody sees, or with null ends it. With `closes`, inputs on the section in focus end with it. */
export async function countDown(
	parts: LiveParts,
	by: By,
	meetingId: string,
	input: CountdownInput | null
): Promise<void> {
	const seconds = input === null ? 0 : checkSeconds(input.seconds, 1);
	await lead(parts, by, meetingId, async (change, row, head) => {
		if (input?.closes && row.focus_document_id === null) noFocus();
		if (input === null) await takeBack(change, row, parts.clock.now());
		const to = input === null ? null : later(parts, seconds);
		await change.db
			.updateTable('live_session')
			.set({
				countdown_from: to === null ? null : parts.clock.now(),
				countdown_to: to,
				countdown_closes: input?.closes ?? false
			})
			.where('id', '=', row.id)
			.execute();
		if (to !== null && input?.closes && row.focus_document_id !== null) {
			await changeInputs(change, row, { documentId: row.focus_document_id, sectionId: row.focus_section_id }, to);
		}
		await change.audit({ ...session('countdown', row, head), after: input });
	});
}

/** A countdown that is stopped before its end closes nothing. */
async function takeBack(change: Change, row: SessionRow, now: Date): Promise<void> {
	if (row.countdown_to === null || !row.countdown_closes || row.countdown_to <= now) return;
	const closing = (await sectionsOf(change.db, row.id)).filter(
		({ closes_at }) => closes_at.getTime() === row.countdown_to?.getTime()
	);
	for (const { document_id: documentId, section_id } of closing)
		await changeInputs(change, row, { documentId, sectionId: section_id === WHOLE ? null : section_id }, null);
}

const later = (parts: LiveParts, seconds: number): Date => new Date(parts.clock.now().getTime() + seconds * 1000);

function checkSeconds(seconds: number, least: number): number {
	if (Number.isInteger(seconds) && seconds >= least && seconds <= LONGEST_SECONDS) return seconds;
	return refuse('bad_input', 'Skriv en tid på högst fyra timmar.', 'Write a time of at most four hours.', 'minutes');
}

function noFocus(): never {
	return refuse('rule_broken', 'Välj först vad ni diskuterar.', 'First choose what you discuss.');
}

/** What the projector shows. */
export async function setScene(parts: LiveParts, by: By, meetingId: string, scene: Scene): Promise<void> {
	if (!SCENES.includes(scene)) throw new MedskickError('bad_input');
	await lead(parts, by, meetingId, async (change, row, head) => {
		await change.db.updateTable('live_session').set({ scene }).where('id', '=', row.id).execute();
		await change.audit({ ...session('scene', row, head), after: scene });
	});
}

/** Puts a point on the stage, or takes it off. Only what everybody may see: it is asked for as a visitor. */
export async function choosePoint(
	parts: LiveParts,
	by: By,
	meetingId: string,
	{ pointId, on }: { pointId: string; on: boolean }
): Promise<void> {
	await led(parts.database, by.actor, await headById(parts.database, meetingId));
	if (on) await parts.submissions.point(VISITOR, pointId);
	await lead(parts, by, meetingId, async (change, row, head) => {
		const key = { session_id: row.id, point_id: pointId };
		if (on) {
			await checkPoint(change, head, row, pointId);
			await change.db
				.insertInto('stage_point')
				.values({ ...key, chosen_at: parts.clock.now() })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		} else
			await change.db
				.deleteFrom('stage_point')
				.where((eb) => eb.and(key))
				.execute();
		await change.audit({ ...session('stage_point', row, head), after: { pointId, on } });
	});
}

async function checkPoint(change: Change, head: MeetingHead, row: SessionRow, pointId: string): Promise<void> {
	const { dialogue_id } = await change.db
		.selectFrom('point')
		.select('dialogue_id')
		.where('id', '=', pointId)
		.executeTakeFirstOrThrow();
	if (dialogue_id !== head.dialogue_id) throw new MedskickError('not_found');
	const { count } = await change.db
		.selectFrom('stage_point')
		.where('session_id', '=', row.id)
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	if (count >= MOST_ON_STAGE)
		refuse(
			'rule_broken',
			`Ta bort en synpunkt först: scenen rymmer ${MOST_ON_STAGE}.`,
			`Take one comment away first: the stage holds ${MOST_ON_STAGE}.`
		);
}
