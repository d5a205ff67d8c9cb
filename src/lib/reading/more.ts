import type { PointView } from '#lib/protocol/points.ts';
import type { PlacePoints } from '#lib/protocol/reading.ts';
import { placeToAddress, QUERY } from './place-key.ts';
import type { LatestData, ReadingData } from './types.ts';

export type More = PlacePoints & { replies: Record<string, PointView[]> };

/** How many points one request brings; a page of `?visa=` holds as many. */
export const PER_PAGE = 20;

/** The next points of a place after the `known` first ones, or null when the server does not answer. */
export function fetchMore(data: ReadingData, place: string, known: number): Promise<More | null> {
	const page = String(Math.floor(known / PER_PAGE) + 1);
	return getJson<More>(data, { [QUERY.opened]: placeToAddress(place), [QUERY.page]: page });
}

/** What is true now of the version in view, or null when the server does not answer. */
export const fetchLatest = (data: ReadingData): Promise<LatestData | null> => getJson<LatestData>(data, {});

/** Asks beside the page, with its filter and for the version in view. */
async function getJson<T>(data: ReadingData, wanted: Record<string, string>): Promise<T | null> {
	const query = new URLSearchParams(location.search);
	for (const name of [QUERY.opened, QUERY.page, QUERY.point]) query.delete(name);
	query.set(QUERY.version, String(data.version.number));
	for (const [name, value] of Object.entries(wanted)) query.set(name, value);
	try {
		const response = await fetch(`${location.pathname}/punkter?${query}`, { headers: { accept: 'application/json' } });
		return response.ok ? ((await response.json()) as T) : null;
	} catch {
		return null;
	}
}
