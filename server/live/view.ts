import type {
	AskedView,
	FocusView,
	InputsState,
	LiveView,
	QuickKind,
	QuickView,
	Scene,
	StageView
} from '#lib/protocol/live.ts';
import { sectionBlocks, sectionsAround } from '#lib/document/sections.ts';
import { plainText } from '#lib/document/plain.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { isMedskickError } from '#server/errors.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { writtenApart } from '#server/written.ts';
import { SEEN_STATES } from './asking-commands.ts';
import { askedAt, type AskedRow } from './asked-queries.ts';
import type { LiveDeps } from './parts.ts';
import {
	documentOf,
	joinedCount,
	latestSession,
	type MeetingHead,
	type QuestionRow,
	sectionsOf,
	type SessionRow,
	stagePointIds
} from './queries.ts';
import { answerCounts, choiceCounts, numbersOf, questionsOf, textsOf, wordCounts } from './quick-queries.ts';
import { resultOf } from './results.ts';

/**
 * A meeting in progress as everybody in it may see it, whoever that is: read as a visitor, so that what sockets are
 * sent is what the page of a stranger shows (invariant 2).
 */
export async function readLive(deps: LiveDeps, head: MeetingHead): Promise<LiveView> {
	const at = deps.clock.now();
	const session = await latestSession(deps.database, head.id);
	const open = session !== undefined && session.closed_at === null ? session : null;
	const [quick, asked, focus, points, joined] = await Promise.all([
		readQuick(deps, head.id),
		askedAt(deps.database, head.id, SEEN_STATES),
		open === null ? null : readFocus(deps, head, open, at),
		open === null ? [] : readStagePoints(deps, open.id),
		session === undefined ? 0 : joinedCount(deps.database, session.id)
	]);
	return {
		meetingId: head.id,
		at: at.toISOString(),
		open: open !== null,
		over: head.state === 'cancelled' ? 'cancelled' : session === undefined || open !== null ? null : 'closed',
		cancelReason: head.cancel_reason,
		code: open?.code ?? null,
		focus,
		countdown: open === null ? null : countdownOf(open),
		quick,
		asked: asked.map(askedView),
		joined,
		stage: stageOf(open, points)
	};
}

const stageOf = (open: SessionRow | null, points: PointView[]): StageView => ({
	scene: (open?.scene ?? 'code') as Scene,
	points
});

export const countdownOf = (session: SessionRow): LiveView['countdown'] =>
	session.countdown_from === null || session.countdown_to === null
		? null
		: {
				from: session.countdown_from.toISOString(),
				to: session.countdown_to.toISOString(),
				closes: session.countdown_closes
			};

async function readFocus(deps: LiveDeps, head: MeetingHead, session: SessionRow, at: Date): Promise<FocusView | null> {
	const { focus_document_id: documentId, focus_section_id: sectionId } = session;
	const document = documentId === null ? undefined : await documentOf(deps.database, documentId);
	if (document === undefined) return null;
	const view = await unlessHidden(
		deps.documents.versionFor(VISITOR, { dialogueSlug: head.dialogue_slug, documentSlug: document.slug })
	);
	if (view === null) return null;
	const { content } = view.version;
	const blocks = sectionId === null ? [] : sectionBlocks(content, sectionId);
	const path = `/dialoger/${head.dialogue_slug}/underlag/${document.slug}`;
	return {
		documentId: document.id,
		documentSlug: document.slug,
		documentTitle: view.title,
		sectionId,
		heading: blocks[0] === undefined ? '' : plainText(blocks[0]),
		blocks: document.shared_since === null ? blocks : [],
		shared: document.shared_since !== null,
		path: sectionId === null ? path : `${path}#b-${sectionId}`,
		...inputsOf(
			await sectionsOf(deps.database, session.id),
			{ documentId: document.id, around: sectionId === null ? [] : sectionsAround(content, sectionId) },
			at
		)
	};
}

type SectionRow = { document_id: string; section_id: string; closes_at: Date };

/** Closed when the section, one that it stands in, or the whole text is. */
export function inputsOf(
	rows: readonly SectionRow[],
	{ documentId, around }: { documentId: string; around: readonly string[] },
	at: Date
): { inputs: InputsState; inputsCloseAt: string | null } {
	const sections = ['', ...around];
	const times = rows
		.filter((row) => row.document_id === documentId && sections.includes(row.section_id))
		.map((row) => row.closes_at.getTime());
	if (times.length === 0) return { inputs: 'open', inputsCloseAt: null };
	const first = Math.min(...times);
	if (first <= at.getTime()) return { inputs: 'closed', inputsCloseAt: null };
	return { inputs: 'closing', inputsCloseAt: new Date(first).toISOString() };
}

/** What a visitor sees; a point that has been taken from public view since it was chosen is left out. */
async function readStagePoints(deps: LiveDeps, sessionId: string): Promise<PointView[]> {
	const ids = await stagePointIds(deps.database, sessionId);
	const points = await Promise.all(ids.map((id) => unlessHidden(deps.submissions.point(VISITOR, id))));
	return points.filter((point) => point !== null);
}

async function unlessHidden<T>(asked: Promise<T>): Promise<T | null> {
	try {
		return await asked;
	} catch (error) {
		if (isMedskickError(error) && error.code === 'not_found') return null;
		throw error;
	}
}

async function readQuick(deps: LiveDeps, meetingId: string): Promise<QuickView[]> {
	const seen = (await questionsOf(deps.database, meetingId)).filter((row) => row.state === 'open' || row.shown);
	if (seen.length === 0) return [];
	const shown = seen.filter((row) => row.shown).map((row) => row.id);
	const [counts, choices, words, texts] = await Promise.all([
		answerCounts(
			deps.database,
			seen.map((row) => row.id)
		),
		choiceCounts(deps.database, shown),
		wordCounts(deps.database, shown),
		textsOf(deps.database, shown, 'published')
	]);
	return seen.map((row) => ({
		...questionView(row),
		...numbersOf(counts, row.id),
		result: row.shown ? resultOf(row, { choices, words, texts }) : null
	}));
}

/** What is asked, without what came of it. */
export const questionView = (row: QuestionRow): Omit<QuickView, 'answers' | 'late' | 'result'> => ({
	id: row.id,
	kind: row.kind as QuickKind,
	question: row.question,
	options: row.options,
	lowLabel: row.low_label,
	highLabel: row.high_label,
	state: row.state === 'open' ? 'open' : 'closed'
});

/** Organisations are named, private persons are not (domain R-09). */
const askedView = (row: AskedRow): AskedView => ({
	id: row.id,
	text: row.text,
	organisation: row.sender_organisation_name,
	organisationType: row.sender_organisation_type,
	state: row.state as AskedView['state'],
	supports: row.supports,
	askedAt: row.asked_at.toISOString(),
	writtenAt: writtenApart(row.written_at, row.asked_at)
});
