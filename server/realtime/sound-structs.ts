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
