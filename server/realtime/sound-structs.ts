import * as Y from 'yjs';
import type { Grown } from './update-gate.ts';

/**
 * Whether what has just been applied, `update`, could have been written by an editor: each item stands between two
 * neighbours of one list, the left one before the right one. Yjs takes in anything else without a word, but where it
 * then stands depends on the order in which a document was put together: those who read along and those who join
 * later would see different texts. Call it in the same transaction, before Yjs tidies up.
 */
export function isSound({ store }: Y.Doc, update: Uint8Array, grown: readonly Grown[]): boolean {
	let collected = false;
	for (const { client, clock } of grown) {
		const structs = store.clients.get(client) ?? [];
		if (Y.getState(store, client) <= clock) continue;
		for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
			const struct = structs[at];
			if (!(struct instanceof Y.Item)) collected = true;
			else if (!standsBetweenItsNeighbours(store, struct)) return false;
		}
	}
	return !collected || neighboursAreOfOneList(store, update);
}

/**
 * What was written into something deleted is collected at once, and does not say any more where it stood. If only one
 * of its neighbours was deleted, Yjs has cut the other one open for nothing, and in the middle of a character that is
 * two units long this changes the text here and nowhere else.
 */
const neighboursAreOfOneList = (store: Y.Doc['store'], update: Uint8Array): boolean =>
	Y.decodeUpdate(update).structs.every(
		(struct) =>
			!(struct instanceof Y.Item) ||
			struct.origin === null ||
			struct.rightOrigin === null ||
			isCollected(store, struct.origin) === isCollected(store, struct.rightOrigin)
	);

const isCollected = (store: Y.Doc['store'], id: Y.ID): boolean =>
	Y.getState(store, id.client) > id.clock && neighbour(store, id) === null;

function standsBetweenItsNeighbours(store: Y.Doc['store'], item: Y.Item): boolean {
	const left = neighbour(store, item.origin);
	const right = neighbour(store, item.rightOrigin);
	return isInListOf(item, left) && isInListOf(item, right) && haveBeenNeighbours(store, left, right);
}

/** What the garbage collector has taken stands in no list any more, and takes its neighbours with it. */
function neighbour(store: Y.Doc['store'], id: Y.ID | null): Y.Item | null {
	const struct: unknown = id === null ? null : Y.getItem(store, id);
	return struct instanceof Y.Item ? struct : null;
}

const isInListOf = (item: Y.Item, other: Y.Item | null): boolean =>
	other === null || (other.parent === item.parent && other.parentSub === item.parentSub);

/**
 * Two ends of a gap that somebody once had in front of them; null is an end of the list. Wherever an item is, there is
 * what it was put beside: neither the left one's own right neighbour nor the right one's own left one stands in
 * between. Where one was put beside the other nothing is walked over, or long pastes would cost the square of their
 * length; elsewhere the walk is the one that Yjs made when it looked for the item's place.
 */
function haveBeenNeighbours(store: Y.Doc['store'], left: Y.Item | null, right: Y.Item | null): boolean {
	if (left === null) return right === null || right.origin === null;
	if (right === null) return left.rightOrigin === null;
	if (Y.compareIDs(left.rightOrigin, right.id) || Y.compareIDs(right.origin, left.lastId)) return true;
	const between = [neighbour(store, left.rightOrigin), neighbour(store, right.origin)];
	for (let item = left.right; item !== null; item = item.right) {
		if (item === right) return true;
		if (between.includes(item)) return false;
	}
	return false;
}
