import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { roomPath } from '#lib/protocol/rooms.ts';
import { FRAGMENT } from '#lib/document/yjs.ts';
import { contentOf } from '#server/documents/living.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting } from '../support/meetings.ts';
import { liveApplication, type LiveApplication } from './live-application.ts';
import { until } from './live-client.ts';

let live: LiveApplication;
beforeAll(async () => {
	live = await liveApplication();
});
afterAll(() => live.close());

describe('closing a meeting’s notes while somebody writes in them', () => {
	it('leaves nothing written that is not in the record', async () => {
		const { app } = live;
		const dialogue = await makeDialogue(app);
		const meeting = await makeMeeting(app, dialogue);
		const secretary = await makeMeetingStaff(app, dialogue, meeting, 'secretary');
		const { documentId } = await app.notes.begin(as(secretary), meeting.meetingId);
		const editor = live.editor(roomPath('text', documentId), { cookie: await live.session(secretary) });
		await until('the text to be there', () => editor.doc.getXmlFragment(FRAGMENT).length > 0);
		const words = new Y.XmlText();
		const paragraph = editor.doc.getXmlFragment(FRAGMENT).get(1) as Y.XmlElement;
		paragraph.insert(0, [words]);

		let writing = true;
		const written = (async () => {
			for (let index = 0; writing; index++) {
				words.insert(words.length, `${index} `);
				await pause(1);
			}
		})();
		await until('words to be kept', () => editor.kept.length > 3);
		await app.notes.close(as(secretary), meeting.meetingId, { commentsUntil: '' });
		await until('the writer to be let out', () => editor.closed.some(({ code }) => code === CLOSE.accessChanged));
		await pause(50);
		writing = false;
		await written;

		const { version } = await app.documents.versionFor(VISITOR, {
			dialogueSlug: dialogue.slug,
			documentSlug: `minnesanteckningar-${meeting.slug}`
		});
		const text = await app.realtime.readText(documentId);
		expect(contentOf(text?.state ?? new Uint8Array())).toEqual(version.content);
		expect(JSON.stringify(version.content)).toContain('0 1 2 ');
		editor.destroy();
	});
});
