import type { AskedState, InputsState, LiveView, QuickResult, QuickView } from '#lib/protocol/live.ts';
import { ASKED_STATES, QUICK_KINDS } from '#lib/protocol/live.ts';
import { sectionLines, sectionsAround, type SectionLine } from '#lib/document/sections.ts';
import { leaves } from '#lib/document/outline.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { writtenApart } from '#server/written.ts';
import { askedAt } from './asked-queries.ts';
import type { LiveDeps } from './parts.ts';
import { latestSession, type MeetingHead, type QuestionRow, sectionsOf, type SessionRow } from './queries.ts';
import {
	answerCounts,
	choiceCounts,
	numbersOf,
	questionsOf,
	textsOf,
	type TextRow,
	wordCounts,
	type WordCount
} from './quick-queries.ts';
import { resultOf } from './results.ts';
import { inputsOf, questionView } from './view.ts';

/** A text that can be discussed, with the sections that everybody reads in it. */
export type WorkDocument = {
	id: string;
	title: string;
	/** Of the meeting's own area. */
	own: boolean;
	sections: (SectionLine & { inputs: InputsState })[];
};
export type WorkQuick = Omit<QuickView, 'state' | 'result'> & {
	state: 'draft' | 'open' | 'closed';
	shown: boolean;
	/** As it would be shown now. */
	result: QuickResult;
	/** Free texts that nobody but the hosts has seen. */
	held: { accountId: string; text: string }[];
	/** Words of which nothing has been decided, by how many wrote them. */
	undecided: { word: string; count: number }[];
	/** What a host has let through, to be taken back. */
	passed: { texts: { accountId: string; text: string }[]; words: string[] };
};
export type WorkAsked = {
	id: string;
	text: string;
	state: AskedState;
	supports: number;
	name: string;
	organisation: string;
	organisationType: string;
	askedAt: string;
	/** Where it was written noticeably earlier than it came. */
	writtenAt?: string | undefined;
};

/** A meeting in progress as its hosts lead it. `live` is what everybody else sees of it. */
export type LiveWork = {
	live: LiveView;
	holdsQuestions: boolean;
	documents: WorkDocument[];
	/** Points in the section in focus that everybody may see, to choose for the stage. */
	points: PointView[];
	quick: WorkQuick[];
	asked: WorkAsked[];
};

const POINTS_OFFERED = 20;

/** Whoever asks has been found to lead the meeting. */
export async function readWork(deps: LiveDeps, actor: Actor, head: MeetingHead, live: LiveView): Promise<LiveWork> {
	const session = await latestSession(deps.database, head.id);
	const [documents, quick, asked] = await Promise.all([
		readDocuments(deps, actor, head, session),
		readQuick(deps, head.id),
		askedAt(deps.database, head.id, ASKED_STATES)
	]);
	return {
		live,
		holdsQuestions: session?.holds_questions ?? true,
		documents: documents.map(({ document }) => document),
		points: await readPoints(deps, live, documents),
		quick,
		asked: asked.map((row) => ({
			id: row.id,
			text: row.text,
			state: row.state as AskedState,
			supports: row.supports,
			name: row.sender_name,
			organisation: row.sender_organisation_name,
			organisationType: row.sender_organisation_type,
			askedAt: row.asked_at.toISOString(),
			writtenAt: writtenApart(row.written_at, row.asked_at)
		}))
	};
}

type Read = { document: WorkDocument; version: Awaited<ReturnType<LiveDeps['documents']['versionFor']>> };

/** Published texts of the dialogue, as a visitor reads them. */
async function readDocuments(
	deps: LiveDeps,
	actor: Actor,
	head: MeetingHead,
	session: SessionRow | undefined
): Promise<Read[]> {
	const rows = session === undefined ? [] : await sectionsOf(deps.database, session.id);
	const lines = await deps.documents.list(actor, head.dialogue_id);
	const published = lines.filter((line) => line.latest !== null && head.dialogue_state !== 'planning');
	const isOwn = ({ areaId }: { areaId: string | null }) => areaId !== null && areaId === head.priority_area_id;
	const ownFirst = (a: { areaId: string | null }, b: { areaId: string | null }) => Number(isOwn(b)) - Number(isOwn(a));
	return Promise.all(
		published.toSorted(ownFirst).map(async ({ documentId, slug, areaId }) => {
			const version = await deps.documents.versionFor(VISITOR, {
				dialogueSlug: head.dialogue_slug,
				documentSlug: slug
			});
			const { content } = version.version;
			const sections = sectionLines(content).map((line) => {
				const around = sectionsAround(content, line.id);
				return { ...line, inputs: inputsOf(rows, { documentId, around }, deps.clock.now()).inputs };
			});
			return { document: { id: documentId, title: version.title, own: isOwn({ areaId }), sections }, version };
		})
	);
}

/** Of a text as a whole all points, of a section those that stand in it. */
async function readPoints(deps: LiveDeps, { focus }: LiveView, documents: readonly Read[]): Promise<PointView[]> {
	const found = documents.find(({ document }) => document.id === focus?.documentId);
	if (focus === null || found === undefined) return [];
	const { content, versionId, masked } = found.version.version;
	const { places } = await deps.submissions.onVersion(
		VISITOR,
		{ documentId: focus.documentId, versionId, content, otherThanKept: masked ? { yjs: null } : undefined },
		{ perPlace: POINTS_OFFERED }
	);
	const inFocus = leaves(content)
		.filter(({ blockId }) => focus.sectionId === null || sectionsAround(content, blockId).includes(focus.sectionId))
		.map(({ blockId }) => blockId);
	const keys = focus.sectionId === null ? ['whole', ...inFocus] : inFocus;
	return keys.flatMap((key) => places[key]?.points ?? []).filter((point) => !point.tombstone);
}

async function readQuick(deps: LiveDeps, meetingId: string): Promise<WorkQuick[]> {
	const rows = await questionsOf(deps.database, meetingId);
	const ids = rows.map((row) => row.id);
	const [counts, choices, words, texts, held] = await Promise.all([
		answerCounts(deps.database, ids),
		choiceCounts(deps.database, ids),
		wordCounts(deps.database, ids),
		textsOf(deps.database, ids, 'published'),
		textsOf(deps.database, ids, 'held')
	]);
	return rows.map((row) => ({
		...questionView(row),
		kind: QUICK_KINDS.find((kind) => kind === row.kind) ?? 'one',
		state: row.state as WorkQuick['state'],
		shown: row.shown,
		...numbersOf(counts, row.id),
		result: resultOf(row, { choices, words, texts }),
		held: textsTo(row, held),
		undecided: wordsTo(row, words, null).map(({ word, count }) => ({ word, count })),
		passed: { texts: textsTo(row, texts), words: wordsTo(row, words, 'published').map(({ word }) => word) }
	}));
}

const textsTo = (row: QuestionRow, texts: readonly TextRow[]) =>
	texts.filter((text) => text.question_id === row.id).map(({ account_id: accountId, text }) => ({ accountId, text }));

const wordsTo = (row: QuestionRow, words: readonly WordCount[], state: 'published' | null) =>
	words.filter((word) => word.question_id === row.id && word.state === state);
