import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { detailsOf, phasesOf } from '#server/dialogues/view.ts';
import type { Person } from '#server/permissions/actor.ts';
import { stampOf } from '#server/seen.ts';
import { type TestApplication, testApplication } from '../support/application.ts';
import { as, makeDialogue, type MadeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound, meetingInput } from '../support/meetings.ts';

// Two of the staff have the same page open. Whoever saves last must know what the other has written.

let test: TestApplication;
let app: Application;
let dialogue: MadeDialogue;
let anna: Person;
let bo: Person;

beforeAll(async () => {
	test = await testApplication();
	app = test.app;
	dialogue = await makeDialogue(app);
	anna = await makePerson(app, { role: 'process_lead', dialogue });
	bo = await makePerson(app, { role: 'process_lead', dialogue });
});
afterAll(() => test.close());

/** Anna saves, then Bo with what he saw before her; then again, having been told. */
async function both(seen: () => Promise<string>, save: (by: Person, words: string, seen: string) => Promise<unknown>) {
	const before = await seen();
	await save(anna, 'Annas ord', before);
	await expect(save(bo, 'Bos ord', before)).rejects.toMatchObject({ code: 'conflict' });
	await save(bo, 'Bos ord', await seen());
	// A form that says what it has shown already changes nothing, and is no conflict.
	await save(bo, 'Bos ord', await seen());
}

describe('of two who save the same', () => {
	it('meeting the second is told, and a change of its state is none of its words', async () => {
		const { meetingId, slug } = await makeMeeting(app, dialogue, { state: 'draft' });
		const working = () => app.meetings.workingMeeting(anna, dialogue.dialogueId, slug);
		await both(
			async () => (await working()).stamp,
			(by, text, seen) => app.meetings.update(as(by), meetingId, { ...meetingInput(dialogue), text }, seen)
		);
		expect((await working()).text).toBe('Bos ord');
		const { stamp } = await working();
		await app.meetings.setState(as(anna), meetingId, 'open');
		await app.meetings.update(as(bo), meetingId, { ...meetingInput(dialogue), text: 'Öppet' }, stamp);
	});

	it('meeting at the same moment one is told', async () => {
		const { meetingId, slug } = await makeMeeting(app, dialogue, { state: 'draft' });
		const { stamp } = await app.meetings.workingMeeting(anna, dialogue.dialogueId, slug);
		const save = (by: Person) =>
			app.meetings.update(as(by), meetingId, { ...meetingInput(dialogue), text: by.accountId }, stamp);
		const answers = await Promise.allSettled([save(anna), save(bo)]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('round', async () => {
		const { roundId, ordinal } = await makeRound(app, dialogue);
		const round = async () =>
			(await app.meetings.working(anna, dialogue.dialogueId)).find(({ id }) => id === roundId)?.stamp ?? '';
		await both(round, (by, title, seen) =>
			app.meetings.updateRound(as(by), roundId, { ordinal, kind: 'other', title }, seen)
		);
	});

	it('agenda, of a meeting or of a day', async () => {
		const { roundId, meetingId, slug } = await makeMeeting(app, dialogue);
		const item = (title: string) => ({
			...{ startsAt: '09:00', endsAt: null, approximate: false, kind: 'session' as const, title }
		});
		await both(
			async () => stampOf((await app.meetings.workingMeeting(anna, dialogue.dialogueId, slug)).agenda),
			(by, title, seen) => app.meetings.setAgenda(as(by), { meetingId }, [item(title)], seen)
		);
		const rounds = () => app.meetings.working(anna, dialogue.dialogueId);
		await both(
			async () => stampOf((await rounds()).find(({ id }) => id === roundId)?.agenda),
			(by, title, seen) => app.meetings.setAgenda(as(by), { roundId }, [item(title)], seen)
		);
	});

	it('venue, or what is common to all meetings by link', async () => {
		const { venueId } = await app.meetings.createVenue(bySystem(), dialogue.dialogueId, { name: 'Hus U' });
		await both(
			async () => stampOf((await app.meetings.venues(anna, dialogue.dialogueId)).find(({ id }) => id === venueId)),
			(by, directions, seen) => app.meetings.updateVenue(as(by), venueId, { name: 'Hus U', directions }, seen)
		);
		await both(
			async () => stampOf(await app.meetings.online(anna, dialogue.dialogueId)),
			(by, platform, seen) => app.meetings.setOnline(as(by), dialogue.dialogueId, { platform }, seen)
		);
	});

	it('dialogue, or its phases', async () => {
		const view = () => app.dialogues.view(anna, dialogue.slug);
		await both(
			async () => stampOf(detailsOf(await view())),
			async (by, purpose, seen) =>
				app.dialogues.update(as(by), dialogue.dialogueId, { ...detailsOf(await view()), purpose }, seen)
		);
		await both(
			async () => stampOf(phasesOf(await view())),
			(by, title, seen) => {
				const phase = { title, text: '', startsOn: '2026-09-01', endsOn: null };
				return app.dialogues.setPhases(as(by), dialogue.dialogueId, [phase], seen);
			}
		);
	});
});
