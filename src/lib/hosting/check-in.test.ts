import { describe, expect, it } from 'vitest';
import type { Attendee, Press } from '#lib/protocol/hosting.ts';
import { CheckIn, type Sent } from './check-in.svelte.ts';

const person = (participantId: string, name: string): Attendee => ({
	...{ participantId, name, title: '', organisationName: 'Bygdegården', organisationType: 'civil_society' },
	...{ municipalityCode: '', mode: 'on_site', state: 'confirmed', source: 'web', checkedInAt: null, contact: null }
});
const ANNA = person('anna-id', 'Anna Andersson');
const BO = person('bo-id', 'Bo Berg');

/** A server that keeps to the rule of moments, and a tab with storage; the connection can be cut. */
function door() {
	const stored = new Map<string, string>();
	const here = new Map<string, { present: boolean; at: string }>();
	const heard: Press[][] = [];
	const state = { status: null as number | null, now: 1_000_000, unknown: 0, refused: [] as string[] };
	const send = async (presses: readonly Press[]): Promise<Sent> => {
		await Promise.resolve();
		if (state.status !== null) return { status: state.status };
		heard.push([...presses]);
		for (const { participantId, present, at } of presses)
			if ((here.get(participantId)?.at ?? '') < at) here.set(participantId, { present, at });
		const presences = [ANNA, BO].map(({ participantId }) => {
			const said = here.get(participantId);
			return { participantId, checkedInAt: said?.present ? said.at : null };
		});
		return { answer: { presences, refused: state.refused } };
	};
	const open = (people: Attendee[] = [ANNA, BO]) =>
		new CheckIn('mote', people, {
			send,
			storage: {
				getItem: (key) => stored.get(key) ?? null,
				setItem: (key, value) => void stored.set(key, value),
				removeItem: (key) => void stored.delete(key)
			},
			now: () => state.now,
			onUnknown: () => void (state.unknown += 1)
		});
	return { open, state, stored, heard, here };
}

describe('somebody at the door', () => {
	it('is checked in by one press, and nothing of it stays on the device', async () => {
		const { open, stored, here } = door();
		const checkIn = open();
		await checkIn.press('anna-id', true);
		expect(checkIn.checkedInAt('anna-id')).not.toBeNull();
		expect(here.get('anna-id')?.present).toBe(true);
		expect(stored.size).toBe(0);
	});

	it('is checked in by mistake and taken back in the same moment', async () => {
		const { open, here } = door();
		const checkIn = open();
		await Promise.all([checkIn.press('anna-id', true), checkIn.press('anna-id', false)]);
		expect(here.get('anna-id')?.present).toBe(false);
		expect(checkIn.checkedInAt('anna-id')).toBeNull();
	});
});

describe('without a connection', () => {
	it('presses count at once, are kept as ids without a name, and are sent in order when it is back', async () => {
		const { open, state, stored, heard } = door();
		const checkIn = open();
		state.status = 0;
		await checkIn.press('anna-id', true);
		await checkIn.press('bo-id', true);
		await checkIn.press('bo-id', false);
		expect(checkIn.trouble).toBe('offline');
		expect([checkIn.checkedInAt('anna-id') !== null, checkIn.checkedInAt('bo-id')]).toEqual([true, null]);
		expect([...stored.values()].join()).toMatch(/anna-id/);
		expect([...stored.values()].join()).not.toMatch(/Anna|Berg|Bygdegården/);
		state.status = null;
		await checkIn.send();
		expect(heard.flat().map(({ participantId, present }) => [participantId, present])).toEqual([
			['anna-id', true],
			['bo-id', true],
			['bo-id', false]
		]);
		expect([checkIn.trouble, checkIn.waiting.length, stored.size]).toEqual([null, 0, 0]);
	});

	it('what waits is still there when the page of this tab is opened again, and is sent', async () => {
		const { open, state, here } = door();
		state.status = 503;
		await open().press('anna-id', true);
		state.status = null;
		const again = open();
		expect(again.checkedInAt('anna-id')).not.toBeNull();
		await again.send();
		expect(here.get('anna-id')?.present).toBe(true);
	});

	it('what is pressed while another batch is on its way is sent after it', async () => {
		const { open, heard } = door();
		const checkIn = open();
		await Promise.all([checkIn.press('anna-id', true), checkIn.press('bo-id', true)]);
		expect(heard.flat().map(({ participantId }) => participantId)).toEqual(['anna-id', 'bo-id']);
		expect(checkIn.waiting).toEqual([]);
	});

	it('storage that holds nonsense is no trouble', () => {
		const { open, stored } = door();
		for (const nonsense of ['{', '{"a":1}', '[1,null,{"participantId":5}]']) {
			stored.set('medskick-incheckning-mote', nonsense);
			expect(open().waiting).toEqual([]);
		}
	});
});

describe('the server', () => {
	it('wants somebody to sign in: what was pressed is kept', async () => {
		const { open, state } = door();
		const checkIn = open();
		state.status = 401;
		await checkIn.press('anna-id', true);
		expect([checkIn.trouble, checkIn.waiting.length]).toEqual(['signed_out', 1]);
	});

	it('refuses for good: what was pressed is not sent for ever', async () => {
		const { open, state, stored } = door();
		const checkIn = open();
		state.status = 409;
		await checkIn.press('anna-id', true);
		expect([checkIn.trouble, checkIn.waiting.length, stored.size]).toEqual(['refused', 0, 0]);
		expect(checkIn.checkedInAt('anna-id')).toBeNull();
	});

	it('tells of somebody who is not on the page, which is then read anew', async () => {
		const { open, state } = door();
		await open([ANNA]).send();
		expect(state.unknown).toBe(1);
	});

	it('tells of somebody who has cancelled', async () => {
		const { open, state } = door();
		state.refused = ['anna-id'];
		const checkIn = open();
		await checkIn.press('anna-id', true);
		expect(checkIn.trouble).toBe('refused');
	});
});

describe('leaving the page', () => {
	it('takes the list away and keeps what could not be sent, without a name', async () => {
		const { open, state, stored } = door();
		const checkIn = open();
		state.status = 0;
		await checkIn.press('anna-id', true);
		checkIn.leave();
		expect(checkIn.people).toEqual([]);
		expect(JSON.stringify([...stored])).not.toContain('Anna');
		expect(stored.size).toBe(1);
	});
});
