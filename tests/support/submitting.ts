import { afterAll, beforeAll, beforeEach } from 'vitest';
import { storedContent } from '#lib/document/schema.ts';
import type { FeedMessage } from '#server/feed/feed.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW, type TestApplication, testApplication } from './application.ts';
import { type MadeDialogue, type MadeDocument, makeDialogue, makeDocument } from './factories.ts';

/** An application of the test file’s own, with a new dialogue, a text in it and all news of it for each test. */
export function submitting() {
	let test: TestApplication;
	let dialogue: MadeDialogue;
	let document: MadeDocument;
	let news: FeedMessage[];

	beforeAll(async () => {
		test = await testApplication();
		test.app.feed.subscribe((message) => void news.push(message));
	});
	afterAll(() => test.close());
	beforeEach(async () => {
		news = [];
		test.clock.set(TEST_NOW);
		dialogue = await makeDialogue(test.app);
		document = await makeDocument(test.app, dialogue);
	});
	const toEveryone = () => news.filter((message) => message.audience === 'everyone').map((message) => message.event);

	async function onPage(actor: Actor = VISITOR, versionId = document.versionId) {
		const content = await contentOf(versionId);
		return test.app.submissions.onVersion(actor, { documentId: document.documentId, versionId, content });
	}

	async function contentOf(versionId: string) {
		const { content } = await test.app.database
			.selectFrom('document_version')
			.select('content')
			.where('id', '=', versionId)
			.executeTakeFirstOrThrow();
		return storedContent(content);
	}

	return {
		test: () => test,
		dialogue: () => dialogue,
		document: () => document,
		news: () => news,
		toEveryone,
		onPage,
		contentOf
	};
}
