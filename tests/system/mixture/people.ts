import { newId } from '#server/database/ids.ts';
import { ROLES, VISITOR } from '#server/permissions/actor.ts';
import { type MadeDialogue, makeDialogue, makeGuest, makePerson } from '../../support/factories.ts';
import type { Site } from '../../support/site.ts';
import { AUTHOR_AND_DESK, type Mixture, type Words } from './markers.ts';

export async function makePeople({ app }: Site, words: Words, dialogue: MadeDialogue): Promise<Mixture['people']> {
	const other = await makeDialogue(app);
	const elsewhere = await makePerson(app);
	for (const role of ROLES)
		await app.database
			.insertInto('dialogue_role')
			.values({
				dialogue_id: other.dialogueId,
				account_id: elsewhere.accountId,
				role,
				organisation_id: role === 'reviewer' ? await anOrganisation(app) : null,
				granted_at: app.clock.now()
			})
			.execute();
	return {
		visitor: VISITOR,
		stranger: await makeGuest(app, 'Främling'),
		author: await makeGuest(app, words.secret('private person’s name', AUTHOR_AND_DESK)),
		participant: await makePerson(app),
		host: await makePerson(app, { role: 'host', dialogue }),
		// Receives people too, at another meeting of the dialogue.
		otherHost: await makePerson(app, { role: 'host', dialogue }),
		officer: await makePerson(app, { role: 'case_officer', dialogue }),
		lead: await makePerson(app, { role: 'process_lead', dialogue }),
		communicator: await makePerson(app, { role: 'communicator', dialogue }),
		registrar: await makePerson(app, { role: 'registrar', dialogue }),
		reviewer: await makePerson(app, { role: 'reviewer', dialogue }),
		administrator: await makePerson(app, { admin: true }),
		elsewhere: await app.identity.actorOf(elsewhere.accountId)
	};
}

async function anOrganisation({ database }: Site['app']): Promise<string> {
	const id = newId();
	await database
		.insertInto('organisation')
		.values({ id, name: `Region ${id}`, type: 'region' })
		.execute();
	return id;
}
