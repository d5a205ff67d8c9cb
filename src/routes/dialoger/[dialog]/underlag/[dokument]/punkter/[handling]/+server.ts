import { json } from '@sveltejs/kit';
import { actNamed } from '../../acts.server.ts';
import { answering, NOT_KEPT } from '../../answer.server.ts';
import type { RequestHandler } from './$types';

/** A form of the page, sent in place: the answer is what came of it, and not another page. */
export const POST: RequestHandler = (event) =>
	answering(async () => {
		const act = actNamed(event.params.handling);
		return json(await act(event, await event.request.formData()), NOT_KEPT);
	});
