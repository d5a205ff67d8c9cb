import type { PointView } from '#lib/protocol/points.ts';
import type { PlacePoints, PointsOnVersion } from '#lib/protocol/reading.ts';

type SectionOf = (blockId: string) => string | null | undefined;

/** The key of the place where a point is listed. */
export function placeOf(point: PointView): string {
	if (point.place === null || point.place.scope === 'whole') return 'whole';
	return point.place.state === 'removed' || point.place.blockId === null ? 'gone' : point.place.blockId;
}

export function findPoint(points: PointsOnVersion, pointId: string): PointView | undefined {
	const lists = [...Object.values(points.places).map((place) => place.points), ...Object.values(points.replies)];
	return lists.flat().find((point) => point.id === pointId);
}

/** Counts one more or less at a place: in the total and in the section, which holds its blocks' points. */
export function recount(points: PointsOnVersion, place: string, by: 1 | -1, sectionOf: SectionOf): PointsOnVersion {
	const section = sectionOf(place);
	const total = Math.max(0, points.total + by);
	if (section === undefined) return { ...points, total };
	const key = section ?? '';
	return { ...points, total, sections: { ...points.sections, [key]: Math.max(0, (points.sections[key] ?? 0) + by) } };
}

/** With the words of the point among those to highlight, if it has any here. */
export function withMark(points: PointsOnVersion, point: PointView): PointsOnVersion {
	const { place } = point;
	if (place?.scope !== 'words' || place.blockId === null || place.start === null || place.end === null) return points;
	const mark = { pointId: point.id, blockId: place.blockId, start: place.start, end: place.end };
	return { ...points, marks: [...points.marks, mark] };
}

/** Without a point that may not be seen any more; its words are not kept, a trace only where replies hang on it. */
export function withoutPoint(points: PointsOnVersion, pointId: string, sectionOf: SectionOf): PointsOnVersion {
	const found = Object.entries(points.places).find(([, place]) => place.points.some((point) => point.id === pointId));
	const mark = points.marks.find((one) => one.pointId === pointId);
	const marks = points.marks.filter((one) => one !== mark);
	if (found === undefined)
		return mark === undefined ? points : uncounted({ ...points, marks }, mark.blockId, sectionOf);
	const [key, place] = found;
	const point = place.points.find((one) => one.id === pointId);
	if (point === undefined || point.tombstone === true || point.own) return { ...points, marks };
	const hasReplies = (points.replies[pointId] ?? []).length > 0;
	const left = place.points.flatMap((one) => (one.id !== pointId ? one : hasReplies ? emptied(one) : []));
	const places: Record<string, PlacePoints> = {
		...points.places,
		[key]: { count: Math.max(0, place.count - 1), points: left }
	};
	return recount({ ...points, marks, places }, key, -1, sectionOf);
}

/** One less at a place whose list does not show it yet. */
function uncounted(points: PointsOnVersion, key: string, sectionOf: SectionOf): PointsOnVersion {
	const place = points.places[key];
	if (place === undefined) return points;
	const places = { ...points.places, [key]: { ...place, count: Math.max(0, place.count - 1) } };
	return recount({ ...points, places }, key, -1, sectionOf);
}

/** That something was here, and nothing of it. */
const emptied = (point: PointView): PointView => ({
	...point,
	tombstone: true,
	text: '',
	publicText: undefined,
	reference: undefined,
	assessment: null,
	agreements: 0,
	sender: { kind: 'omitted', name: '', organisationType: '', count: 1 }
});

/** One more page of a place's points after those already there; what is there already is not repeated. */
export function withMore(
	points: PointsOnVersion,
	place: string,
	more: PlacePoints & { replies: Record<string, PointView[]> }
): PointsOnVersion {
	const old = points.places[place] ?? { count: 0, points: [] };
	const known = new Set(old.points.map((point) => point.id));
	const list = [...old.points, ...more.points.filter((point) => !known.has(point.id))];
	return {
		...points,
		places: { ...points.places, [place]: { count: more.count, points: list } },
		replies: { ...points.replies, ...more.replies }
	};
}

/** Newly fetched first points of each place, with what the reader had fetched after them before. */
export function keepingMore(latest: PointsOnVersion, known: PointsOnVersion): PointsOnVersion {
	const places = Object.entries(latest.places).map(([key, place]): [string, PlacePoints] => {
		const have = new Set(place.points.map((point) => point.id));
		const more =
			place.count > place.points.length ? (known.places[key]?.points ?? []).filter(({ id }) => !have.has(id)) : [];
		return [key, more.length > 0 ? { ...place, points: [...place.points, ...more] } : place];
	});
	return { ...latest, places: Object.fromEntries(places), replies: { ...known.replies, ...latest.replies } };
}
