import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import type { Person } from '#server/permissions/actor.ts';
import { as, makeDialogue, type MadeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';
import { startSite, type Site } from '../support/site.ts';

// Rounds and meetings as pages: what a visitor reads, and what the communicator fills in, without a script.

let site: Site;
let dialogue: MadeDialogue;
let communicator: Person;
beforeAll(async () => {
	site = await startSite();
	dialogue = await makeDialogue(site.app);
	communicator = await makePerson(site.app, { role: 'communicator', dialogue });
});
afterAll(() => site.close());

/** The words of a page as they are read, without marks. */
const wordsOf = (html: string): string =>
	html
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/&nbsp;|\s/g, ' ')
		.replace(/ +/g, ' ');
const times = (text: string, words: string): number => text.split(words).length - 1;
const read = async (path: string): Promise<string> => {
	const { status, body } = await site.ask(path);
	expect(status, path).toBe(200);
	return body;
};

describe('the page of a dialogue', () => {
	it('tells of three meetings that are full in the room and one that is open, in the words of the field', async () => {
		const { app } = site;
		const own = await makeDialogue(app);
		const round = await makeRound(app, own);
		for (const title of ['Jord', 'Upplevelser', 'Digitalt', 'Energi']) {
			const meeting = await makeMeeting(app, own, { round, title, onSiteCapacity: title === 'Energi' ? 2 : 1 });
			await signUp(app, own, meeting);
		}
		const words = wordsOf(await read(`/dialoger/${own.slug}`));
		expect(times(words, 'Fullsatt i lokalen. Du kan delta via länk.')).toBe(3);
		expect(times(words, 'Öppen för anmälan')).toBe(1);
		expect(times(words, '1 plats kvar i lokalen')).toBe(1);
		expect(times(words, 'torsdag 15 oktober 2026')).toBe(1);
		expect(words).toMatch(/Öppet just nu .*Du kan anmäla dig till 4 möten/);
		expect(await read(`/dialoger/${own.slug}`)).toContain(`href="/dialoger/${own.slug}/anmalan/${round.ordinal}"`);
	});

	it('keeps the meetings that have been, and tells of them as held', async () => {
		const own = await makeDialogue(site.app);
		const { slug } = await makeMeeting(site.app, own, { title: 'Jord, skog och vatten' });
		site.clock.set('2026-10-16T09:00:00+02:00');
		try {
			const html = await read(`/dialoger/${own.slug}`);
			expect(wordsOf(html)).toMatch(/Tidigare möten .*Jord, skog och vatten .*Genomfört/);
			expect(html).toContain(`href="/dialoger/${own.slug}/moten/${slug}"`);
			const page = wordsOf(await read(`/dialoger/${own.slug}/moten/${slug}`));
			expect(page).not.toContain('Anslut till mötet');
		} finally {
			site.clock.set('2026-09-23T09:00:00+02:00');
		}
	});
});

describe('the page of a meeting', () => {
	it('groups the conference id and lets a telephone dial it with pauses', async () => {
		const { slug } = await makeMeeting(site.app, dialogue, {
			...{ conferenceId: '900001001', dialInNumber: '08-465 004 02', dialInLabel: 'Sverige, Stockholm' },
			dialInToll: 'toll'
		});
		const html = await read(`/dialoger/${dialogue.slug}/moten/${slug}`);
		expect(html).toContain('href="tel:+46846500402,,900001001%23"');
		expect(wordsOf(html)).toContain('900 001 001#');
		expect(wordsOf(html)).toContain('08-465 004 02 (avgiftsbelagt nummer, Sverige, Stockholm)');
		expect(wordsOf(await read(`/en/dialoger/${dialogue.slug}/moten/${slug}`))).toContain('toll number');
	});

	it('of a dialogue that has ended says that registration is closed, and no form is filled in for nothing', async () => {
		const own = await makeDialogue(site.app);
		const { slug, ordinal } = await makeMeeting(site.app, own, { title: 'Kustmötet' });
		const form = `/dialoger/${own.slug}/anmalan/${ordinal}`;
		expect(await read(form)).toContain('action="?/check"');
		await site.app.dialogues.setState(bySystem(), own.dialogueId, 'closed');
		const html = await read(form);
		expect(html).not.toMatch(/<form[^>]+action="\?\/(check|send)"/);
		expect(wordsOf(html)).toMatch(
			/Dialogen är avslutad\. Det går inte längre att anmäla sig till mötena\. .*Kustmötet .*Anmälan stängd/
		);
		const page = wordsOf(await read(`/dialoger/${own.slug}/moten/${slug}`));
		expect(page).toContain('Anmälan stängd');
		expect(page).not.toContain('Anmäl dig till');
		const sent = await site.post(`${form}?/send`, { name: 'Sen Sensson' });
		expect(sent.body).not.toContain('action="?/check"');
	});

	it('gives a calendar file, and no map but a link', async () => {
		const { venueId } = await site.app.meetings.createVenue(bySystem(), dialogue.dialogueId, {
			...{ name: 'Hus U', mapUrl: 'https://karta.example.org/hus-u' }
		});
		const { slug } = await makeMeeting(site.app, dialogue, { venueId });
		const path = `/dialoger/${dialogue.slug}/moten/${slug}`;
		const html = await read(path);
		expect(html).toContain('href="https://karta.example.org/hus-u"');
		expect(html).not.toMatch(/<iframe|<img[^>]+karta/);
		const file = await site.ask(`${path}/kalender.ics`);
		expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8');
		expect(file.body).toContain('DTSTART;TZID=Europe/Stockholm:20261015T093000');
	});
});

