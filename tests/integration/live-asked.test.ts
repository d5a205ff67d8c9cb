import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/permissions/actor.ts';
import { as, makeGuest } from '../support/factories.ts';
import { addressOf, type Held, liveMeetings, refused } from '../support/live-meetings.ts';

const { test, makeHeld, seen } = liveMeetings();

describe('a question to the organisers', () => {
	const ask = ({ meeting }: Held, actor: Actor, text: string, idempotencyKey: string | null = null) =>
		test().app.live.ask(as(actor), meeting.meetingId, { text, idempotencyKey });
	const decide = (
		{ host, meeting }: Held,
		questionId: string,
		state: 'asked' | 'shortlisted' | 'on_stage' | 'answered' | 'hidden'
	) => test().app.live.decideAsked(as(host), meeting.meetingId, { questionId, state });
	const askedIn = async (held: Held) => (await test().app.live.work(held.host, addressOf(held))).asked;

	it('waits for a host, is then supported by others, and goes by how many do', async () => {
		const held = await makeHeld();
		const [one, two] = [await makeGuest(test().app, 'Rut Ek'), await makeGuest(test().app)];
		await ask(held, one, 'Vad kostar det?');
		await ask(held, two, 'När blir det klart?');
		expect((await seen(held)).asked).toEqual([]);
		expect((await test().app.live.page(one, addressOf(held))).own.asked).toMatchObject([{ state: 'held' }]);
		const [first, second] = await askedIn(held);
		await expect(
			test().app.live.support(as(two), held.meeting.meetingId, { questionId: first?.id ?? '', on: true })
		).rejects.toEqual(refused('not_found'));
		for (const row of [first, second]) await decide(held, row?.id ?? '', 'asked');
		for (let twice = 0; twice < 2; twice++)
			await test().app.live.support(as(one), held.meeting.meetingId, { questionId: second?.id ?? '', on: true });
		expect((await seen(held)).asked.map(({ text, supports }) => [text, supports])).toEqual([
			['När blir det klart?', 1],
			['Vad kostar det?', 0]
		]);
		await decide(held, first?.id ?? '', 'on_stage');
		expect((await seen(held)).asked[0]).toMatchObject({ text: 'Vad kostar det?', state: 'on_stage' });
	});

	it('names organisations and no private person', async () => {
		const held = await makeHeld();
		await test().app.live.holdQuestions(as(held.host), held.meeting.meetingId, false);
		await ask(held, await makeGuest(test().app, 'Rut Eksmarkör'), 'Vad kostar det?');
		expect(JSON.stringify(await seen(held))).not.toContain('Eksmarkör');
		expect(await askedIn(held)).toMatchObject([{ name: 'Rut Eksmarkör', organisation: '' }]);
	});

	it('is gone for everybody when it is hidden, and kept', async () => {
		const held = await makeHeld();
		await test().app.live.holdQuestions(as(held.host), held.meeting.meetingId, false);
		await ask(held, await makeGuest(test().app), 'gomdmarkor');
		const [row] = await askedIn(held);
		await decide(held, row?.id ?? '', 'hidden');
		expect(JSON.stringify(await seen(held))).not.toContain('gomdmarkor');
		expect(await askedIn(held)).toMatchObject([{ text: 'gomdmarkor', state: 'hidden' }]);
		const { database } = test().app;
		await expect(database.updateTable('organiser_question').set({ text: 'x' }).execute()).rejects.toThrow(/kept/);
		await expect(database.deleteFrom('organiser_question').execute()).rejects.toThrow(/permission denied/);
	});

	it('that arrives twice is asked once, and with other words is another', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await Promise.all([1, 2, 3].map(() => ask(held, guest, 'Vad kostar det?', 'en-nyckel')));
		await ask(held, guest, 'Något annat?', 'en-nyckel');
		expect((await askedIn(held)).map(({ text }) => text).toSorted()).toEqual(['Något annat?', 'Vad kostar det?']);
	});

	it('is decided by hosts only, and holds no identity number', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await ask(held, guest, 'Vad kostar det?');
		const [row] = await askedIn(held);
		await expect(decide({ ...held, host: guest }, row?.id ?? '', 'on_stage')).rejects.toEqual(refused('not_signed_in'));
		await expect(decide(await makeHeld(), row?.id ?? '', 'on_stage')).rejects.toEqual(refused('not_found'));
		await expect(ask(held, guest, 'Mitt nummer är 811218-9876')).rejects.toEqual(refused('bad_input'));
		await expect(ask(held, guest, ' ')).rejects.toEqual(refused('bad_input'));
	});
});
