import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY, PUBLIC_HEADER, WRITER_HEADER } from '#lib/protocol/offline.ts';
import { mayBeKept } from '#lib/offline/pages.ts';
import { writerKey } from '#server/identity/writer.ts';
import { type Site, startSite } from '../support/site.ts';
import { ADDRESSES } from './addresses.ts';
import { makeMixture } from './mixture/index.ts';
import { type Mixture, WHO } from './mixture/markers.ts';

let site: Site;
let at: Mixture;

beforeAll(async () => {
	site = await startSite();
	at = await makeMixture(site, async () => {});
}, 120_000);
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
