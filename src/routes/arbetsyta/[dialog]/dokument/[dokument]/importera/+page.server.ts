import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { documentFor } from '../document.server.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST_BYTES = 25 * 1024 * 1024;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const document = await documentFor(locals, params);
	authorize(actor, 'text.import', { dialogueId: document.dialogueId });
	const [reports, { empty }] = await Promise.all([
		app.documents.importReports(actor, document.documentId),
		app.documents.preview(actor, document.documentId)
	]);
	const report = reports.find(({ id }) => id === url.searchParams.get('rapport')) ?? null;
	return { document, empty, report };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { documentId, dialogueId, dialogueSlug, slug } = await documentFor(locals, params);
				authorize(locals.actor, 'text.import', { dialogueId });
				const { fileName, imported } = await readFrom(locals.app.importing, form);
				const options = { fileName, replace: text(form, 'replace') === 'yes' };
				const { importReportId } = await locals.app.documents.importInto(locals.by, documentId, imported, options);
				redirect(303, localizeHref(`/arbetsyta/${dialogueSlug}/dokument/${slug}/importera?rapport=${importReportId}`));
			},
			form
		);
	}
};

/** The file, else what was pasted: with its markup when the browser could hand that over. */
async function readFrom(importing: App.Locals['app']['importing'], form: FormData) {
	const file = form.get('file');
	if (file instanceof File && file.size > 0) {
		if (file.size > MOST_BYTES)
			refuse('too_large', 'Filen är större än 25 MB.', 'The file is larger than 25 MB.', 'file');
		const bytes = new Uint8Array(await file.arrayBuffer());
		return { fileName: file.name, imported: await importing.importFile(file.name, bytes) };
	}
	const pasted = text(form, 'pasted');
	if (pasted.trim() === '')
		refuse('bad_input', 'Välj en fil eller klistra in text.', 'Choose a file or paste text.', 'file');
	const imported = await importing.importPasted(text(form, '_markup') || null, pasted);
	return { fileName: m.workspace_import_pasted_name(), imported };
}
