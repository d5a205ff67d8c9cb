import { afterAll, beforeAll, expect, test } from 'vitest';
import { VISITOR } from '#server/permissions/actor.ts';
import {
	as,
	type MadeDialogue,
	type MadeDocument,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint
} from '../support/factories.ts';
import { type Site, startSite } from '../support/site.ts';

let site: Site;
let dialogue: MadeDialogue;
let document: MadeDocument;
const address = () => `/dialoger/${dialogue.slug}/underlag/${document.slug}`;

beforeAll(async () => {
	site = await startSite();
	dialogue = await makeDialogue(site.app);
	document = await makeDocument(site.app, dialogue);
	await openConsultation(site.app, dialogue, [document.documentId], { mode: 'open' });
}, 60_000);
afterAll(() => site.close());

async function sentPoint(text: string): Promise<string> {
	const author = await makeGuest(site.app);
	const receipt = await sendPoint(site.app, author, { versionId: document.versionId, text });
	return receipt.points[0]?.id ?? '';
}

test('visitors who come at once are shown one page that was made once', async () => {
	const pages = await Promise.all(Array.from({ length: 20 }, () => site.ask(address())));
	expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
	expect(pages[0]?.status).toBe(200);
});

test('what a command changes stands on the page of the next visitor, and what it takes away is gone', async () => {
	const moderator = await makePerson(site.app, { role: 'case_officer', dialogue });
	for (const word of ['pepparrot', 'libbsticka', 'malört']) {
		await site.ask(address());
		const pointId = await sentPoint(`Odla ${word}.`);
		expect((await site.ask(address())).body).toContain(word);
		await site.app.moderation.unpublish(as(moderator), { pointId, note: '' });
		expect((await site.ask(address())).body).not.toContain(word);
	}
});

test('somebody with a session has a page of their own, and nobody else gets it', async () => {
	const author = await makeGuest(site.app, 'Gunvor Gäst');
	const own = await site.ask(address(), { as: author });
	expect(own.body).toContain('Gunvor Gäst');
	expect((await site.ask(address(), { as: VISITOR })).body).not.toContain('Gunvor Gäst');
});

test('two visitors who open a form have a number each, so that neither is taken for the other’s repetition', async () => {
	const form = `${address()}?tyckTill=whole`;
	const number = async () => /name="idempotencyKey" value="([^"]+)"/.exec((await site.ask(form)).body)?.[1];
	const [one, other] = await Promise.all([number(), number()]);
	expect(one).toMatch(/^[0-9a-f-]{36}$/);
	expect(one).not.toBe(other);
	expect((await site.ask(address())).body).not.toContain('name="idempotencyKey"');
});
