import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { PER_PAGE } from '#lib/reading/more.ts';
import { isPointId, panelFromAddress, placeFromAddress, QUERY } from '#lib/reading/place-key.ts';
import type { OwnReceipt, Panel, ReadingData } from '#lib/reading/types.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { isMedskickError } from '#server/errors.ts';
import { ACTS, type ActName } from './acts.server.ts';
import { bodyFromForm, send } from './send.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { filterFrom, type InView, readLatest, readVersion, versionLink } from './view.server.ts';

/**
 * Data for rendering alone. SvelteKit writes out what a server load answers with, for its client, which this page does
 * without; what cannot be listed it leaves alone.
 */
export const load: PageServerLoad = async (event): Promise<{ unsent: ReadingData }> => {
	const answer = { unsent: await readPage(event) };
	return Object.defineProperty(answer, 'unsent', { enumerable: false });
};

async function readPage(event: Parameters<PageServerLoad>[0]): Promise<ReadingData> {
	const inView = await readVersion(event);
	const { view, content, shared } = inView;
	const panel = panelFromAddress(event.url.searchParams);
	const [latest, region, panelPoint, receipt, opened] = await Promise.all([
		readLatest(event, inView),
		event.locals.app.dialogues.region(),
		pointOf(event.locals, panel),
		receiptOf(event.locals, event.url.searchParams.get(QUERY.receipt)),
		openedPlace(event, inView)
	]);
	if (opened !== null) latest.points = opened.into(latest.points);
	return {
		...latest,
		dialogue: { slug: view.dialogueSlug, title: view.dialogueTitle },
		document: { id: view.documentId, slug: view.slug, title: view.title },
		version: {
			...versionLink(view.version),
			id: view.version.versionId,
			note: view.version.note,
			contentHash: view.version.contentHash,
			publishedBy: view.version.publishedBy?.name ?? null,
			latest: view.version.isLatest
		},
		versions: view.versions.map(versionLink),
		content,
		shared,
		filter: filterFrom(event.url.searchParams),
		opened: opened && { place: opened.place, page: opened.page, pages: opened.pages },
		panel: panel?.kind !== 'comment' && panelPoint === null ? null : panel,
		panelPoint,
		receipt,
		region: { name: region.name, phone: region.phone, postalAddress: region.postalAddress },
		securityHint: view.area?.securityHint ?? false,
		// Only a form that is open needs one, and a page without one is the same for every visitor.
		idempotencyKey: panel === null ? null : randomUUID()
	};
}

/** The point that a form is about, or null where this reader may not see it. */
async function pointOf(locals: App.Locals, panel: Panel | null): Promise<PointView | null> {
	if (panel === null || panel.kind === 'comment') return null;
	try {
		return await locals.app.submissions.point(locals.actor, panel.pointId);
	} catch (error) {
		if (isMedskickError(error) && error.code === 'not_found') return null;
		throw error;
	}
}

async function receiptOf(locals: App.Locals, submissionId: string | null): Promise<OwnReceipt | null> {
	if (!isPointId(submissionId)) return null;
	const sent = await locals.app.submissions.mine(locals.actor);
	const own = sent.find((submission) => submission.submissionId === submissionId);
	if (own === undefined) return null;
	return {
		reference: own.reference,
		receivedAt: own.receivedAt,
		late: own.late,
		repeated: false,
		points: own.points.map(({ id, status }) => ({ id, status: status === 'published' ? 'published' : 'held' })),
		text: own.points.map((point) => point.text).join('\n\n'),
		place: own.points[0]?.place?.blockId ?? 'whole'
	};
}

/** `?visa=<place>&sida=2`: all points of one place, page by page, in the place of its first few. */
async function openedPlace({ locals, url }: { locals: App.Locals; url: URL }, { inVersion }: InView) {
	const place = placeFromAddress(url.searchParams.get(QUERY.opened));
	if (place === null) return null;
	const page = Math.min(Math.max(1, Math.trunc(Number(url.searchParams.get(QUERY.page) ?? 1)) || 1), 10_000);
	const filter = filterFrom(url.searchParams);
	const found = await locals.app.submissions.atPlace(locals.actor, inVersion, {
		place,
		page,
		perPage: PER_PAGE,
		filter
	});
	const { replies, ...points } = found;
	const into = (all: ReadingData['points']): ReadingData['points'] => ({
		...all,
		places: { ...all.places, [place]: points },
		replies: { ...all.replies, ...replies }
	});
	return { place, page, pages: Math.max(1, Math.ceil(points.count / PER_PAGE)), into };
}

export const actions: Actions = {
	send: async (event) => {
		const form = await event.request.formData();
		return attempt(
			event,
			async () => {
				const inView = await readVersion(event);
				const { receipt, submissionId, returnLink } = await send(event, inView, bodyFromForm(form, event.url, inView));
				// The link to come back by must not stand in an address, so it is shown at once; a repetition acts once.
				if (returnLink !== null) return { sent: { ...receipt, text: text(form, 'text') }, returnLink };
				redirect(303, `${event.url.pathname}?${QUERY.receipt}=${submissionId}#kvittens`);
			},
			form
		);
	},

	agree: (event) => perform(event, 'agree'),
	report: (event) => perform(event, 'report'),
	correct: (event) => perform(event, 'correct'),
	withdraw: (event) => perform(event, 'withdraw')
};

/** Without JavaScript: does it, and shows the page at the point it was done to. */
async function perform(event: RequestEvent, name: ActName) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			const { pointId } = await ACTS[name](event, form);
			redirect(
				303,
				pointId === null ? `${event.url.pathname}?${QUERY.reported}=ja` : `${event.url.pathname}#p-${pointId}`
			);
		},
		form
	);
}
