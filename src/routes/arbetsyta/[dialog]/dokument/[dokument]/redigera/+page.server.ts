import type { EditingData, EditingLinks } from '#lib/editing/index.ts';
import type { DocumentHead } from '#server/documents/types.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { documentFor } from '../document.server.ts';
import { livingText } from './living.server.ts';
import { pointsBeside } from './points.server.ts';
import type { PageServerLoad } from './$types';

/** `?visa=lasare` shows the living text as its readers will see it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const asOf = app.realtime.newsClock();
	const document = await documentFor(locals, params);
	const living = await livingText(locals, document.documentId);
	const editing: EditingData = {
		documentId: document.documentId,
		accountId: accountIdOf(actor) ?? '',
		title: document.title,
		slug: document.slug,
		epoch: living.epoch,
		content: living.content,
		mayWrite: can(actor, 'text.write', { dialogueId: document.dialogueId }),
		previewing: url.searchParams.get('visa') === 'lasare',
		sharedSince: document.sharedSince,
		points: await pointsBeside(locals, document, living),
		asOf,
		links: linksFor(locals, document)
	};
	return { editing, documents: `/arbetsyta/${document.dialogueSlug}/dokument` };
};

function linksFor({ actor }: App.Locals, document: DocumentHead): EditingLinks {
	const { dialogueId, dialogueSlug, slug } = document;
	const workspace = `/arbetsyta/${dialogueSlug}`;
	const home = `${workspace}/dokument/${slug}`;
	const reading = `/dialoger/${dialogueSlug}/underlag/${slug}`;
	const thing = { dialogueId };
	return {
		document: home,
		upload: `${home}/redigera/bilder`,
		points: `${home}/redigera/synpunkter`,
		preview: `${home}/redigera?visa=lasare`,
		publish: can(actor, 'version.publish', thing) ? `${home}#publicera` : null,
		share: can(actor, 'text.share', thing) ? `${home}#dela` : null,
		reading: document.latest ? reading : null,
		compare: document.versions.length > 1 ? `${reading}/jamfor` : null,
		desk: can(actor, 'desk.read', thing) ? `${workspace}/moderering` : null,
		import: can(actor, 'text.import', thing) ? `${home}/importera` : null
	};
}
