import { oldestFirst, type Queue, type QueueItem, type QueueRows } from '#lib/protocol/desk.ts';

type Place = { queue: Queue; page: number; perPage: number };

/** The queue with rows that were read again: changed where they stand, gone, or new and in their order. */
export function mergeRows(
	items: readonly QueueItem[],
	{ rows }: Pick<QueueRows, 'rows'>,
	{ queue, page, perPage }: Place
): { items: QueueItem[]; added: number } {
	const changed = new Map(rows.map((row) => [row.id, row.item]));
	const shown = new Set(items.map((item) => item.point.id));
	const kept = items.flatMap((item) => (changed.has(item.point.id) ? (changed.get(item.point.id) ?? []) : item));
	// A later page would have to know what came before it; it shows news when it is read again.
	const added = page === 1 ? rows.flatMap((row) => (row.item !== null && !shown.has(row.id) ? row.item : [])) : [];
	const order = oldestFirst(queue) ? compare : (a: QueueItem, b: QueueItem) => compare(b, a);
	return { items: [...kept, ...added].toSorted(order).slice(0, perPage), added: added.length };
}

function compare(a: QueueItem, b: QueueItem): number {
	const [first, second] = [`${a.point.changedAt} ${a.point.id}`, `${b.point.changedAt} ${b.point.id}`];
	return first < second ? -1 : first > second ? 1 : 0;
}

/** Of what the server now says, only what a frozen queue shows already; `unseen` are the ids of the rest. */
export function keepShown(
	shown: readonly QueueItem[],
	now: readonly QueueItem[]
): { items: QueueItem[]; unseen: string[] } {
	const fresh = new Map(now.map((item) => [item.point.id, item]));
	const known = new Set(shown.map((item) => item.point.id));
	return {
		items: shown.flatMap((item) => fresh.get(item.point.id) ?? []),
		unseen: [...fresh.keys()].filter((id) => !known.has(id))
	};
}