describe('the communicator, without a script', () => {
	it('saves a date first, and fills in the rest and opens registration later', async () => {
		const own = await makeDialogue(site.app);
		const who = { as: await makePerson(site.app, { role: 'communicator', dialogue: own }) };
		const work = `/arbetsyta/${own.slug}/moten`;
		const send = (path: string, form: Record<string, string>) => site.post(`${work}${path}`, form, who);
		const round = { ordinal: '3', kind: 'mobilisation', title: 'Mobilisering', influenceLevel: '' };
		expect((await send('/omgangar/ny', round)).status).toBe(303);
		const date = { mode: 'hybrid', startsOn: '2026-10-15', areaId: own.areaId, offerMinutes: '60' };
		const made = await send('/nytt?omgang=3', date);
		expect(made.headers.location).toBe(`${work}/omgang-3-hallbar-energi`);
		const page = `/dialoger/${own.slug}/moten/omgang-3-hallbar-energi`;
		expect((await site.ask(page)).status).toBe(404);

		await send('/omgang-3-hallbar-energi?/state', { state: 'save_the_date' });
		expect(wordsOf(await read(page))).toMatch(/torsdag 15 oktober 2026 .*Boka datumet/);
		const early = await send('/omgang-3-hallbar-energi?/state', { state: 'open' });
		expect(early.status).toBe(400);
		expect(wordsOf(early.body)).toContain('Skriv när mötet börjar och slutar innan du öppnar anmälan.');

		const details = { ...date, startsAt: '9.30', endsAt: '12.30', accessibility: 'Hörslinga.' };
		expect((await send('/omgang-3-hallbar-energi?/save', details)).status).toBe(200);
		await send('/omgang-3-hallbar-energi/program', { 'item-0-title': 'Öppning', 'item-0-startsAt': '9.30' });
		await send('/omgang-3-hallbar-energi?/state', { state: 'open' });
		const words = wordsOf(await read(page));
		expect(words).toContain('torsdag 15 oktober 2026 kl. 09.30–12.30');
		expect(words).toMatch(/09\.30 Öppning/);
		expect(words).toContain('Öppen för anmälan');
		expect(await read('/sitemap.xml')).toContain(page);
	});

	it('sees the new dates of a copy before it is made', async () => {
		const own = await makeDialogue(site.app);
		const round = await makeRound(site.app, own);
		await makeMeeting(site.app, own, { round });
		const who = { as: await makePerson(site.app, { role: 'communicator', dialogue: own }) };
		const path = `/arbetsyta/${own.slug}/moten/omgangar/${round.ordinal}/kopiera?forsta=2027-02-10`;
		const { body } = await site.ask(path, who);
		expect(wordsOf(body)).toContain('torsdag 11 februari 2027 kl. 09.30–12.30');
		expect(await site.app.meetings.working(who.as, own.dialogueId)).toHaveLength(1);
	});

	it('is told when somebody else has saved meanwhile, keeps the words, and saves them knowing it', async () => {
		const own = await makeDialogue(site.app);
		const [one, other] = [
			{ as: await makePerson(site.app, { role: 'communicator', dialogue: own }) },
			{ as: await makePerson(site.app, { role: 'process_lead', dialogue: own }) }
		];
		const { slug } = await makeMeeting(site.app, own, { state: 'draft' });
		const path = `/arbetsyta/${own.slug}/moten/${slug}`;
		const seenIn = (html: string) => /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? '';
		const shown = seenIn((await site.ask(path, one)).body);
		const save = (text: string, seen: string, who: typeof one) =>
			site.post(
				`${path}?/save`,
				{ part: 'save', seen, mode: 'hybrid', startsOn: '2026-10-15', offerMinutes: '60', text },
				who
			);
		expect((await save('Kommunikatörens ord', shown, one)).status).toBe(200);
		const late = await save('Processledarens ord', shown, other);
		expect(late.status).toBe(409);
		expect(late.body).toContain('Processledarens ord');
		expect(wordsOf(late.body)).toContain('Någon annan har sparat medan du skrev.');
		expect((await save('Processledarens ord', seenIn(late.body), other)).status).toBe(200);
		const programme = { 'item-0-title': '', 'item-0-startsAt': '12.00', filled: '0' };
		const half = await site.post(`${path}/program`, programme, one);
		expect(half.status).toBe(400);
		expect(half.body).toContain('value="12.00"');
		expect(wordsOf(half.body)).toContain('Skriv vad som händer.');
	});

	it('has no list of people for a draft, and asks before it is taken away', async () => {
		const own = await makeDialogue(site.app);
		const who = { as: await makePerson(site.app, { role: 'communicator', dialogue: own }) };
		const { slug } = await makeMeeting(site.app, own, { state: 'draft' });
		const { body } = await site.ask(`/arbetsyta/${own.slug}/moten/${slug}`, who);
		expect(body).not.toContain(`moten/${slug}/deltagare`);
		expect(body).toMatch(/<details><summary>Ta bort utkastet/);
	});

	it('takes away what was made by mistake, after saying so, and is told what stands in the way', async () => {
		const own = await makeDialogue(site.app);
		const who = { as: await makePerson(site.app, { role: 'communicator', dialogue: own }) };
		const work = `/arbetsyta/${own.slug}/moten`;
		const empty = await makeRound(site.app, own);
		const { venueId } = await site.app.meetings.createVenue(as(who.as), own.dialogueId, { name: 'Hus Z' });
		const used = await makeMeeting(site.app, own, { state: 'draft', venueId });
		expect(wordsOf((await site.ask(`${work}/omgangar/${empty.ordinal}`, who)).body)).toContain('Ta bort omgången');
		expect(await site.post(`${work}/omgangar/${empty.ordinal}?/remove`, {}, who)).toMatchObject({
			status: 303,
			headers: { location: work }
		});
		const refused = [
			await site.post(`${work}/omgangar/${used.ordinal}?/remove`, { part: 'remove' }, who),
			await site.post(`${work}/lokaler?/remove`, { part: `remove-${venueId}`, venueId }, who)
		];
		expect(refused.map(({ status }) => status)).toEqual([422, 422]);
		expect(wordsOf(refused[0]?.body ?? '')).toContain('Omgången kan inte tas bort, för den har möten: 1.');
		expect(wordsOf(refused[1]?.body ?? '')).toContain('Lokalen kan inte tas bort, för den är vald för möten (1)');
		await site.app.meetings.removeDraft(as(who.as), used.meetingId);
		const gone = await site.post(`${work}/lokaler?/remove`, { part: `remove-${venueId}`, venueId }, who);
		expect(wordsOf(gone.body)).toMatch(/Lokalen är borttagen\..*Ni har inte lagt till någon lokal än\./);
	});

	it('gets back what was written when something has to be mended', async () => {
		const answer = await site.post(
			`/arbetsyta/${dialogue.slug}/moten/lokaler?/save`,
			{ part: 'new', venueId: '', name: '', room: 'Sal Åreskutan', capacity: 'fyrtio' },
			{ as: communicator }
		);
		expect(answer.status).toBe(400);
		expect(answer.body).toContain('value="Sal Åreskutan"');
		expect(wordsOf(answer.body)).toContain('Skriv lokalens namn.');
	});
});
