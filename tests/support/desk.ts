import { expect } from 'vitest';
import { type Person, VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from './application.ts';
import {
	makeDialogue,
	makeDocument,
	makePerson,
	openConsultation,
	sendPoint,
	type MadeDialogue,
	type MadeDocument
} from './factories.ts';

export type Desk = {
	test: TestApplication;
	dialogue: MadeDialogue;
	document: MadeDocument;
	people: Record<'lead' | 'officer' | 'registrar' | 'communicator' | 'reviewer' | 'host' | 'stranger', Person>;
	/** Leads another dialogue. */
	elsewhere: Person;
	/** One of the dialogue's reasons to decline. */
	reasonId: string;
};

/** A dialogue whose consultation holds every point, with somebody in each role. */
export async function openDesk(): Promise<Desk> {
	const test = await testApplication();
	const { app } = test;
	const dialogue = await makeDialogue(app);
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: 'hold_all' });
	const people = {
		lead: await makePerson(app, { dialogue, role: 'process_lead', name: 'Tove' }),
		officer: await makePerson(app, { dialogue, role: 'case_officer', name: 'Leila' }),
		registrar: await makePerson(app, { dialogue, role: 'registrar', name: 'Saga' }),
		communicator: await makePerson(app, { dialogue, role: 'communicator' }),
		reviewer: await makePerson(app, { dialogue, role: 'reviewer' }),
		host: await makePerson(app, { dialogue, role: 'host' }),
		stranger: await makePerson(app)
	};
	const elsewhere = await makePerson(app, { dialogue: await makeDialogue(app), role: 'process_lead' });
	const [reason] = await app.dialogues.declineReasons(people.lead, dialogue.dialogueId);
	return { test, dialogue, document, people, elsewhere, reasonId: reason?.id ?? '' };
}

export const holdPoint = async (
	{ test, document }: Desk,
	author: Person,
	text = 'Elen räcker inte till Kvarnby.',
	options: object = {}
): Promise<string> => (await sendPoint(test.app, author, { versionId: document.versionId, text, ...options })).pointId;

export const itemOn = ({ test, dialogue, people }: Desk, pointId: string, viewer: Person = people.lead) =>
	test.app.moderation.item(viewer, dialogue.dialogueId, pointId);

/** The ids in a queue, as the process lead sees it. */
export const queueOn = async (
	{ test, dialogue, people }: Desk,
	queue: 'waiting' | 'attention' | 'security' | 'published' | 'declined'
): Promise<string[]> =>
	(await test.app.moderation.queue(people.lead, dialogue.dialogueId, { queue })).items.map((item) => item.point.id);

export const seenByAnybody = ({ test }: Desk, pointId: string) => test.app.submissions.point(VISITOR, pointId);

export const refused = (code: string) => expect.objectContaining({ name: 'MedskickError', code });
