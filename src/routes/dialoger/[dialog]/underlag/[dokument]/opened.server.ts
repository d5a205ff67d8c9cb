import { PER_PAGE } from '#lib/reading/more.ts';
import { isPointId, placeFromAddress, QUERY } from '#lib/reading/place-key.ts';
import type { ReadingData } from '#lib/reading/types.ts';
import { filterFrom, type InView, pointInSight } from './view.server.ts';

type Asked = { locals: App.Locals; url: URL };
type At = { place: string; page: number };

const LAST_PAGE = 10_000;

/** All points of the place that an address asks for, page by page, instead of the place's first few; null if none. */
export async function openedPlace(asked: Asked, inView: InView) {
	const at = placeAsked(asked.url) ?? (await placeOfPoint(asked, inView));
	if (at === null) return null;
	const { locals, url } = asked;
	const options = { ...at, perPage: PER_PAGE, filter: filterFrom(url.searchParams) };
	const { replies, ...points } = await locals.app.submissions.atPlace(locals.actor, inView.inVersion, options);
	const into = (all: ReadingData['points']): ReadingData['points'] => ({
		...all,
		places: { ...all.places, [at.place]: points },
		replies: { ...all.replies, ...replies }
	});
	return { ...at, pages: Math.max(1, Math.ceil(points.count / PER_PAGE)), into };
}

/** `?visa=<place>&sida=2`. */
function placeAsked({ searchParams }: URL): At | null {
	const place = placeFromAddress(searchParams.get(QUERY.opened));
	const page = Math.trunc(Number(searchParams.get(QUERY.page) ?? 1)) || 1;
	return place === null ? null : { place, page: Math.min(Math.max(1, page), LAST_PAGE) };
}

/** `?synpunkt=<id>`: how links to one point come to it, however many stand before it. Of a reply: what it answers. */
async function placeOfPoint({ locals, url }: Asked, { inVersion }: InView): Promise<At | null> {
	const id = url.searchParams.get(QUERY.point);
	if (!isPointId(id)) return null;
	const point = await pointInSight(locals, id);
	if (point === null) return null;
	const options = { perPage: PER_PAGE, filter: filterFrom(url.searchParams) };
	const pointId = point.parentId ?? point.id;
	return locals.app.submissions.whereStands(locals.actor, inVersion, { ...options, pointId });
}
