import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { carriesChanges, jsonFrame, readJsonFrame, syncFrame } from './binary-frames.ts';
import { CLOSE, isFinal } from './close-codes.ts';
import { FRAME, isSection, SYNC } from './frames.ts';
import { holdsText, parseRoomPath, ROOM_KINDS, roomName, roomPath } from './rooms.ts';

describe('the address of a room', () => {
	test('is read back as it was written', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ROOM_KINDS), fc.uuid(), (kind, id) => {
				expect(parseRoomPath(roomPath(kind, id))).toEqual({ kind, id });
				expect(roomPath(kind, id)).toBe(`/ws/${roomName(kind, id)}`);
			})
		);
	});

	test('is nothing else', () => {
		fc.assert(fc.property(fc.string(), (path) => parseRoomPath(path) === null));
		fc.assert(fc.property(fc.string(), (id) => parseRoomPath(`/ws/text/${id}`) === null));
	});

	test('says whether there is a text', () => {
		expect(ROOM_KINDS.filter(holdsText)).toEqual(['text', 'notes']);
	});
});

test('a close code is final exactly when the y-websocket client takes it so', () => {
	const final = Object.entries(CLOSE).filter(([, code]) => isFinal(code));
	expect(final.map(([name]) => name)).toEqual([
		'badFrame',
		'notSignedIn',
		'forbidden',
		'gone',
		'otherEpoch',
		'notStorable'
	]);
});

describe('frames', () => {
	test('carry JSON there and back', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(readJsonFrame(jsonFrame(FRAME.event, value))).toEqual({
					kind: FRAME.event,
					value: JSON.parse(JSON.stringify(value))
				});
			})
		);
	});

	test('with changes are counted, questions are not', () => {
		const update = Y.encodeStateAsUpdate(new Y.Doc());
		expect(carriesChanges(syncFrame(SYNC.update, update))).toBe(true);
		expect(carriesChanges(syncFrame(SYNC.answer, update))).toBe(true);
		expect(carriesChanges(syncFrame(SYNC.ask, update))).toBe(false);
		expect(carriesChanges(jsonFrame(FRAME.section, 'h1'))).toBe(false);
	});
});

test('a section is a short string or nothing', () => {
	expect(['h1', null, 'x'.repeat(64)].every(isSection)).toBe(true);
	expect(['', 'x'.repeat(65), 5, {}, undefined].some(isSection)).toBe(false);
});
