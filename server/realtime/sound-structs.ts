import * as Y from 'yjs';

/**
 * Whether what a client has added since `clock` could have been written by an editor: each item stands between two
 * neighbours of one list, the left one before the right one. Yjs takes in anything else without a word, but where it
 * then stands depends on the order in which a document was put together: those who read along and those who join
 * later would see different texts.
 */
export function isSound({ store }: Y.Doc, client: number, clock: number): boolean {
	const structs = store.clients.get(client) ?? [];
	if (Y.getState(store, client) <= clock) return true;
	for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
		const struct = structs[at];
		if (struct instanceof Y.Item && !standsBetweenItsNeighbours(store, struct)) return false;
	}
	return true;
}

function standsBetweenItsNeighbours(store: Y.Doc['store'], item: Y.Item): boolean {
	const left = neighbour(store, item.origin);
	const right = neighbour(store, item.rightOrigin);
	if (!isInListOf(item, left) || !isInListOf(item, right)) return false;
	return left === null || right === null || isBefore(left, right);
}

/** What the garbage collector has taken stands in no list any more, and takes its neighbours with it. */
function neighbour(store: Y.Doc['store'], id: Y.ID | null): Y.Item | null {
	const struct: unknown = id === null ? null : Y.getItem(store, id);
	return struct instanceof Y.Item ? struct : null;
}

const isInListOf = (item: Y.Item, other: Y.Item | null): boolean =>
	other === null || (other.parent === item.parent && other.parentSub === item.parentSub);

/**
 * Walks from one to the other, as Yjs did when it looked for the item's place; but not where the two were put down
 * as neighbours, or long pastes would cost the square of their length.
 */
function isBefore(left: Y.Item, right: Y.Item): boolean {
	if (Y.compareIDs(left.rightOrigin, right.id) || Y.compareIDs(right.origin, left.lastId)) return true;
	for (let item = left.right; item !== null; item = item.right) if (item === right) return true;
	return false;
}
