import { afterAll, beforeAll, expect, it } from 'vitest';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
	site = await startSite();
});
afterAll(() => site.close());

it('what somebody takes along holds their own news subscriptions and nobody else’s (domain G-05)', async () => {
	const { dialogueId, slug } = await makeDialogue(site.app);
	const [anna, bo] = [await makePerson(site.app), await makePerson(site.app)];
	const request = { dialogueId, email: anna.email ?? '', language: 'sv' as const, ip: '10.0.0.1' };
	await site.app.news.subscribe(as(VISITOR), request);
	const own = async (person: typeof anna) => JSON.parse((await site.ask('/mitt/uppgifter', { as: person })).body);
	expect((await own(anna)).newsSubscriptions).toMatchObject([{ dialogueSlug: slug, email: anna.email }]);
	const other = await own(bo);
	expect(other.newsSubscriptions).toEqual([]);
	expect(JSON.stringify(other)).not.toContain(anna.email);
	const { body } = await site.ask('/personuppgifter');
	for (const said of ['prenumererar på nyheter', '14 dagar efter mötet', 'två år efter att dialogen', 'Namnskyltar'])
		expect(body).toContain(said);
	expect((await site.ask('/mitt', { as: anna })).body).toContain('Prenumererar du på nyheter');
});

it('the system administrator, and nobody else, is told when the accessibility statement is a year old (domain A-03)', async () => {
	const administrator = await makePerson(site.app, { admin: true });
	const told = async () => (await site.ask('/arbetsyta/systemet', { as: administrator })).body;
	expect(await told()).not.toContain('Tillgänglighetsredogörelsen är gammal');
	site.clock.set('2036-01-01T12:00:00+01:00');
	expect(await told()).toContain('Tillgänglighetsredogörelsen är gammal');
	expect((await site.ask('/tillganglighet')).body).not.toContain('Tillgänglighetsredogörelsen är gammal');
	expect((await site.ask('/arbetsyta/systemet', { as: await makePerson(site.app) })).status).toBe(403);
});
