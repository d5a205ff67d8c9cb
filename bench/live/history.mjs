import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as Y from 'yjs';
import { TEXT } from './generator/framing.mjs';

/**
 * The history of a text that one person has typed over some weeks, the same for the same seed: bursts of typing,
 * corrections by backspace, passages cut and rewritten, jumps to other places, pastes. The shares are such that text,
 * state and number of structs end up like those of a real article of as many edits (README.md).
 */
export const EDITS = 140_000;
export const AUTHOR = 42;
const LETTERS = 'eeeeaaaannnnrrrrttttssssiiillldddooommkkgvhfupåäöbjcy';
/** How likely each act is when a burst of typing begins. */
const CUT_SHARE = 0.12;
const PASTE_SHARE = 0.045;
const NEARBY_SHARE = 0.45;
const AT_END_SHARE = 0.14;
const NEARBY = 60;
const BURST = 15.5;
const SLIP_SHARE = 0.016;
const SLIP = 4.6;
const PASTED = 220;
const CUT = 140;

/** @param {number} state */
function randomNumbers(state) {
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * One edit after the other: at `at`, `remove` characters go and `insert` comes.
 * @param {number} edits
 * @param {number} [seed]
 * @returns {Generator<{ at: number, remove: number, insert: string }, void>}
 */
export function* editsOf(edits, seed = 2026) {
	const random = randomNumbers(seed);
	const around = (/** @type {number} */ mean) => 1 + Math.floor(-Math.log(1 - random()) * mean);
	const letter = () => (random() < 0.16 ? ' ' : (LETTERS[Math.floor(random() * LETTERS.length)] ?? 'e'));
	const words = (/** @type {number} */ length) => Array.from({ length }, letter).join('');
	let length = 0;
	let at = 0;
	let left = edits;
	while (left > 0) {
		at = Math.min(length, Math.max(0, jump(random, at, length)));
		if (random() < CUT_SHARE && length > 0 && left-- > 0) {
			const remove = Math.min(around(CUT), length);
			at = Math.min(at, length - remove);
			length -= remove;
			yield { at, remove, insert: '' };
		}
		if (random() < PASTE_SHARE && left-- > 0) {
			const insert = words(around(PASTED));
			yield { at, remove: 0, insert };
			at += insert.length;
			length += insert.length;
		}
		let back = 0;
		for (let keys = around(BURST); keys > 0 && left > 0; keys--, left--) {
			if (back === 0 && random() < SLIP_SHARE) back = around(SLIP);
			if (back > 0 && at > 0) {
				back--;
				length--;
				yield { at: --at, remove: 1, insert: '' };
			} else {
				length++;
				yield { at: at++, remove: 0, insert: letter() };
			}
		}
	}
}

/** Where somebody goes on: nearby, at the end, or anywhere. @param {() => number} random @param {number} at @param {number} length */
function jump(random, at, length) {
	const kind = random();
	if (kind < NEARBY_SHARE) return at + Math.floor((random() - 0.5) * NEARBY);
	return kind < NEARBY_SHARE + AT_END_SHARE ? length : Math.floor(random() * (length + 1));
}

/**
 * Plays a history. `onUpdate` gets what Yjs makes of each edit.
 * @param {number} edits
 * @param {(update: Uint8Array) => void} [onUpdate]
 */
export function playHistory(edits, onUpdate) {
	const doc = new Y.Doc();
	doc.clientID = AUTHOR;
	if (onUpdate !== undefined) doc.on('update', (update) => onUpdate(update));
	const text = doc.getText(TEXT);
	for (const { at, remove, insert } of editsOf(edits)) {
		doc.transact(() => {
			if (remove > 0) text.delete(at, remove);
			if (insert !== '') text.insert(at, insert);
		});
	}
	return doc;
}

/** Keeps the state of the whole history in a file, which takes seconds to make. @param {string} file */
export function keepText(file) {
	if (existsSync(file)) return;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, Y.encodeStateAsUpdate(playHistory(EDITS)));
}

/** The text with the whole history. @param {string} file as `keepText` left it */
export function readText(file) {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, readFileSync(file));
	return doc;
}
