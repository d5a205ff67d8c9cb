import { redirect } from '@sveltejs/kit';
import { leaves } from '#lib/document/outline.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { maskTitle, maskWords } from '#server/documents/mask.ts';
import type { MaskableView } from '#server/documents/types.ts';
import { joined, lines } from '../../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = { locals: App.Locals; params: { dialog: string; dokument: string }; url: URL };

export const load: PageServerLoad = async (event) => {
	const version = await maskable(event);
	const blocks = leaves(version.content).flatMap(({ blockId, block, plain }) =>
		block.type === 'table' ? [] : [{ blockId, type: block.type, plain }]
	);
	const { dialog, dokument } = event.params;
	const address = { dialogue: dialog, document: dokument };
	const { title, number, notes } = version;
	return { address, blocks, title, number, notes, done: event.url.searchParams.has('klar') };
};

export const actions: Actions = {
	preview: async (event) => {
		const form = joined(await event.request.formData(), ['blocks']);
		return attempt(
			event,
			async () => {
				const version = await maskable(event);
				const others = await event.locals.app.documents.otherPlaces(
					event.locals.actor,
					version.versionId,
					lines(form, 'words')
				);
				return { preview: { ...maskedCopy(version, form), others, baseHash: version.contentHash }, ...written(form) };
			},
			form
		);
	},
	mask: async (event) => {
		const form = joined(await event.request.formData(), ['blocks']);
		return attempt(
			event,
			async () => {
				const version = await maskable(event);
				const input = { ...maskedCopy(version, form), reason: text(form, 'reason'), baseHash: text(form, 'baseHash') };
				await event.locals.app.documents.maskVersion(event.locals.by, version.versionId, input);
				const { dialog, dokument } = event.params;
				redirect(303, localizeHref(`/arbetsyta/${dialog}/dokument/${dokument}/maskera?version=${version.number}&klar`));
			},
			form
		);
	}
};

/** The version as the public sees it now: a mask hides more of that, never less. */
const maskable = ({ locals, params, url }: Event): Promise<MaskableView> =>
	locals.app.documents.maskable(locals.actor, {
		dialogueSlug: params.dialog,
		documentSlug: params.dokument,
		number: Number(url.searchParams.get('version'))
	});

function maskedCopy(version: MaskableView, form: FormData) {
	const words = lines(form, 'words');
	const blocks = text(form, 'blocks').split(',');
	return { title: maskTitle(version.title, words), content: maskWords(version.content, words, blocks) };
}

const written = (form: FormData) => ({
	written: { words: text(form, 'words'), blocks: text(form, 'blocks'), reason: text(form, 'reason') }
});
