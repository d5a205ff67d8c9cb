import {
	createEncoder,
	toUint8Array,
	writeUint8,
	writeVarString,
	writeVarUint,
	writeVarUint8Array
} from 'lib0/encoding';

/** The kinds of a frame that both protocols share; hocuspocus has two more. */
export const KIND = {
	sync: 0,
	awareness: 1,
	auth: 2,
	syncReply: 4,
	status: 8,
	saved: 100,
	presence: 102,
	section: 110
};
export const STEP = { ask: 0, answer: 1, update: 2 };
const EMPTY_VECTOR = Uint8Array.of(0);
export const EMPTY_UPDATE = Uint8Array.of(0, 0);
const HOCUSPOCUS_VERSION = '4.7.0';

/** @param {(encoder: import('lib0/encoding').Encoder) => void} write */
function bytes(write) {
	const encoder = createEncoder();
	write(encoder);
	return Buffer.from(toUint8Array(encoder));
}

/** @typedef {ReturnType<typeof framingWith>} Framing */

/** @param {(encoder: import('lib0/encoding').Encoder, room: string) => void} prefix what stands before the kind */
function framingWith(prefix) {
	const sync = (/** @type {string} */ room, /** @type {number} */ step, /** @type {Uint8Array} */ payload) =>
		bytes((encoder) => {
			prefix(encoder, room);
			writeVarUint(encoder, KIND.sync);
			writeVarUint(encoder, step);
			writeVarUint8Array(encoder, payload);
		});
	return {
		prefixLength: (/** @type {string} */ room) => bytes((encoder) => prefix(encoder, room)).length,
		ask: (/** @type {string} */ room, vector = EMPTY_VECTOR) => sync(room, STEP.ask, vector),
		answer: (/** @type {string} */ room, update = EMPTY_UPDATE) => sync(room, STEP.answer, update),
		update: (/** @type {string} */ room, /** @type {Uint8Array} */ update) => sync(room, STEP.update, update),
		awareness: (/** @type {string} */ room, /** @type {Uint8Array} */ update) =>
			bytes((encoder) => {
				prefix(encoder, room);
				writeVarUint(encoder, KIND.awareness);
				writeVarUint8Array(encoder, update);
			}),
		/** Hocuspocus: the first frame; its answer must come before anything else is sent. */
		token: (/** @type {string} */ room) =>
			bytes((encoder) => {
				prefix(encoder, room);
				writeVarUint(encoder, KIND.auth);
				writeVarUint(encoder, 0);
				writeVarString(encoder, '');
				writeVarString(encoder, HOCUSPOCUS_VERSION);
			})
	};
}

/** A frame is kind and content; hocuspocus names the document in front. */
export const framings = {
	'y-websocket': framingWith(() => undefined),
	hocuspocus: framingWith((encoder, room) => writeVarString(encoder, room))
};

/** Ours: "I am at this section". @param {string} section */
export const sectionFrame = (section) =>
	bytes((encoder) => {
		writeVarUint(encoder, KIND.section);
		writeVarString(encoder, JSON.stringify(section));
	});

/** An awareness update with the state of one client. @param {number} client @param {number} clock @param {string} state JSON */
export const awarenessUpdate = (client, clock, state) =>
	bytes((encoder) => {
		writeVarUint(encoder, 1);
		writeVarUint(encoder, client);
		writeVarUint(encoder, clock);
		writeVarString(encoder, state);
	});

/**
 * The Yjs update of somebody who types on behind their own last words, as `Y.Text` makes it.
 * @param {number} client @param {number} clock @param {string} text
 */
export const typedUpdate = (client, clock, text) =>
	bytes((encoder) => {
		for (const number of [1, 1, client, clock]) writeVarUint(encoder, number);
		writeUint8(encoder, clock === 0 ? 0x04 : 0x84);
		if (clock === 0) {
			writeVarUint(encoder, 1);
			writeVarString(encoder, TEXT);
		} else {
			writeVarUint(encoder, client);
			writeVarUint(encoder, clock - 1);
		}
		writeVarString(encoder, text);
		writeVarUint(encoder, 0);
	});

/** The shared type that everybody writes to. */
export const TEXT = 't';
