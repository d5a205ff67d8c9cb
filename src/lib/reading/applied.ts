import type { FeedEvent } from '#lib/protocol/events.ts';
import type { PointView } from '#lib/protocol/points.ts';
import type { PlacePoints, PointFilter, PointsOnVersion } from '#lib/protocol/reading.ts';
import { placeOf, recount, withMark, withoutPoint } from './points.ts';

/** What the page needs to know to judge news. */
export type Sight = { versionId: string; filter: PointFilter; sectionOf(blockId: string): string | null | undefined };

export type Outcome = {
	points: PointsOnVersion;
	/** A point that was not there before, for the reader to be told of. */
	fresh: string | null;
	/** The news cannot be placed from here: ask the server again. */
	stale: boolean;
};

const isPoint = (value: unknown): value is PointView =>
	typeof value === 'object' && value !== null && 'id' in value && 'sender' in value && 'text' in value;

/**
 * The points after one piece of news; parts that did not change stay the same objects. An event carries what its
 * audience may see, so nothing is filtered here but by what the reader asked to see.
 */
export function applied(points: PointsOnVersion, event: FeedEvent, sight: Sight): Outcome {
	const same: Outcome = { points, fresh: null, stale: false };
	switch (event.kind) {
		case 'point_published':
		case 'point_changed':
			return isPoint(event.point) ? withPoint(points, event.point, sight) : same;
		case 'point_unpublished':
			return { ...same, points: withoutPoint(points, event.pointId, sight.sectionOf) };
		case 'agreement_changed':
			return { ...same, points: changed(points, event.pointId, (point) => ({ ...point, agreements: event.count })) };
		case 'reply_published':
		case 'reply_changed':
			return isPoint(event.reply) ? { ...same, points: withReply(points, event.pointId, event.reply) } : same;
		case 'reply_unpublished':
			return { ...same, points: withoutReply(points, event.pointId, event.replyId) };
		case 'assessment_changed':
			return { ...same, stale: true };
		default:
			return same;
	}
}

function withPoint(points: PointsOnVersion, point: PointView, sight: Sight): Outcome {
	if (point.parentId !== null) return { points: withReply(points, point.parentId, point), fresh: null, stale: false };
	const known = Object.values(points.places)
		.flatMap((place) => place.points)
		.find((one) => one.id === point.id);
	if (known !== undefined)
		return { points: changed(points, point.id, (old) => kept(old, point)), fresh: null, stale: false };
	if (!isWanted(point, sight.filter)) return { points, fresh: null, stale: false };
	// Where it stands in another version than its own, only the server knows.
	const elsewhere = point.place?.scope !== 'whole' && point.place?.versionId !== sight.versionId;
	if (elsewhere || isListed(points, point.id)) return { points, fresh: null, stale: true };
	return { points: inserted(points, point, sight), fresh: point.own ? null : point.id, stale: false };
}

/** News for everybody does not know what is the reader's own. */
function kept(old: PointView, point: PointView): PointView {
	const mine = { own: point.own || old.own, agreed: old.agreed, reference: point.reference ?? old.reference };
	return { ...point, ...mine, place: point.place?.versionId === old.place?.versionId ? old.place : point.place };
}

const isListed = (points: PointsOnVersion, pointId: string): boolean =>
	points.marks.some((mark) => mark.pointId === pointId);

function isWanted(point: PointView, filter: PointFilter): boolean {
	if (filter.kind !== undefined && point.kind !== filter.kind) return false;
	if (filter.mine === true && !point.own) return false;
	if (filter.answered === true && point.assessment === null) return false;
	if (filter.organisationType !== undefined && point.sender.organisationType !== filter.organisationType) return false;
	return (
		filter.words === undefined || filter.words === '' || point.text.toLowerCase().includes(filter.words.toLowerCase())
	);
}

/** Reading order: by where the words stand, then by time. */
const isBefore = (one: PointView, other: PointView): boolean => {
	const [a, b] = [one.place?.start ?? Infinity, other.place?.start ?? Infinity];
	return a === b ? one.createdAt < other.createdAt : a < b;
};

function inserted(points: PointsOnVersion, point: PointView, sight: Sight): PointsOnVersion {
	const place = placeOf(point);
	const old: PlacePoints = points.places[place] ?? { count: 0, points: [] };
	const at = old.points.findIndex((other) => isBefore(point, other));
	const list = old.points.toSpliced(at < 0 ? old.points.length : at, 0, point);
	const places = { ...points.places, [place]: { count: old.count + 1, points: list } };
	return withMark(recount({ ...points, places }, place, 1, sight.sectionOf), point);
}

/** A point or a reply, changed wherever it is listed. */
export function changed(
	points: PointsOnVersion,
	pointId: string,
	change: (point: PointView) => PointView
): PointsOnVersion {
	const inList = (list: readonly PointView[]) => {
		const index = list.findIndex(({ id }) => id === pointId);
		const point = list[index];
		return point ? list.with(index, change(point)) : null;
	};
	const places = Object.entries(points.places).map(([key, place]): [string, PlacePoints] => {
		const list = inList(place.points);
		return [key, list ? { ...place, points: list } : place];
	});
	const replies = Object.entries(points.replies).map(([key, list]) => [key, inList(list) ?? list]);
	return { ...points, places: Object.fromEntries(places), replies: Object.fromEntries(replies) };
}

function withReply(points: PointsOnVersion, parentId: string, reply: PointView): PointsOnVersion {
	const old = points.replies[parentId] ?? [];
	const known = old.find((one) => one.id === reply.id);
	const list = known ? old.map((one) => (one === known ? kept(known, reply) : one)) : [...old, reply];
	const replies = { ...points.replies, [parentId]: list };
	return changed({ ...points, replies }, parentId, (parent) => ({
		...parent,
		replies: parent.replies + (known ? 0 : 1)
	}));
}

function withoutReply(points: PointsOnVersion, parentId: string, replyId: string): PointsOnVersion {
	const old = points.replies[parentId] ?? [];
	if (!old.some((one) => one.id === replyId)) return points;
	const replies = { ...points.replies, [parentId]: old.filter((one) => one.id !== replyId) };
	return changed({ ...points, replies }, parentId, (parent) => ({
		...parent,
		replies: Math.max(0, parent.replies - 1)
	}));
}
