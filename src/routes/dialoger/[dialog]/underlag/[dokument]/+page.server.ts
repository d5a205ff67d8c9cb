import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { isPointId, panelFromAddress, QUERY } from '#lib/reading/place-key.ts';
import { addressOfPoint } from '#lib/protocol/addresses.ts';
import type { OwnReceipt, Panel, ReadingData } from '#lib/reading/types.ts';
import type { PointView } from '#lib/protocol/points.ts';
import { ACTS, type ActName } from './acts.server.ts';
import { openedPlace } from './opened.server.ts';
import { bodyFromForm, send } from './send.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { filterFrom, pointInSight, readLatest, readVersion, versionLink } from './view.server.ts';

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
const pointOf = async (locals: App.Locals, panel: Panel | null): Promise<PointView | null> =>
	panel === null || panel.kind === 'comment' ? null : pointInSight(locals, panel.pointId);

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
				pointId === null ? `${event.url.pathname}?${QUERY.reported}=ja` : addressOfPoint(event.url.pathname, pointId)
			);
		},
		form
	);
}
