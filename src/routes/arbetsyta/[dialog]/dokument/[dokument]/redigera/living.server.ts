import { contentOf } from '#server/documents/living.ts';
import { MedskickError } from '#server/errors.ts';

/** The living text as it is committed now. */
export async function livingText({ app }: App.Locals, documentId: string) {
	const living = await app.realtime.readText(documentId);
	if (living === null) throw new MedskickError('not_found');
	return { state: living.state, epoch: living.epoch, content: contentOf(living.state) };
}
