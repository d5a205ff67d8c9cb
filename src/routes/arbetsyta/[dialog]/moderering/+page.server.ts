import { text } from '#lib/ui/action.server.ts';
import { maskText } from '#lib/protocol/masking.ts';
import { isMedskickError } from '#server/errors.ts';
import { can } from '#server/permissions/can.ts';
import { attempt } from '#lib/ui/action.server.ts';
import { decideFrom, go, markedIn, seenIn, workFrom } from './actions.server.ts';
import { deskOf, filterOf, listsOf } from './desk.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const asOf = app.realtime.newsClock();
	const { dialogueId, slug } = await deskOf(locals, params.dialog);
	const lists = await listsOf(locals, dialogueId);
	const { address, filter } = filterOf(url.searchParams, lists);
	const [queue, item, made, colleagues, reasons] = await Promise.all([
		app.moderation.queue(actor, dialogueId, filter),
		address.pointId === null ? null : itemOr(locals, dialogueId, address.pointId),
		address.decision === null ? null : app.moderation.decision(actor, dialogueId, address.decision),
		app.moderation.colleagues(actor, dialogueId),
		app.dialogues.declineReasons(actor, dialogueId)
	]);
	if (item) app.moderation.open(actor, dialogueId, item.point.id);
	return {
		...{ dialogueId, slug, asOf, address, queue, item, made, colleagues },
		reasons: reasons.filter((reason) => reason.active),
		documents: lists.documents.map((one) => ({ value: one.slug, label: one.title })),
		consultations: lists.consultations.map((one) => ({ value: one.slug, label: one.title })),
		perPage: app.moderation.perPage,
		mayModerate: can(actor, 'point.moderate', {
			...{ dialogueId, areaId: null, authorId: null, status: '', protectedIdentity: false }
		})
	};
};

/** The point, or null where the address names none of this desk: the queue is shown all the same. */
async function itemOr({ app, actor }: App.Locals, dialogueId: string, pointId: string) {
	try {
		return await app.moderation.item(actor, dialogueId, pointId);
	} catch (error) {
		if (isMedskickError(error) && error.code === 'not_found') return null;
		throw error;
	}
}

export const actions: Actions = {
	approve: (event) =>
		decideFrom(event, (form) =>
			event.locals.app.moderation.approve(event.locals.by, { pointId: text(form, 'pointId'), seen: seenIn(form) })
		),
	decline: (event) =>
		decideFrom(event, (form) =>
			event.locals.app.moderation.decline(event.locals.by, {
				pointId: text(form, 'pointId'),
				seen: seenIn(form),
				declineReasonId: text(form, 'declineReasonId'),
				note: text(form, 'note'),
				message: text(form, 'message')
			})
		),
	unpublish: (event) =>
		decideFrom(event, (form) =>
			event.locals.app.moderation.unpublish(event.locals.by, {
				pointId: text(form, 'pointId'),
				seen: seenIn(form),
				note: text(form, 'note')
			})
		),
	mask: (event) =>
		decideFrom(event, async (form) => {
			const { ranges } = await markedIn(event, form);
			return event.locals.app.moderation.mask(event.locals.by, {
				pointId: text(form, 'pointId'),
				seen: seenIn(form),
				ranges,
				reason: text(form, 'reason')
			});
		}),
	/** How others would see the text; for those without JavaScript. */
	preview: async (event) => {
		const form = await event.request.formData();
		const work = async () => {
			const marked = await markedIn(event, form);
			const values = { part: 'mask', marked: text(form, 'marked'), reason: text(form, 'reason') };
			return { preview: maskText(marked.text, marked.ranges), written: values };
		};
		return attempt(event, work, form);
	},
	approveMask: (event) =>
		decideFrom(event, (form) =>
			event.locals.app.moderation.approveMask(event.locals.by, { pointId: text(form, 'pointId'), seen: seenIn(form) })
		),
	security: (event) =>
		decideFrom(event, (form) =>
			event.locals.app.moderation.securityReview(event.locals.by, {
				pointId: text(form, 'pointId'),
				seen: seenIn(form),
				on: text(form, 'on') === 'yes',
				note: text(form, 'note')
			})
		),
	/** Goes back to the point whose decision was undone. */
	undo: async (event) => {
		const form = await event.request.formData();
		const { app, by, actor } = event.locals;
		const work = async () => {
			const { dialogueId } = await deskOf(event.locals, event.params.dialog);
			const made = await app.moderation.decision(actor, dialogueId, text(form, 'decisionId'));
			await app.moderation.undo(by, { decisionId: text(form, 'decisionId') });
			return go(event, made?.point.id ?? null, null);
		};
		return attempt(event, work, form);
	},
	assign: (event) =>
		workFrom(event, (form) =>
			event.locals.app.moderation.assign(event.locals.by, {
				pointId: text(form, 'pointId'),
				accountId: text(form, 'accountId') || null
			})
		),
	note: (event) =>
		workFrom(event, (form) =>
			event.locals.app.moderation.note(event.locals.by, { pointId: text(form, 'pointId'), text: text(form, 'text') })
		),
	reports: (event) =>
		workFrom(event, (form) =>
			event.locals.app.moderation.handleReports(event.locals.by, { pointId: text(form, 'pointId') })
		)
};
