import { readAddress, type DeskAddress } from '#lib/desk/index.ts';
import type { QueueFilter } from '#server/moderation/queue.ts';
import { authorize } from '#server/permissions/can.ts';

/** The dialogue whose desk it is, for those who may sit at it. */
export async function deskOf({ app, actor }: App.Locals, slug: string): Promise<{ dialogueId: string; slug: string }> {
	const { id: dialogueId } = await app.dialogues.workspace(actor, slug);
	authorize(actor, 'desk.read', { dialogueId });
	return { dialogueId, slug };
}

type Line = { id: string; slug: string; title: string };
export type Lists = { documents: Line[]; consultations: Line[] };

/** What the queue can be narrowed by. */
export async function listsOf({ app, actor }: App.Locals, dialogueId: string): Promise<Lists> {
	const [documents, consultations] = await Promise.all([
		app.documents.list(actor, dialogueId),
		app.consultations.list(actor, dialogueId)
	]);
	return {
		documents: documents.map(({ documentId, slug, title }) => ({ id: documentId, slug, title })),
		consultations: consultations.map(({ id, slug, title }) => ({ id, slug, title }))
	};
}

/** The address with what its lists do not know left out, and the filter that it means. */
export function filterOf(params: URLSearchParams, lists: Lists): { address: DeskAddress; filter: QueueFilter } {
	const asked = readAddress(params);
	const document = lists.documents.find(({ slug }) => slug === asked.document);
	const consultation = lists.consultations.find(({ slug }) => slug === asked.consultation);
	const address = { ...asked, document: document?.slug ?? '', consultation: consultation?.slug ?? '' };
	const { queue, words, mine, page } = address;
	const filter: QueueFilter = { queue, words, mine, page };
	if (document) filter.documentId = document.id;
	if (consultation) filter.consultationId = consultation.id;
	return { address, filter };
}
