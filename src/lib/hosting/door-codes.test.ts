import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import type { RegistrationView } from '#lib/protocol/registrations.ts';
import { doorCodes } from './door-codes.server.ts';

const NOW = new Date('2026-10-14T12:00:00+02:00');

/** A registration of one person at meetings on these days; what the codes do not read is left out. */
function registration(...days: [id: string, startsOn: string, more?: object][]): RegistrationView {
	const meetings = days.map(([id, startsOn, more]) => ({
		meeting: { id, startsOn, slug: id, dialogueSlug: 'energi', status: 'open' },
		attendances: [{ participantId: 'anna-id', name: 'Anna', mode: 'on_site', state: 'confirmed', ...more }]
	}));
	return { meetings } as unknown as RegistrationView;
}
const idsOf = (view: RegistrationView) => Object.keys(doorCodes(view, 'https://example.org', NOW));

describe('codes for the door', () => {
	it('are those of the next day with a seat in the room', () => {
		const view = registration(
			['past', '2026-10-13'],
			['waiting', '2026-10-14', { state: 'waiting' }],
			['online', '2026-10-14', { mode: 'online' }],
			['later', '2026-10-16'],
			['one', '2026-10-15'],
			['other', '2026-10-15']
		);
		expect(idsOf(view).toSorted()).toEqual(['one', 'other']);
		expect(idsOf(registration(['past', '2026-10-13']))).toEqual([]);
		expect(idsOf(registration(['today', '2026-10-14']))).toEqual(['today']);
	});

	it('say where this person is checked in at this meeting: address and ids, no name', () => {
		const { one } = doorCodes(registration(['one', '2026-10-15']), 'https://example.org', NOW);
		const [code] = one ?? [];
		const address = 'https://example.org/arbetsyta/energi/moten/one/incheckning/anna-id';
		const { size, data } = encode(address, { ecc: 'M', border: 4 });
		expect(code?.code.size).toBe(size);
		expect(drawn(code?.code ?? { size: 0, path: '' })).toEqual(data);
	});
});

/** The squares that a path paints. */
function drawn({ size, path }: { size: number; path: string }): boolean[][] {
	const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
	for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
		for (let step = 0; step < Number(length); step++) {
			const row = grid[Number(y)];
			if (row) row[Number(x) + step] = true;
		}
	return grid;
}
