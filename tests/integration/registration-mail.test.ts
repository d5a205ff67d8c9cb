import ICAL from 'ical.js';
import type { Email } from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, type MadeDialogue, makePerson, makeRegion } from '../support/factories.ts';
import { header, sendingLetters } from '../support/letters.ts';
import { makeMeeting, type MadeMeeting, meetingInput } from '../support/meetings.ts';
import { form, person } from '../support/registrations.ts';

/** Every letter about a registration, as a mail server gets it: its words are read here as part of the test. */
const { test, app, mailbox, anAddress } = sendingLetters();
let dialogue: MadeDialogue;
beforeAll(async () => {
	await makeRegion(app());
	dialogue = await makeDialogue(app());
});

/** The same letter whoever got it: codes, references, ids and addresses differ every time. */
const still = (words = '') =>
	words
		.replaceAll(dialogue.slug, 'dialogen')
		.replace(/anmalan\/[\w-]{43}/g, 'anmalan/KOD')
		.replace(/MS-\w{4}-\w{4}/g, 'MS-XXXX-XXXX');

function calendars(letter: Email) {
	return letter.attachments.map((file) => {
		const text = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content);
		const root = new ICAL.Component(ICAL.parse(text));
		const events = root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
		return {
			fileName: file.filename,
			method: root.getFirstPropertyValue('method'),
			events: events.map((event) => ({
				uid: event.uid,
				sequence: event.sequence,
				starts: event.startDate.toJSDate().toISOString(),
				status: event.component.getFirstPropertyValue('status')
			}))
		};
	});
}

const meetingFor = (more = {}) =>
	makeMeeting(app(), dialogue, { title: 'Jord, skog och vatten', onSiteCapacity: 1, offerMinutes: 120, ...more });
const send = (meeting: MadeMeeting, more: Parameters<typeof form>[1] = {}, choice = 'room_or_line') =>
	app().registrations.register(as(VISITOR), dialogue.slug, meeting.ordinal, form([[meeting, choice]], more));

