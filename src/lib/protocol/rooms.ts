/**
 * Rooms: what a socket opens. One socket, one room; the address of a room is `/ws/<kind>/<id>`.
 *
 * text      the living text of a document            id: the document's
 * document  news about its points and versions       id: the document's
 * meeting   focus, agenda, questions, counts         id: the meeting's
 * notes     the meeting's shared notes               id: the meeting's
 * desk      the moderation queue                     id: the dialogue's
 */
export const ROOM_KINDS = ['text', 'document', 'meeting', 'notes', 'desk'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

export type Room = { kind: RoomKind; id: string };

/** `<kind>/<id>`, for instance `document/0190…`. What feed messages and registries are keyed by. */
export type RoomName = `${RoomKind}/${string}`;

const ADDRESS = /^\/ws\/([a-z]+)\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

const isRoomKind = (value: string | undefined): value is RoomKind => ROOM_KINDS.some((kind) => kind === value);

/** The room at the path of an address (no query), or null for anything else. */
export function parseRoomPath(path: string): Room | null {
	const [, kind, id] = ADDRESS.exec(path) ?? [];
	return isRoomKind(kind) && id !== undefined ? { kind, id } : null;
}

export const roomName = (kind: RoomKind, id: string): RoomName => `${kind}/${id}`;

export const roomPath = (kind: RoomKind, id: string): string => `/ws/${kind}/${id}`;

/** Rooms with a text speak y-websocket's binary protocol; the others speak JSON text frames. */
export const holdsText = (kind: RoomKind): boolean => kind === 'text' || kind === 'notes';
