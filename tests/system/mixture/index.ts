import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { makeDialogue, openConsultation } from '../../support/factories.ts';
import type { Site } from '../../support/site.ts';
import { draftImage, makePlanned, makeQuiet, makeShared } from './documents.ts';
import { ALL, dictionary, type Making, type Mixture, NOBODY, type Who, WRITES_NEWS } from './markers.ts';
import { makeInvitations, makeMeetings, meetLive } from './meetings.ts';
import { makePeople } from './people.ts';
import { assessed, neverShown, publishedPoints, recorded, takeDown } from './points.ts';

/** What is public before anybody listens, and then, while everybody listens, everything that must not be heard. */
export async function makeMixture(site: Site, whileListening: (at: Mixture) => Promise<void>): Promise<Mixture> {
	const { app } = site;
	const words = dictionary();
	const dialogue = await makeDialogue(app);
	const people = await makePeople(site, words, dialogue);
	const making: Making = { site, words, people, dialogue };
	const planned = await makePlanned(making);
	const quiet = await makeQuiet(making);
	const shared = await makeShared(making);
	await openConsultation(app, dialogue, [quiet.documentId, shared.documentId], { mode: 'hold_all' });
	const [consultation] = await app.consultations.list(VISITOR, dialogue.dialogueId);
	const mixture: Mixture = {
		...{ people, dialogue, planned, quiet, shared },
		consultationSlug: consultation?.slug ?? '',
		newsIds: await makeNews(making),
		...(await makeMeetings(making)),
		invitations: await makeInvitations(making),
		pointIds: [],
		submissionIds: [],
		imageIds: { draft: await draftImage(making, quiet) },
		markers: words.markers,
		beside: words.beside
	};
	const shown = await publishedPoints(making, mixture);
	await whileListening(mixture);
	await meetLive(making, mixture);
	await takeDown(making, mixture, shown);
	await neverShown(making, mixture);
	await recorded(making, mixture);
	await assessed(making, mixture, shown.standing);
	return mixture;
}

/**
 * Drafts are their writers', and so are the words of what was withdrawn. Who subscribes is known to nobody but those
 * who run the installation, who see where letters go.
 */
async function makeNews({ site, words, dialogue }: Making): Promise<string[]> {
	const { news } = site.app;
	const post = async (name: string, may: readonly Who[]) => {
		const input = { title: 'En nyhet', text: words.sentence(name, may) };
		return (await news.create(bySystem(), dialogue.dialogueId, input)).postId;
	};
	const [shown, draft, withdrawn] = [
		await post('published news', ALL),
		await post('draft of news', WRITES_NEWS),
		await post('withdrawn news', WRITES_NEWS)
	];
	for (const id of [shown, withdrawn]) await news.publish(bySystem(), id);
	await news.withdraw(bySystem(), withdrawn, 'Uppgifterna stämde inte.');
	const email = `${words.secret('address of a subscriber', ['administrator'], NOBODY)}@example.org`;
	await news.subscribe(bySystem(), { dialogueId: dialogue.dialogueId, email, language: 'sv', ip: '10.0.0.1' });
	return [shown, draft, withdrawn];
}
