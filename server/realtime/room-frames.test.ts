import fc from 'fast-check';
import { expect, test } from 'vitest';
import { THOROUGHLY } from '../../tests/support/yjs-updates.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { EditorPresence } from './presence.ts';
import { readTextFrame } from './room-frames.ts';
import { Session } from './session.ts';

const transport = { write: () => true, buffered: () => 0, close: () => undefined };

/** Bytes that begin as frames do, and noise. */
const frames = fc.oneof(
	fc.uint8Array({ maxLength: 60 }),
	fc.tuple(fc.constantFrom(0, 1, 3, 100, 110), fc.uint8Array({ maxLength: 60 })).map(([kind, rest]) => {
		return Uint8Array.from([kind, ...rest]);
	})
);

test('whatever a frame holds, reading it does not throw', () => {
	fc.assert(
		fc.property(frames, (frame) => {
			const read = readTextFrame(frame);
			expect(read === null || typeof read.kind === 'string').toBe(true);
		}),
		{ numRuns: 5_000 * THOROUGHLY }
	);
});

test('whatever somebody says about cursors, hearing it does not throw, and what is shown is JSON under the own name', () => {
	const viewer = { accountId: 'anna', name: 'Anna Holm', sessionKey: 's' };
	const grant = { access: 'write', moderator: false } as const;
	const session = () =>
		new Session({ viewer, grant, epoch: null, ours: true, transport, limits: DEFAULT_LIMITS, now: 0 });
	const state = fc.oneof(fc.json(), fc.string(), fc.constant('{"__proto__":{"user":1},"user":{"name":"Bo"}}'));
	fc.assert(
		fc.property(fc.nat(9), fc.nat(9), state, fc.uint8Array({ maxLength: 3 }), (clientId, clock, said, more) => {
			let send = (): void => undefined;
			const [speaker, listener] = [session(), session()];
			const later = (_ms: number, work: () => void) => {
				send = work;
				return () => undefined;
			};
			const deps = { later, now: () => 0, bytes: 2_048, audience: () => [listener], dropped: () => undefined };
			const presence = new EditorPresence(deps);
			const text = Buffer.from(said);
			const length = text.length < 128 ? [text.length] : [(text.length % 128) + 128, Math.floor(text.length / 128)];
			const update = Uint8Array.from([1, clientId, clock, ...length, ...text, ...more]);
			presence.hear(speaker, update, () => true);
			send();
			const frame = presence.frameFor(listener);
			if (frame === null) return;
			const shown: unknown = JSON.parse(
				Buffer.from(frame)
					.toString()
					.replace(/^[^{]*/, '')
			);
			expect(shown).toMatchObject({ user: { name: 'Anna Holm', id: 'anna' } });
			presence.stop();
		}),
		{ numRuns: 1_000 * THOROUGHLY }
	);
});
