import { json } from '@sveltejs/kit';
import { v7 as newId } from 'uuid';
import { refuse } from '#server/errors.ts';
import { prepareImage } from '#server/importing/images.ts';
import { authorize } from '#server/permissions/can.ts';
import { documentOrNotes } from '../../document.server.ts';
import type { RequestHandler } from './$types';

const MOST_BYTES = 25 * 1024 * 1024;

/** Takes a picture (`file`) for the document: encoded anew, without metadata. Whether it stands in the text is decided there. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
	const { documentId, dialogueId, notes } = await documentOrNotes(locals, params);
	if (notes)
		refuse(
			'rule_broken',
			'Bilder kan inte läggas in i anteckningar. Skriv vad bilden visar.',
			'Images cannot be added to notes. Write what the image shows.',
			'file'
		);
	// Before the body is read: nobody else may make us decode pictures.
	authorize(locals.actor, 'text.write', { dialogueId });
	const bytes = await pictureIn(request);
	const { sha256: _, ...image } = await prepareImage(bytes);
	const imageId = newId();
	await locals.app.documents.addImage(locals.by, documentId, { id: imageId, ...image });
	return json({ imageId, width: image.width, height: image.height }, { status: 201 });
};

async function pictureIn(request: Request): Promise<Uint8Array> {
	const form = await request.formData().catch(() => null);
	const file = form?.get('file');
	if (!(file instanceof File) || file.size === 0)
		refuse('bad_input', 'Välj en bildfil.', 'Choose an image file.', 'file');
	if (file.size > MOST_BYTES)
		refuse('too_large', 'Bilden är större än 25 MB.', 'The image is larger than 25 MB.', 'file');
	return new Uint8Array(await file.arrayBuffer());
}
