import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY, PUBLIC_HEADER, WRITER_HEADER } from '#lib/protocol/offline.ts';
import { imagesIn, mayBeKept } from '#lib/offline/pages.ts';
import { newId } from '#server/database/ids.ts';
import { bySystem } from '#server/database/transaction.ts';
import { writerKey } from '#server/identity/writer.ts';
import type { Person } from '#server/permissions/actor.ts';
import { makeDialogue, makePerson, publishVersion } from '../support/factories.ts';
import { type Site, startSite } from '../support/site.ts';
import { ADDRESSES } from './addresses.ts';
import { makeMixture } from './mixture/index.ts';
import { type Mixture, WHO } from './mixture/markers.ts';

let site: Site;
let at: Mixture;

beforeAll(async () => {
	site = await startSite();
	at = await makeMixture(site, async () => {});
});
afterAll(() => site.close());

const everyPath = (): string[] => Object.values(ADDRESSES).flatMap((addresses) => addresses(at));
const isKept = async (path: string, who: (typeof WHO)[number]): Promise<boolean> =>
	(await site.ask(path, { as: at.people[who] })).headers[PUBLIC_HEADER] !== undefined;

describe('a page that may be kept for reading without a connection', () => {
	it('is one of a dialogue that a stranger asks for, by an address that says nothing else', async () => {
		const kept: string[] = [];
		for (const path of everyPath()) if (await isKept(path, 'visitor')) kept.push(path);
		expect(kept).toContain(`/dialoger/${at.dialogue.slug}`);
		expect(kept).toContain(`/dialoger/${at.dialogue.slug}/underlag/${at.quiet.slug}`);
		expect(kept.filter((path) => !mayBeKept(path))).toEqual([]);
	});

	it('holds no byte that is not for everybody', async () => {
		const secrets = at.markers.filter(({ may }) => !may.includes('visitor')).map(({ word }) => word);
		expect(secrets.length).toBeGreaterThan(5);
		for (const path of everyPath()) {
			const { body, headers } = await site.ask(path);
			if (headers[PUBLIC_HEADER] === undefined) continue;
			expect(
				secrets.filter((word) => body.includes(word)),
				path
			).toEqual([]);
		}
	});

	it('is never one that was made for a session, whoever has it', async () => {
		const paths = everyPath().filter((path) => mayBeKept(path));
		for (const who of WHO.filter((one) => one !== 'visitor'))
			for (const path of paths) expect(await isKept(path, who), `${who} ${path}`).toBe(false);
	});

	it('says who it was made for by a key that opens nothing', async () => {
		const path = `/dialoger/${at.dialogue.slug}`;
		expect((await site.ask(path)).headers[WRITER_HEADER]).toBe(NOBODY);
		for (const who of WHO.filter((one) => one !== 'visitor')) {
			const person = at.people[who];
			const said = (await site.ask(path, { as: person })).headers[WRITER_HEADER];
			expect(said).toBe(writerKey(person));
			expect(JSON.stringify(person)).not.toContain(said);
		}
	});
});

describe('an image of a text', () => {
	it('may be kept as a stranger is shown it, and neither as a session is nor of a text that is not public', async () => {
		const { app } = site;
		const dialogue = await makeDialogue(app);
		const { documentId } = await app.documents.create(bySystem(), dialogue.dialogueId, {
			title: 'Kartor',
			slug: 'kartor'
		});
		const imported = await app.importing.importFile('t.md', new TextEncoder().encode('Text.'));
		const id = newId();
		const image = { id, mime: 'image/png' as const, width: 1, height: 1, bytes: new Uint8Array([1]) };
		const block = { type: 'image' as const, id: 'bild1', imageId: id, alt: 'Karta' };
		const content = { blocks: [...imported.content.blocks, block] };
		const source = { fileName: 't.md', replace: false };
		await app.documents.importInto(bySystem(), documentId, { ...imported, content, images: [image] }, source);
		const path = `/bilder/${id}`;
		const asked = async (who?: Person) => {
			const { status, headers } = await site.ask(path, who === undefined ? {} : { as: who });
			return [status, headers[PUBLIC_HEADER]];
		};
		const author = await makePerson(app, { role: 'case_officer', dialogue });
		expect([await asked(), await asked(author)]).toEqual([
			[404, undefined],
			[200, undefined]
		]);
		await publishVersion(app, documentId);
		expect([await asked(), await asked(author)]).toEqual([
			[200, 'yes'],
			[200, undefined]
		]);
		expect(imagesIn((await site.ask(`/dialoger/${dialogue.slug}/underlag/kartor`)).body)).toEqual([path]);
	});
});
