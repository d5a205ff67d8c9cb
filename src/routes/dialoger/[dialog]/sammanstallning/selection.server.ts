import { filterPhrase, parseFilter, type Names } from '#lib/review/index.ts';
import { can } from '#server/permissions/can.ts';

/** The dialogue of the address with its lists, and what of its inputs the address asks for; for whoever may read it. */
export async function selectionOf({ app, actor }: App.Locals, slug: string, url: URL) {
	const dialogue = await app.dialogues.view(actor, slug);
	const [documents, consultations] = await Promise.all([
		app.documents.list(actor, dialogue.id),
		app.consultations.list(actor, dialogue.id)
	]);
	const names: Names = {
		areas: Object.fromEntries(dialogue.areas.map(({ code, name }) => [code, name])),
		consultations: Object.fromEntries(consultations.map((one) => [one.slug, one.title])),
		documents: Object.fromEntries(documents.map((one) => [one.slug, one.title]))
	};
	const known = {
		areas: dialogue.areas.map((area) => area.code),
		consultations: Object.keys(names.consultations),
		documents: Object.keys(names.documents)
	};
	const selection = parseFilter(url.searchParams, known);
	const thing = { dialogueId: dialogue.id };
	return {
		dialogue,
		names,
		...selection,
		phrase: filterPhrase(selection.filter, names),
		/** Sees more than is published. */
		insider: can(actor, 'desk.read', thing),
		readsDrafts: can(actor, 'assessment.read_draft', thing)
	};
}

/** A file of ours, to be saved: nobody on the way keeps it, and no browser tries to show it. */
export const download = (body: string, type: string, name: string): Response =>
	new Response(body, {
		headers: {
			'content-type': `${type}; charset=utf-8`,
			'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
			'cache-control': 'no-store'
		}
	});
