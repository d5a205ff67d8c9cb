import * as Y from 'yjs';
import { FRAGMENT } from '#lib/document/yjs.ts';
import { newId } from '#server/database/ids.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { LiveClient, until } from '../../convergence/live-client.ts';
import { as, type MadeDocument, makeDialogue, makeDocument, openConsultation } from '../../support/factories.ts';
import { makeMeeting } from '../../support/meetings.ts';
import type { Site } from '../../support/site.ts';
import { ALL, type Making, type Mixture, NOBODY, STAFF } from './markers.ts';

/** A dialogue that is being planned: nobody here works with it. The administrator sees its name in lists (domain §2.12). */
export async function makePlanned({ site: { app }, words }: Making): Promise<Mixture['planned']> {
	const planned = await makeDialogue(app, { state: 'planning' });
	const document = await makeDocument(app, planned, words.sentence('planned text', NOBODY));
	words.known('planned dialogue’s address', planned.slug, ['administrator']);
	words.known('planned document’s address', document.slug, NOBODY);
	await openConsultation(app, planned, [document.documentId]);
	await makeMeeting(app, planned, { slug: 'mote', title: words.secret('meeting of a planned dialogue', NOBODY) });
	return { ...planned, document };
}

/** Version 1 with words that are masked later; then words that only staff have written since. */
export async function makeQuiet(making: Making): Promise<MadeDocument> {
	const { site, words, people, dialogue } = making;
	const { app } = site;
	const masked = words.sentence('masked words of a version', ['lead', 'registrar']);
	const text = `## Nuläge\n\n${words.sentence('published text', ALL)}\n\nHär ${masked}`;
	const document = await makeDocument(app, dialogue, text);
	await app.documents.publish(as(people.lead), document.documentId, {
		label: 'andra',
		stage: 'consultation_version',
		note: words.secret('note of a version that is masked', ['lead', 'registrar'])
	});
	for (const number of [1, 2]) await maskWords(making, document, number, masked);
	const writer = await write(site, document, people.officer);
	const fragment = writer.doc.getXmlFragment(FRAGMENT);
	// Masking is per version: whoever masks takes the words out of the living text too.
	fragment.delete(
		fragment.toArray().findIndex((block) => block.toString().includes(masked)),
		1
	);
	await paragraph(writer, words.sentence('words of a living text that is not shared', STAFF));
	writer.destroy();
	await app.documents.update(as(people.lead), document.documentId, {
		title: `Underlag ${words.secret('title of a living text', STAFF)}`,
		areaId: dialogue.areaId
	});
	return document;
}

async function maskWords(
	{ site: { app }, people, dialogue }: Making,
	document: MadeDocument,
	number: number,
	masked: string
) {
	const address = { dialogueSlug: dialogue.slug, documentSlug: document.slug, number };
	const version = await app.documents.maskable(people.lead, address);
	const hidden = {
		...version.content,
		blocks: version.content.blocks.filter((block) => !JSON.stringify(block).includes(masked))
	};
	await app.documents.maskVersion(as(people.lead), version.versionId, { reason: 'GDPR', content: hidden });
}

export async function makeShared({ site, words, people, dialogue }: Making): Promise<MadeDocument> {
	const document = await makeDocument(site.app, dialogue);
	const writer = await write(site, document, people.officer);
	const deleted = await paragraph(writer, words.sentence('words deleted before sharing', NOBODY));
	await paragraph(writer, words.sentence('words of a text that is shared live', ALL));
	const fragment = writer.doc.getXmlFragment(FRAGMENT);
	fragment.delete(fragment.toArray().indexOf(deleted), 1);
	await until('the deletion to be saved', () => writer.saved);
	await site.app.documents.shareLive(as(people.lead), document.documentId, true);
	writer.destroy();
	return document;
}

async function write(site: Site, { documentId }: MadeDocument, by: Actor): Promise<LiveClient> {
	const writer = new LiveClient(site, `/ws/text/${documentId}`, { cookie: await site.cookieOf(by) });
	await until('the writer to be in', () => writer.provider.synced);
	return writer;
}

async function paragraph(writer: LiveClient, text: string): Promise<Y.XmlElement> {
	const element = new Y.XmlElement('paragraph');
	element.setAttribute('id', newId());
	element.insert(0, [new Y.XmlText(text)]);
	writer.doc.getXmlFragment(FRAGMENT).push([element]);
	await until('what was typed to be saved', () => writer.saved);
	return element;
}

export async function draftImage(
	{ site: { app }, words, people }: Making,
	{ documentId }: MadeDocument
): Promise<string> {
	const id = newId();
	const bytes = new TextEncoder().encode(
		words.secret('image that stands in no version', ['officer', 'lead', 'communicator'])
	);
	await app.documents.addImage(as(people.officer), documentId, { id, mime: 'image/png', width: 1, height: 1, bytes });
	return id;
}
