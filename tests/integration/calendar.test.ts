import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import type { NewConsultation } from '#server/consultations/types.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { makeDialogue, makeDocument, type MadeDialogue } from '../support/factories.ts';
import { readByOthers } from '../support/ical-js.ts';
import { type Component, readCalendar, text, times } from '../support/icalendar.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

const consultation = (more: Partial<NewConsultation> = {}): NewConsultation => ({
	kind: 'samrad',
	title: 'Inspel; del 1, energi',
	opensAt: new Date('2026-10-20T08:00:00+02:00'),
	closesAt: new Date('2026-11-02T23:59:59.999+01:00'),
	moderationMode: 'open',
	documentIds: [],
	...more
});
const phase = (title: string, startsOn: string, endsOn: string | null = null) => ({
	title,
	text: '',
	startsOn,
	endsOn
});

/** Two readers have to understand the same of it: ours, written from the grammar, and ical.js. */
async function read(dialogue: MadeDialogue, areaCode: string | null = null, language: 'sv' | 'en' = 'sv') {
	const stream = await test.app.calendars.feed({ slug: dialogue.slug, areaCode, language });
	const calendar = readCalendar(stream);
	expect(readByOthers(stream)).toEqual(calendar.components.map(understood));
	return calendar;
}
const understood = (event: Component) => ({
	uid: text(event, 'UID'),
	sequence: Number(text(event, 'SEQUENCE')),
	summary: text(event, 'SUMMARY'),
	description: text(event, 'DESCRIPTION'),
	url: text(event, 'URL'),
	location: text(event, 'LOCATION'),
	...times(event)
});
const named = (calendar: Component, name: string): Component => {
	const found = calendar.components.find((event) => text(event, 'SUMMARY') === name);
	if (found === undefined) throw new Error(`No event ${name}`);
	return found;
};
const names = (calendar: Component) => calendar.components.map((event) => text(event, 'SUMMARY'));
const revision = (event: Component) => [text(event, 'UID'), Number(text(event, 'SEQUENCE'))];

