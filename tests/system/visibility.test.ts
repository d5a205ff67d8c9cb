import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_FILTER } from '#server/consolidation/service.ts';
import { isMedskickError } from '#server/errors.ts';
import { until } from '../convergence/live-client.ts';
import { type Listener, type Site, startSite } from '../support/site.ts';
import { ADDRESSES } from './addresses.ts';
import { makeMixture } from './mixture/index.ts';
import { type Marker, type Mixture, type Who, WHO } from './mixture/markers.ts';
import { readableRoutes } from './routes.ts';

// Invariant 2: a viewer receives no byte of what the viewer may not see, by any path; and finds what the viewer may.

const AT_ONCE = 8;

let site: Site;
let at: Mixture;
/** What reached each viewer: where from, and the bytes. What an answer says of its own address was known before. */
let received: Record<Who, { from: string; bytes: string }[]>;
const listeners: { who: Who; path: string; listener: Listener }[] = [];

beforeAll(async () => {
	site = await startSite();
	at = await makeMixture(site, listen);
	received = Object.fromEntries(WHO.map((who) => [who, []])) as unknown as typeof received;
	await heardEverything();
	for (const { who, path, listener } of listeners) receive(who, path, listener.heard);
	for (const who of WHO) await read(who);
});
afterAll(async () => {
	for (const { listener } of listeners) listener.close();
	await site.close();
});

/** Every room by every viewer, with and without the frames of our own clients. */
async function listen(mixture: Mixture): Promise<void> {
	const { dialogue, quiet, shared, planned } = mixture;
	const rooms = [
		...[quiet, shared, planned.document].flatMap(({ documentId }) => [
			`/ws/document/${documentId}`,
			`/ws/text/${documentId}`,
			`/ws/text/${documentId}?ours=1`
		]),
		`/ws/meeting/${mixture.meetingId}`,
		`/ws/desk/${dialogue.dialogueId}`,
		`/ws/desk/${planned.dialogueId}`
	];
	for (const who of WHO)
		for (const path of rooms) listeners.push({ who, path, listener: site.listen(path, { as: mixture.people[who] }) });
	await Promise.all(listeners.map(({ listener }) => listener.opened));
	for (const { path, listener } of listeners) if (path.startsWith('/ws/text/')) listener.say(ASK_FOR_ALL);
}

/** y-websocket's first question: everything there is, for somebody who has nothing. */
const ASK_FOR_ALL = Uint8Array.from([0, 0, 1, 0]);

/** The last news there was has come to those whom it is for. */
async function heardEverything(): Promise<void> {
	const last = at.markers.findLast((marker) => marker.name === 'published assessment');
	const room = `/ws/document/${at.quiet.documentId}`;
	const visitor = listeners.find(({ who, path }) => who === 'visitor' && path === room);
	await until('the last news to arrive', () => visitor?.listener.heard.includes(last?.word ?? '') ?? false);
}

/** Kept as one byte a letter: markers are ASCII, and so are found several times as fast. */
function receive(who: Who, from: string, bytes: string): void {
	received[who].push({ from, bytes: Buffer.from(bytes).toString('latin1') });
}

async function read(who: Who): Promise<void> {
	const paths = readableRoutes().flatMap(({ route, page }) => {
		const addresses = ADDRESSES[route]?.(at) ?? [];
		// A page is drawn from its data: drawn once, all the others are read as data only.
		return page ? [...addresses.slice(0, 1), ...addresses.map(dataOf)] : addresses;
	});
	for (let from = 0; from < paths.length; from += AT_ONCE)
		await Promise.all(paths.slice(from, from + AT_ONCE).map((path) => readOne(who, path)));
	await askServices(who);
}

async function readOne(who: Who, path: string): Promise<void> {
	const { status, headers, body } = await site.ask(path, { as: at.people[who] });
	if (status >= 500) throw new Error(`${path} answered ${status} to ${who}`);
	receive(who, `${path} (${status})`, JSON.stringify(headers) + body);
}

function dataOf(path: string): string {
	const [pathname = '', query] = path.split('?', 2);
	return `${pathname.replace(/\/$/, '')}/__data.json${query === undefined ? '' : `?${query}`}`;
}

