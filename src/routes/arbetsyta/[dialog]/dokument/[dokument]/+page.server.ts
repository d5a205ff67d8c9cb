import { attempt, text } from '#lib/ui/action.server.ts';
import type { Stage } from '#server/documents/vocabulary.ts';
import { can } from '#server/permissions/can.ts';
import { documentFor } from './document.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const document = await documentFor(locals, params);
	const { dialogueId, documentId } = document;
	const may = {
		write: can(actor, 'text.write', { dialogueId }),
		publish: can(actor, 'version.publish', { dialogueId }),
		share: can(actor, 'text.share', { dialogueId }),
		mask: can(actor, 'version.mask', { dialogueId })
	};
	const [{ areas }, preview, reports] = await Promise.all([
		app.dialogues.view(actor, params.dialog),
		app.documents.preview(actor, documentId),
		may.write ? app.documents.importReports(actor, documentId) : []
	]);
	return {
		document,
		areas,
		may,
		preview,
		reports: reports.map(({ id, fileName, createdAt }) => ({ id, fileName, createdAt }))
	};
};

export const actions: Actions = {
	details: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { documentId } = await documentFor(locals, params);
				await locals.app.documents.update(locals.by, documentId, {
					title: text(form, 'title'),
					areaId: text(form, 'areaId'),
					ordinal: Number(text(form, 'ordinal') || 0)
				});
				return { saved: true };
			},
			form
		);
	},
	publish: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { documentId } = await documentFor(locals, params);
				const { number } = await locals.app.documents.publish(locals.by, documentId, {
					label: text(form, 'label'),
					stage: text(form, 'stage') as Stage,
					note: text(form, 'note'),
					expectedEpoch: text(form, 'epoch'),
					after: Number(text(form, 'after')) || null
				});
				return { published: number };
			},
			form
		);
	},
	share: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { documentId } = await documentFor(locals, params);
				await locals.app.documents.shareLive(locals.by, documentId, text(form, 'open') === 'yes');
				return { saved: true };
			},
			form
		);
	}
};