describe('the calendar of a dialogue', () => {
	it('has its phases as days and its openings and deadlines as moments, across the change to winter time', async () => {
		const dialogue = await makeDialogue(test.app);
		const { setPhases } = test.app.dialogues;
		await setPhases(bySystem(), dialogue.dialogueId, [
			phase('Tyck till', '2026-10-20', '2026-11-02'),
			phase('Genomföra', '2027-01-01')
		]);
		await test.app.consultations.create(bySystem(), dialogue.dialogueId, consultation());
		const calendar = await read(dialogue);
		expect(times(named(calendar, 'Tyck till'))).toEqual({ start: '2026-10-20', end: '2026-11-03' });
		expect(times(named(calendar, 'Genomföra'))).toEqual({ start: '2027-01-01', end: '2027-01-02' });
		expect(times(named(calendar, 'Öppnar: Inspel; del 1, energi')).start).toBe('2026-10-20T06:00:00Z');
		const deadline = named(calendar, 'Sista tid att tycka till: Inspel; del 1, energi');
		expect(times(deadline).start).toBe('2026-11-02T22:59:00Z');
		expect(text(deadline, 'URL')).toBe(`http://localhost/dialoger/${dialogue.slug}`);
	});

	it('speaks English where it was asked for in English', async () => {
		const dialogue = await makeDialogue(test.app);
		await test.app.consultations.create(bySystem(), dialogue.dialogueId, consultation({ title: 'Energi' }));
		const calendar = await read(dialogue, null, 'en');
		expect(names(calendar)).toEqual(['Opens: Energi', 'Last time to comment: Energi']);
	});

	it('is sound whatever people wrote', async () => {
		const dialogue = await makeDialogue(test.app);
		const hostile = `Å${'ä'.repeat(90)} \\ ; , "citat" END:VEVENT 𝒮ámi`;
		await test.app.dialogues.setPhases(bySystem(), dialogue.dialogueId, [
			{ ...phase(hostile, '2026-10-20'), text: 'Rad ett\nEND:VCALENDAR\nRad tre' }
		]);
		const calendar = await read(dialogue);
		expect(names(calendar)).toEqual([hostile]);
		expect(text(named(calendar, hostile), 'DESCRIPTION')).toBe('Rad ett\nEND:VCALENDAR\nRad tre');
	});

	it('keeps an event’s UID and raises its SEQUENCE when, and only when, what is shown of it changes', async () => {
		const dialogue = await makeDialogue(test.app);
		const { consultations } = test.app;
		const { consultationId } = await consultations.create(
			bySystem(),
			dialogue.dialogueId,
			consultation({ title: 'A' })
		);
		const deadline = async () => revision(named(await read(dialogue), 'Sista tid att tycka till: A'));
		const [uid] = await deadline();
		await consultations.update(bySystem(), consultationId, consultation({ title: 'A', lead: 'Ny ingress.' }));
		expect(await deadline()).toEqual([uid, 0]);
		const later = new Date('2026-11-09T23:59:59.999+01:00');
		await consultations.update(bySystem(), consultationId, consultation({ title: 'A', closesAt: later }));
		expect(await deadline()).toEqual([uid, 1]);
	});

	it('knows a phase again when the list is changed around it, renamed or moved', async () => {
		const dialogue = await makeDialogue(test.app);
		const set = (...phases: ReturnType<typeof phase>[]) =>
			test.app.dialogues.setPhases(bySystem(), dialogue.dialogueId, phases);
		const [one, two] = [phase('Forma', '2026-10-01'), phase('Besluta', '2026-11-01')];
		await set(one, two);
		const before = await read(dialogue);
		const [first, second] = [revision(named(before, 'Forma')), revision(named(before, 'Besluta'))];
		await set(phase('Förstå', '2026-09-01'), one, { ...two, startsOn: '2026-11-02' });
		const after = await read(dialogue);
		expect(names(after)).toEqual(['Förstå', 'Forma', 'Besluta']);
		expect(revision(named(after, 'Forma'))).toEqual(first);
		expect(revision(named(after, 'Besluta'))).toEqual([second[0], 1]);
		await set(phase('Förstå', '2026-09-01'), one, { ...phase('Avgöra', '2026-11-02') });
		expect(revision(named(await read(dialogue), 'Avgöra'))).toEqual([second[0], 2]);
		await set(one);
		expect(names(await read(dialogue))).toEqual(['Forma']);
	});

	it('of one area has what is about it or about the whole, and not what is about another', async () => {
		const dialogue = await makeDialogue(test.app);
		const other = await test.app.dialogues.addArea(bySystem(), dialogue.dialogueId, { code: 'ÅRE', name: 'Åre' });
		const [energy, elsewhere] = [
			await makeDocument(test.app, dialogue),
			await makeDocument(test.app, { ...dialogue, areaId: other.areaId })
		];
		const create = (title: string, documentIds: string[]) =>
			test.app.consultations.create(bySystem(), dialogue.dialogueId, consultation({ title, documentIds }));
		await create('Energi', [energy.documentId]);
		await create('Åre', [elsewhere.documentId]);
		await create('Allt', []);
		const opens = (calendar: Component) => names(calendar).filter((name) => name.startsWith('Öppnar'));
		expect(opens(await read(dialogue, 'ene'))).toEqual(['Öppnar: Energi', 'Öppnar: Allt']);
		expect(opens(await read(dialogue, 'ÅRE'))).toEqual(['Öppnar: Åre', 'Öppnar: Allt']);
		expect(opens(await read(dialogue))).toHaveLength(3);
		const feed = test.app.calendars.feed({ slug: dialogue.slug, areaCode: 'INGET', language: 'sv' });
		await expect(feed).rejects.toMatchObject({ code: 'not_found' });
	});

	it('tells nobody of a dialogue that is being planned, or of a consultation for the invited', async () => {
		const [planned, dialogue] = [await makeDialogue(test.app, { state: 'planning' }), await makeDialogue(test.app)];
		for (const slug of [planned.slug, 'finns-inte', '../x'])
			await expect(test.app.calendars.feed({ slug, areaCode: null, language: 'sv' })).rejects.toMatchObject({
				code: 'not_found'
			});
		for (const openTo of ['link', 'invited'] as const)
			await test.app.consultations.create(bySystem(), dialogue.dialogueId, consultation({ title: openTo, openTo }));
		expect(names(await read(dialogue))).toEqual([]);
	});
});

describe('the reader that checks it', () => {
	it.each([
		['a bare line feed', 'BEGIN:VCALENDAR\nEND:VCALENDAR\r\n'],
		['a long line', `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:${'x'.repeat(80)}\r\nEND:VCALENDAR\r\n`],
		['no version', 'BEGIN:VCALENDAR\r\nPRODID:x\r\nEND:VCALENDAR\r\n'],
		[
			'an event without UID',
			'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
		],
		['what never ends', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n']
	])('refuses %s', (_what, stream) => expect(() => readCalendar(stream)).toThrow());
});