/** What pages are made from, in full: all queues, all points, all histories, and searches in them. */
async function askServices(who: Who): Promise<void> {
	const { app } = site;
	const actor = at.people[who];
	const { dialogueId } = at.dialogue;
	const words = [...new Set(at.markers.map((marker) => at.beside(marker.name)))].filter((word) =>
		word.startsWith('vx')
	);
	const asked: [string, () => Promise<unknown>][] = [
		['queue', () => app.moderation.queue(actor, dialogueId, { queue: 'all' })],
		['consolidated', () => app.consolidation.points(actor, dialogueId, NO_FILTER)],
		['figures', () => app.consolidation.figures(actor, dialogueId, NO_FILTER)],
		['assessable', () => app.consolidation.assessable(actor, dialogueId, NO_FILTER)],
		['mine', () => app.submissions.mine(actor)],
		...words.flatMap((word): [string, () => Promise<unknown>][] => [
			[`search ${word}`, () => app.documents.search(actor, word)],
			[`consolidated search ${word}`, () => app.consolidation.points(actor, dialogueId, { ...NO_FILTER, words: word })],
			[`queue search ${word}`, () => app.moderation.queue(actor, dialogueId, { queue: 'all', words: word })]
		]),
		...at.pointIds.flatMap((pointId): [string, () => Promise<unknown>][] => [
			[`point ${pointId}`, () => app.submissions.point(actor, pointId)],
			[`desk item ${pointId}`, () => app.moderation.item(actor, dialogueId, pointId)],
			[`history ${pointId}`, () => app.consolidation.history(actor, dialogueId, pointId)]
		])
	];
	for (const [from, ask] of asked) receive(who, from, JSON.stringify(await ask().catch(refusal)));
}

function refusal(error: unknown): unknown {
	if (isMedskickError(error)) return { code: error.code, issues: error.issues, message: error.message };
	throw error;
}

const leaks = (who: Who): string[] => {
	const hidden = at.markers.filter((marker) => !marker.may.includes(who));
	return received[who].flatMap(({ from, bytes }) =>
		hidden.filter(({ word }) => bytes.includes(word) && !from.includes(word)).map(({ name }) => `${name} in ${from}`)
	);
};
const missing = (who: Who): string[] => {
	const found = ({ word }: Marker) => received[who].some(({ bytes }) => bytes.includes(word));
	return at.markers.filter((marker) => marker.must.includes(who) && !found(marker)).map(({ name }) => name);
};

describe('read paths', () => {
	it('are all known to this test: a new route needs its addresses in addresses.ts', () => {
		const routes = readableRoutes().map(({ route }) => route);
		expect(routes.filter((route) => ADDRESSES[route] === undefined)).toEqual([]);
		expect(Object.keys(ADDRESSES).filter((route) => !routes.includes(route))).toEqual([]);
	});
});

describe.each(WHO)('%s', (who) => {
	it('receives no word of what is not for them, on no page, in no file, no search, no refusal and no socket', () => {
		expect(leaks(who)).toEqual([]);
	});

	it('finds all that is for them', () => {
		expect(missing(who)).toEqual([]);
	});
});

describe('refusals', () => {
	const forms = ['agree', 'report', 'correct', 'withdraw'];

	it.each<Who>(['visitor', 'stranger', 'participant', 'communicator', 'elsewhere'])(
		'tell %s nothing about points that are not theirs to see',
		async (who) => {
			const page = `/dialoger/${at.dialogue.slug}/underlag/${at.quiet.slug}`;
			const hidden = at.markers.filter((marker) => !marker.may.includes(who));
			for (const pointId of at.pointIds)
				for (const form of forms) {
					const fields = { pointId, agree: `+${pointId}`, text: 'Något', kind: 'change', reason: 'other' };
					const { body } = await site.post(`${page}?/${form}`, fields, { as: at.people[who] });
					expect(hidden.filter(({ word }) => body.includes(word)).map(({ name }) => name)).toEqual([]);
				}
		}
	);
});
