import type { PointView } from '#lib/protocol/points.ts';
import type { PointFilter } from '#lib/protocol/reading.ts';
import { POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { STAGE_LABELS } from '#lib/dialogues/index.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { QUERY } from '#lib/reading/place-key.ts';
import type { LatestData, ReadingData, VersionLink, Writer } from '#lib/reading/types.ts';
import { contentOf } from '#server/documents/living.ts';
import type { VersionLine, VersionView } from '#server/documents/types.ts';
import { isMedskickError } from '#server/errors.ts';
import { writerKey } from '#server/identity/writer.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type { VersionInView } from '#server/submissions/reading.ts';

type Asked = { locals: App.Locals; params: { dialog: string; dokument: string }; url: URL };

/** The version in view with its points' ground: the frozen text, its masked copy, or the living text while it is shared. */
export type InView = {
	view: VersionView;
	content: TextContent;
	inVersion: VersionInView;
	/** When reading began, in milliseconds by the clock that news are dated by. */
	asOf: number;
	shared: ReadingData['shared'];
};

/** Reads the version that an address asks for, as this reader may see it. Throws `not_found`. */
export async function readVersion({ locals, params, url }: Asked): Promise<InView> {
	const asOf = locals.app.realtime.newsClock();
	const number = url.searchParams.get(QUERY.version);
	const address = { dialogueSlug: params.dialog, documentSlug: params.dokument };
	const view = await locals.app.documents.versionFor(locals.actor, {
		...address,
		...(number === null ? {} : { number: Number(number) })
	});
	return view.sharedSince !== null && view.version.isLatest ? readLiving(locals, view, asOf) : frozen(view, asOf);
}

function frozen(view: VersionView, asOf: number): InView {
	const { version, documentId } = view;
	const otherThanKept = version.masked ? { yjs: null } : undefined;
	const inVersion = { documentId, versionId: version.versionId, content: version.content, otherThanKept };
	return { view, content: version.content, inVersion, asOf, shared: null };
}

/** While a text is shared its points are made on the version that was frozen when it was opened. */
async function readLiving(locals: App.Locals, view: VersionView, asOf: number): Promise<InView> {
	const living = await locals.app.realtime.readText(view.documentId);
	if (living === null || view.sharedSince === null) return frozen(view, asOf);
	const content = contentOf(living.state);
	const versionId = view.sharedVersionId ?? view.version.versionId;
	return {
		view,
		content,
		inVersion: { documentId: view.documentId, versionId, content, otherThanKept: { yjs: living } },
		asOf,
		shared: { since: view.sharedSince, versionId }
	};
}

/** A point as this reader may see it, or null where that is not at all. */
export async function pointInSight({ app, actor }: App.Locals, pointId: string): Promise<PointView | null> {
	try {
		return await app.submissions.point(actor, pointId);
	} catch (error) {
		if (isMedskickError(error) && error.code === 'not_found') return null;
		throw error;
	}
}

export const versionLink = (line: VersionLine): VersionLink => ({
	number: line.number,
	label: line.label,
	stage: STAGE_LABELS[line.stage](),
	publishedAt: line.publishedAt,
	masked: line.masked
});

/** `?slag=question&mina=ja&besvarade=ja` */
export function filterFrom(query: URLSearchParams): PointFilter {
	const kind = POINT_KINDS.find((one) => one === query.get('slag'));
	const filter: PointFilter = {};
	if (kind !== undefined) filter.kind = kind;
	if (query.get('mina') === 'ja') filter.mine = true;
	if (query.get('besvarade') === 'ja') filter.answered = true;
	return filter;
}

/** What changes while a text is read: points, who reads, whether inputs are taken, and which texts there are. */
export async function readLatest({ locals, url }: Asked, { view, inVersion, asOf }: InView): Promise<LatestData> {
	const { app, actor } = locals;
	const [points, consultation, messages] = await Promise.all([
		app.submissions.onVersion(actor, inVersion, { filter: filterFrom(url.searchParams) }),
		app.consultations.consultationFor(view.documentId),
		messagesTo(locals)
	]);
	const taken = consultation !== null && consultation.status !== 'coming';
	return {
		asOf,
		latestNumber: view.latest?.number ?? view.version.number,
		sharedVersionId: view.sharedVersionId,
		points,
		messages,
		writer: writerOf(actor),
		writerKey: writerKey(actor),
		consultation: consultation && shownConsultation(consultation),
		mayWrite: taken && view.dialogueState === 'open' && view.version.isLatest
	};
}

type Consultation = NonNullable<Awaited<ReturnType<App.Locals['app']['consultations']['consultationFor']>>>;

const shownConsultation = (consultation: Consultation): ReadingData['consultation'] => ({
	status: consultation.status,
	title: consultation.title,
	kind: consultation.kind,
	scopeNote: consultation.scopeNote,
	opensAt: consultation.opensAt,
	closesAt: consultation.closesAt,
	held: consultation.moderationMode !== 'open',
	allowedPointKinds: consultation.allowedPointKinds
});

function writerOf(actor: Actor): Writer | null {
	if (actor.kind !== 'person') return null;
	const { name, organisationName, organisationType } = actor;
	return { name, organisationName, organisationType, email: actor.email ?? '' };
}

/** What the region has written to this reader about points that are not shown. */
async function messagesTo(locals: App.Locals): Promise<Record<string, string>> {
	if (locals.actor.kind !== 'person') return {};
	const sent = await locals.app.submissions.mine(locals.actor);
	const points = sent.flatMap((submission) => submission.points);
	return Object.fromEntries(points.filter((point) => point.message !== '').map((point) => [point.id, point.message]));
}