describe.each(['sv', 'en'] as const)('letters in %s', (language) => {
	const words = {
		sv: {
			received: 'tagit emot din anmälan',
			line: 'står på väntelistan',
			offer: 'En plats har blivit ledig',
			expired: 'inget svar på erbjudandet',
			taken: 'Du har tackat ja',
			changed: 'Din anmälan är ändrad',
			cancelled: 'Avbokningen är klar',
			moved: 'Vi har ändrat tiden',
			gone: 'är inställt'
		},
		en: {
			received: 'received your registration',
			line: 'on the waiting list',
			offer: 'A seat has become free',
			expired: 'no answer to the offer',
			taken: 'You have accepted',
			changed: 'has been changed',
			cancelled: 'cancellation is done',
			moved: 'changed the time',
			gone: 'has been cancelled'
		}
	}[language];

	it('the whole way of a seat: confirmed, waiting, offered, run out, taken, changed, moved, cancelled', async () => {
		const meeting = await meetingFor();
		const [has, late, takes] = [anAddress(), anAddress(), anAddress()];
		const first = await send(meeting, { email: has, name: 'Anna Andersson', language });
		await send(meeting, { email: late, name: 'Bo Berg', language });
		test().clock.advance(60_000);
		const third = await send(meeting, { email: takes, name: 'Cia Ceder', language, others: [] });
		const letters: Record<string, Email> = {
			confirmed: await mailbox().emailTo(has, words.received),
			waiting: await mailbox().emailTo(late, words.line)
		};
		await app().registrations.cancel(as(VISITOR), first.code);
		letters['cancelled'] = await mailbox().emailTo(has, words.cancelled);
		letters['offered'] = await mailbox().emailTo(late, words.offer);
		test().clock.advance(120 * 60_000);
		await app().registrations.offerSeats(meeting.meetingId);
		letters['run out'] = await mailbox().emailTo(late, words.expired);
		await mailbox().emailTo(takes, words.offer);
		const view = await app().registrations.view(VISITOR, third.code);
		const participantId = view.participants[0]?.id ?? '';
		await app().registrations.accept(as(VISITOR), third.code, { participantId, meetingId: meeting.meetingId });
		letters['taken'] = await mailbox().emailTo(takes, words.taken);
		await app().meetings.update(bySystem(), meeting.meetingId, {
			...meetingInput(dialogue),
			...{ title: 'Jord, skog och vatten', onSiteCapacity: 1, offerMinutes: 120 },
			startsAt: new Date('2026-10-15T10:00:00+02:00')
		});
		letters['moved'] = await mailbox().emailTo(takes, words.moved);
		const people = [
			{
				participantId,
				name: 'Cia Ceder',
				title: '',
				showInList: false,
				needs: null,
				choices: [{ meetingId: meeting.meetingId, choice: 'online' }]
			}
		];
		await app().registrations.change(as(VISITOR), third.code, { mayContact: false, mayContactLater: false, people });
		letters['changed'] = await mailbox().emailTo(takes, words.changed);
		await app().meetings.cancel(bySystem(), meeting.meetingId, 'Värden är sjuk.');
		letters['meeting cancelled'] = await mailbox().emailTo(takes, words.gone);

		for (const [what, letter] of Object.entries(letters)) {
			expect(header(letter, 'auto-submitted'), what).toBe('auto-generated');
			expect(header(letter, 'content-language'), what).toBe(language);
			expect(letter.messageId, what).toMatch(/^<.+@localhost>$/);
			expect(letter.html, what).not.toMatch(/src=|url\(|<link/);
			expect(letter.text, what).toContain(language === 'en' ? '/en/anmalan/' : 'localhost/anmalan/');
			expect({ subject: still(letter.subject), text: still(letter.text) }, what).toMatchSnapshot(what);
		}
		const files = Object.fromEntries(Object.entries(letters).map(([what, letter]) => [what, calendars(letter)]));
		const [uid] = (files['confirmed'] ?? []).flatMap(({ events }) => events.map((event) => event.uid));
		expect(files['waiting']).toEqual([]);
		expect(files['confirmed']).toMatchObject([
			{ method: 'PUBLISH', events: [{ uid, starts: '2026-10-15T07:30:00.000Z' }] }
		]);
		expect(files['cancelled']).toMatchObject([{ method: 'CANCEL', events: [{ uid, status: 'CANCELLED' }] }]);
		expect(files['moved']).toMatchObject([
			{ method: 'PUBLISH', events: [{ uid, starts: '2026-10-15T08:00:00.000Z' }] }
		]);
		expect(files['meeting cancelled']).toMatchObject([{ method: 'CANCEL', events: [{ uid, status: 'CANCELLED' }] }]);
		const sequences = ['taken', 'moved', 'meeting cancelled'].map((what) => files[what]?.[0]?.events[0]?.sequence ?? 0);
		expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
		expect(new Set(sequences).size).toBe(3);
	});
});

it('a letter to several people says who has which seat, and its code opens the registration', async () => {
	const meeting = await meetingFor();
	const email = anAddress();
	const input = { email, name: 'Anna Andersson', others: [person({ name: 'Kim Kollega' })] };
	const { registrationId } = await send(meeting, input);
	const letter = await mailbox().emailTo(email, 'tagit emot din anmälan');
	expect(letter.text).toContain('Anna Andersson: Plats i lokalen\nKim Kollega: På väntelista för en plats i lokalen');
	const code = /anmalan\/([\w-]{43})/.exec(letter.text ?? '')?.[1] ?? '';
	expect((await app().registrations.view(VISITOR, code)).id).toBe(registrationId);
	// Once it has left, the code is nowhere in the database.
	const kept = async () => {
		const row = app().database.selectFrom('mail_message').select('text_body').where('to_address', '=', email);
		return (await row.executeTakeFirstOrThrow()).text_body;
	};
	await expect.poll(kept).toBe('');
});

it('whoever left no address gets no letter, and is registered all the same', async () => {
	const meeting = await meetingFor();
	const { once: _once, ip: _ip, ...input } = form([[meeting, 'online']], { email: '' });
	const before = await app().database.selectFrom('mail_message').select('id').execute();
	await app().registrations.record(
		as(await makePerson(app(), { role: 'process_lead', dialogue })),
		dialogue.slug,
		meeting.ordinal,
		{
			...input,
			once: null,
			source: 'phone'
		}
	);
	expect(await app().database.selectFrom('mail_message').select('id').execute()).toHaveLength(before.length);
});
