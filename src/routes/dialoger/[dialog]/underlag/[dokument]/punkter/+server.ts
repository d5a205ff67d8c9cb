import { json } from '@sveltejs/kit';
import { PER_PAGE } from '#lib/reading/more.ts';
import { placeFromAddress, QUERY } from '#lib/reading/place-key.ts';
import { MedskickError } from '#server/errors.ts';
import { answering, NOT_KEPT } from '../answer.server.ts';
import { send } from '../send.server.ts';
import { filterFrom, readLatest, readVersion } from '../view.server.ts';
import type { RequestHandler } from './$types';

/** More points of one place (`?visa=<place>&sida=2`), or all that may have changed while the page was open. */
export const GET: RequestHandler = (event) =>
	answering(async () => {
		const inView = await readVersion(event);
		const query = event.url.searchParams;
		const place = placeFromAddress(query.get(QUERY.opened));
		if (place === null) return json(await readLatest(event, inView), NOT_KEPT);
		const page = Number(query.get(QUERY.page) ?? 1);
		if (!Number.isInteger(page) || page < 1 || page > 10_000) throw new MedskickError('bad_input');
		const options = { place, page, perPage: PER_PAGE, filter: filterFrom(query) };
		const found = await event.locals.app.submissions.atPlace(event.locals.actor, inView.inVersion, options);
		return json(found, NOT_KEPT);
	});

/** One input from the browser's outbox. The same input twice gives the same receipt. */
export const POST: RequestHandler = (event) =>
	answering(async () => {
		const inView = await readVersion(event);
		const { receipt, returnLink, writer } = await send(event, inView, await readBody(event.request));
		return json({ receipt, returnLink, writer }, NOT_KEPT);
	});

async function readBody(request: Request): Promise<unknown> {
	if (!request.headers.get('content-type')?.startsWith('application/json')) throw new MedskickError('bad_input');
	return request.json().catch(() => {
		throw new MedskickError('bad_input');
	});
}
