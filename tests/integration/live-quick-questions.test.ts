import { describe, expect, it } from 'vitest';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { until } from '../convergence/live-client.ts';
import { as, makeGuest, makePerson } from '../support/factories.ts';
import { addressOf, type Held, liveMeetings, ONE, refused } from '../support/live-meetings.ts';

const { test, makeHeld, seen, listen, askQuick, answer } = liveMeetings();

const change = ({ host, meeting }: Held, questionId: string, what: 'open' | 'close' | 'show' | 'hide') =>
	test().app.live.changeQuestion(as(host), meeting.meetingId, questionId, what);

/** Lets time pass; the moment it is then. */
function minutesLater(minutes: number): Date {
	const then = new Date(test().app.clock.now().getTime() + minutes * 60_000);
	test().clock.set(then.toISOString());
	return then;
}

describe('a quick question', () => {
	it('is nobody’s but the hosts’ until it is opened, and its result until it is shown', async () => {
		const held = await makeHeld();
		await test().app.live.addQuestion(as(held.host), held.meeting.meetingId, ONE);
		expect((await seen(held)).quick).toEqual([]);
		const questionId = await askQuick(held);
		await answer(held, await makeGuest(test().app), questionId, { choices: [2] });
		expect((await seen(held)).quick).toMatchObject([{ id: questionId, state: 'open', answers: 1, result: null }]);
		await change(held, questionId, 'close');
		expect((await seen(held)).quick).toEqual([]);
		await change(held, questionId, 'show');
		expect((await seen(held)).quick[0]?.result?.rows).toEqual([
			{ label: 'Ja', count: 0 },
			{ label: 'Nej', count: 1 },
			{ label: 'Vet inte', count: 0 }
		]);
	});

	it('takes one answer per person, which may be changed while it is open', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const guest = await makeGuest(test().app);
		await Promise.all([1, 2, 3].map((choice) => answer(held, guest, questionId, { choices: [choice] })));
		await answer(held, guest, questionId, { choices: [3] });
		await change(held, questionId, 'show');
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 1, result: { rows: [{}, {}, { count: 1 }] } });
		const { own } = await test().app.live.page(guest, addressOf(held));
		expect(own.answers[questionId]).toEqual({ choices: [3], text: '', words: [] });
		expect((await test().app.live.page(await makeGuest(test().app), addressOf(held))).own.answers).toEqual({});
	});

	it('refuses answers when it is closed, in another meeting, and from somebody without a name', async () => {
		const [held, other] = [await makeHeld(), await makeHeld()];
		const questionId = await askQuick(held);
		const guest = await makeGuest(test().app);
		await expect(answer(held, VISITOR, questionId, { choices: [1] })).rejects.toEqual(refused('not_signed_in'));
		await expect(answer(other, guest, questionId, { choices: [1] })).rejects.toEqual(refused('not_found'));
		await change(held, questionId, 'close');
		await expect(answer(held, guest, questionId, { choices: [1] })).rejects.toEqual(refused('not_open'));
		await change(held, questionId, 'open');
		await answer(held, guest, questionId, { choices: [1] });
		await test().app.live.close(as(held.host), held.meeting.meetingId);
		await expect(answer(held, guest, questionId, { choices: [2] })).rejects.toEqual(refused('not_open'));
	});

	it('counts what was written before it was closed and has only come now, once, as late, and for half an hour', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const [late, inTime] = [await makeGuest(test().app), await makeGuest(test().app)];
		await answer(held, inTime, questionId, { choices: [1] });
		await change(held, questionId, 'show');
		const written = minutesLater(1);
		minutesLater(1);
		await change(held, questionId, 'close');
		const sent = minutesLater(20);
		const arrive = () => answer(held, late, questionId, { choices: [2], writtenAt: written });
		await arrive();
		await arrive();
		expect((await seen(held)).quick[0]).toMatchObject({
			state: 'closed',
			answers: 2,
			late: 1,
			result: { rows: [{ count: 1 }, { count: 1 }, { count: 0 }] }
		});
		const { own } = await test().app.live.page(late, addressOf(held));
		expect(own.late).toEqual([
			{ question: ONE.question, writtenAt: written.toISOString(), sentAt: sent.toISOString() }
		]);
		expect((await test().app.live.page(inTime, addressOf(held))).own.late).toEqual([]);
		const [work] = (await test().app.live.work(held.host, addressOf(held))).quick;
		expect(work).toMatchObject({ answers: 2, late: 1 });
		minutesLater(11);
		await expect(
			answer(held, await makeGuest(test().app), questionId, { choices: [3], writtenAt: written })
		).rejects.toEqual(refused('not_open'));
	});

	it('refuses what was written after it was closed, however late it comes', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		await change(held, questionId, 'close');
		const writtenAt = minutesLater(1);
		minutesLater(5);
		const guest = await makeGuest(test().app);
		await expect(answer(held, guest, questionId, { choices: [1], writtenAt })).rejects.toEqual(refused('not_open'));
		await change(held, questionId, 'show');
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 0, late: 0 });
	});

	it('counts what was written before the whole meeting was closed, and holds its free text for the hosts', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held, { kind: 'text', options: [] });
		await change(held, questionId, 'show');
		const writtenAt = minutesLater(1);
		minutesLater(1);
		await test().app.live.close(as(held.host), held.meeting.meetingId);
		minutesLater(9);
		const guest = await makeGuest(test().app);
		await answer(held, guest, questionId, { text: 'Skrivet i tunneln.', writtenAt });
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 1, late: 1, result: { texts: [] } });
		await test().app.live.ask(as(guest), held.meeting.meetingId, { text: 'Får man?', idempotencyKey: null, writtenAt });
		const work = await test().app.live.work(held.host, addressOf(held));
		expect(work.quick[0]?.held).toEqual([{ accountId: accountOf(guest), text: 'Skrivet i tunneln.' }]);
		expect(work.asked).toMatchObject([{ text: 'Får man?', writtenAt: writtenAt.toISOString() }]);
		minutesLater(22);
		await expect(answer(held, guest, questionId, { text: 'För sent.', writtenAt })).rejects.toEqual(
			refused('not_open')
		);
	});

	it('keeps the answer that was written last, in whatever order they come', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const guest = await makeGuest(test().app);
		const writtenAt = minutesLater(1);
		minutesLater(1);
		await answer(held, guest, questionId, { choices: [3] });
		minutesLater(1);
		await answer(held, guest, questionId, { choices: [1], writtenAt });
		const { own } = await test().app.live.page(guest, addressOf(held));
		expect(own.answers[questionId]?.choices).toEqual([3]);
	});

	it('takes of each kind only what is an answer to it', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		const kinds: [Partial<typeof ONE>, Parameters<typeof answer>[3][], Parameters<typeof answer>[3][]][] = [
			[
				{},
				[{ choices: [1] }],
				[{ choices: [] }, { choices: [4] }, { choices: [0] }, { choices: [1.5] }, { choices: [1, 2] }]
			],
			[{ kind: 'several' }, [{ choices: [3, 1] }], [{ choices: [] }, { choices: [1, 1] }, { choices: [1, 9] }]],
			[{ kind: 'scale', options: [] }, [{ choices: [5] }], [{ choices: [6] }, { choices: [] }]],
			[{ kind: 'ranking' }, [{ choices: [3, 1, 2] }], [{ choices: [1, 2] }, { choices: [1, 1, 2] }]],
			[
				{ kind: 'text', options: [] },
				[{ text: 'Kort.' }],
				[{ text: ' ' }, { text: 'x'.repeat(301) }, { text: '811218-9876' }]
			],
			[{ kind: 'words', options: [] }, [{ words: ['Hopp', ''] }], [{ words: [] }, { words: ['a', 'b', 'c', 'd'] }]]
		];
		for (const [question, taken, wrong] of kinds) {
			const questionId = await askQuick(held, question);
			for (const one of taken) await answer(held, guest, questionId, one);
			for (const one of wrong) {
				await expect(answer(held, guest, questionId, one), JSON.stringify([question, one])).rejects.toEqual(
					refused('bad_input')
				);
			}
		}
	});

	it('shows free text and words only when a host has let them through', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const { meetingId } = held.meeting;
		const guest = await makeGuest(test().app);
		const news = listen(held);
		const texts = await askQuick(held, { kind: 'text', options: [] });
		const words = await askQuick(held, { kind: 'words', options: [] });
		for (const questionId of [texts, words]) await change(held, questionId, 'show');
		await answer(held, guest, texts, { text: 'fritextmarkor' });
		await answer(held, guest, words, { words: ['Ordmarkor'] });
		await answer(held, await makeGuest(test().app), words, { words: ['ordmarkor'] });
		expect(JSON.stringify(await seen(held))).not.toMatch(/fritextmarkor|ordmarkor/i);
		const work = await test().app.live.work(held.host, addressOf(held));
		expect(work.quick.find(({ id }) => id === words)?.undecided).toEqual([{ word: 'ordmarkor', count: 2 }]);
		const [text] = work.quick.find(({ id }) => id === texts)?.held ?? [];
		await until('the room to be told of the answers', () => news.views.at(-1)?.quick[0]?.answers === 2);
		expect(news.heard.join()).not.toMatch(/fritextmarkor|ordmarkor/i);
		await test().app.live.decideText(by, meetingId, {
			questionId: texts,
			accountId: text?.accountId ?? '',
			text: text?.text ?? '',
			show: true
		});
		await test().app.live.decideWords(by, meetingId, { questionId: words, words: ['ordmarkor', 'okänt'], show: true });
		const { quick } = await seen(held);
		expect(quick.find(({ id }) => id === texts)?.result?.texts).toEqual(['fritextmarkor']);
		expect(quick.find(({ id }) => id === words)?.result?.rows).toEqual([{ label: 'ordmarkor', count: 2 }]);
		news.stop();
	});

	it('takes back what a host let through and should not have', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const { meetingId } = held.meeting;
		const [texts, words] = [
			await askQuick(held, { kind: 'text', options: [] }),
			await askQuick(held, { kind: 'words', options: [] })
		];
		for (const questionId of [texts, words]) await change(held, questionId, 'show');
		const guest = await makeGuest(test().app);
		await answer(held, guest, texts, { text: 'fritextmarkor' });
		await answer(held, guest, words, { words: ['ordmarkor'] });
		const decide = async (show: boolean) => {
			const accountId = accountOf(guest);
			await test().app.live.decideText(by, meetingId, { questionId: texts, accountId, text: 'fritextmarkor', show });
			await test().app.live.decideWords(by, meetingId, { questionId: words, words: ['ordmarkor'], show });
		};
		const passed = async () =>
			(await test().app.live.work(held.host, addressOf(held))).quick.map((question) => question.passed);
		await decide(true);
		expect(await passed()).toEqual([
			{ texts: [], words: ['ordmarkor'] },
			{ texts: [{ accountId: accountOf(guest), text: 'fritextmarkor' }], words: [] }
		]);
		await decide(false);
		expect(await passed()).toEqual([
			{ texts: [], words: [] },
			{ texts: [], words: [] }
		]);
		expect(JSON.stringify(await seen(held))).not.toMatch(/fritextmarkor|ordmarkor/);
	});

	it('holds a text again that is changed after it was let through, and lets nothing through unread', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const guest = await makeGuest(test().app);
		const questionId = await askQuick(held, { kind: 'text', options: [] });
		await change(held, questionId, 'show');
		await answer(held, guest, questionId, { text: 'Först.' });
		const decide = (text: string) =>
			test().app.live.decideText(by, held.meeting.meetingId, {
				questionId,
				accountId: accountOf(guest),
				text,
				show: true
			});
		await decide('Först.');
		await answer(held, guest, questionId, { text: 'Sedan.' });
		expect((await seen(held)).quick[0]?.result?.texts).toEqual([]);
		await expect(decide('Först.')).rejects.toEqual(refused('conflict'));
		await decide('Sedan.');
		expect((await seen(held)).quick[0]?.result?.texts).toEqual(['Sedan.']);
	});

	it('keeps its words when somebody can have answered, and its answers for good', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const { meetingId } = held.meeting;
		const { questionId } = await test().app.live.addQuestion(by, meetingId, ONE);
		await test().app.live.reviseQuestion(by, meetingId, questionId, { ...ONE, question: 'Bättre?' });
		await change(held, questionId, 'open');
		await expect(test().app.live.reviseQuestion(by, meetingId, questionId, ONE)).rejects.toEqual(
			refused('rule_broken')
		);
		await expect(test().app.live.addQuestion(by, meetingId, { ...ONE, options: ['Ja', 'Ja'] })).rejects.toEqual(
			refused('bad_input')
		);
		await answer(held, await makeGuest(test().app), questionId, { choices: [1] });
		await expect(test().app.database.deleteFrom('quick_answer').execute()).rejects.toThrow(/permission denied/);
	});

	it('is changed by no one but the hosts', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const stranger = await makePerson(test().app, { role: 'communicator', dialogue: held.dialogue });
		await expect(change({ ...held, host: stranger }, questionId, 'show')).rejects.toEqual(refused('forbidden'));
		await expect(test().app.live.addQuestion(as(stranger), held.meeting.meetingId, ONE)).rejects.toEqual(
			refused('forbidden')
		);
		await expect(
			test().app.live.decideWords(as(stranger), held.meeting.meetingId, { questionId, words: ['a'], show: true })
		).rejects.toEqual(refused('forbidden'));
	});
});

const accountOf = (actor: Actor): string => (actor.kind === 'person' ? actor.accountId : '');
