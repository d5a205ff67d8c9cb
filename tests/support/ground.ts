import { createApplication } from '#server/application.ts';
import { createClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { createLog } from '#server/log.ts';
import type { Person } from '#server/permissions/actor.ts';
import { makeDialogue, makeDocument, makeGuest, makePerson, openConsultation } from './factories.ts';
import type { MadeDialogue, MadeDocument } from './factories.ts';
import { signIn } from './site.ts';

export type Ground = { dialogue: MadeDialogue; document: MadeDocument; writers: string[]; guests: string[] };

/**
 * What a Medskick in a process of its own finds in its database: a text that is open for comments, people to write in
 * it and people to comment on it, these as the cookies of their sessions.
 */
export async function prepareGround(databaseUrl: string, count: { writers: number; guests: number }): Promise<Ground> {
	const app = await createApplication({
		config: readConfig({ PORT: '0', DEMO: '0' }),
		databaseUrl,
		log: createLog({ level: 'fatal' }),
		clock: createClock(null)
	});
	await app.start();
	const dialogue = await makeDialogue(app);
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId]);
	const cookies = async (many: number, make: () => Promise<Person>): Promise<string[]> => {
		const made: string[] = [];
		for (let n = 0; n < many; n++) made.push(await signIn(app, (await make()).accountId));
		return made;
	};
	const writers = await cookies(count.writers, () => makePerson(app, { role: 'case_officer', dialogue }));
	const guests = await cookies(count.guests, () => makeGuest(app));
	await app.close();
	return { dialogue, document, writers, guests };
}
