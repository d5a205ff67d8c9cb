import type { Email } from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { MAIL_KINDS, type MailKind } from '#server/mail/types.ts';
import type { MailingInput } from '#server/invitations/types.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	makeRegion,
	openConsultation,
	sendPoint
} from '../support/factories.ts';
import { makeInvitation, mailingInput, sheet } from '../support/invitations.ts';
import { sendingLetters } from '../support/letters.ts';
import { makeMeeting, meetingInput } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';

// Every kind of letter there is, over SMTP, in the language of its reader, with its words to be read here: a change of
// any of them shows as a change of the snapshot. What comes of a seat (registered, offered, run out …) is read in
// registration-mail.test.ts.

type Language = 'sv' | 'en';
type Writer = (language: Language) => Promise<Email>;

const { test, app, mailbox, anAddress, anIp } = sendingLetters();
beforeAll(() => makeRegion(app()));

const by = bySystem();

async function ground() {
	const dialogue = await makeDialogue(app());
	return { dialogue, meeting: await makeMeeting(app(), dialogue, { title: 'Jord och skog', onSiteCapacity: 20 }) };
}

async function receipt(language: Language, mode: 'open' | 'hold_all', late = false): Promise<Email> {
	const { dialogue } = await ground();
	const { documentId, versionId } = await makeDocument(app(), dialogue);
	await openConsultation(app(), dialogue, [documentId], { mode });
	if (late) test().clock.advance(2 * 86_400_000);
	const email = anAddress();
	const sender = {
		...{ anonymous: false, name: 'Gunvor Eriksson', organisationName: '', organisationType: 'private_person' },
		email
	};
	await sendPoint(app(), await makeGuest(app()), { versionId, sender, language, acceptLate: late });
	return mailbox().emailTo(email, '');
}

async function declined(language: Language): Promise<Email> {
	const { dialogue } = await ground();
	const { documentId, versionId } = await makeDocument(app(), dialogue);
	await openConsultation(app(), dialogue, [documentId], { mode: 'hold_all' });
	const lead = await makePerson(app(), { role: 'process_lead', dialogue });
	const email = anAddress();
	const sender = {
		...{ anonymous: false, name: 'Gunvor Eriksson', organisationName: '', organisationType: 'private_person' },
		email
	};
	const { pointId } = await sendPoint(app(), await makeGuest(app()), { versionId, sender, language });
	const [reason] = await app().dialogues.declineReasons(lead, dialogue.dialogueId);
	await app().moderation.decline(as(lead), {
		...{ pointId, declineReasonId: reason?.id ?? '', note: '', message: 'Skriv gärna igen utan namnet.' }
	});
	const letters = app().database.selectFrom('mail_message').select('id').where('to_address', '=', email);
	const { id } = await letters.where('kind', '=', 'declined').executeTakeFirstOrThrow();
	await app().mail.send(id);
	return mailbox().emailTo(email, language === 'sv' ? 'publicerar det inte' : 'not publish');
}

async function moderatorsReminder(): Promise<Email> {
	const { dialogue } = await ground();
	const { documentId, versionId } = await makeDocument(app(), dialogue);
	await openConsultation(app(), dialogue, [documentId], { mode: 'hold_all' });
	const lead = await makePerson(app(), { role: 'process_lead', dialogue });
	for (let points = 0; points < 2; points++) await sendPoint(app(), await makeGuest(app()), { versionId });
	test().clock.advance(7 * 86_400_000);
	await app().moderation.remind();
	return mailbox().emailTo(lead.email ?? '', '');
}

async function newsLetters(language: Language): Promise<{ confirm: Email; post: Email }> {
	const { dialogue } = await ground();
	const email = anAddress();
	const { dialogueId } = dialogue;
	await app().news.subscribe(as(VISITOR), { dialogueId, email, language, ip: anIp() });
	const confirm = await mailbox().emailTo(email, '');
	await app().news.confirm(as(VISITOR), /kod=([\w-]{43})/.exec(confirm.text ?? '')?.[1] ?? '');
	const text = 'Nu kan du läsa underlagen.\n\nVälkommen att tycka till.';
	const { postId } = await app().news.create(by, dialogueId, { title: 'Underlagen finns', text });
	await app().news.publish(by, postId);
	return { confirm, post: await mailbox().emailTo(email, 'Nu kan du läsa') };
}

async function reminded(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const email = anAddress();
	await signUp(app(), dialogue, meeting, 'room_or_line', { email, language, name: 'Anna Andersson' });
	await app().invitations.setReminder(by, dialogue.dialogueId, meeting.meetingId, 3);
	test().clock.set('2026-10-12T08:00:00+02:00');
	await app().invitations.remind();
	return mailbox().emailTo(email, language === 'sv' ? 'Snart är det dags' : 'soon');
}

async function toLink(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const email = anAddress();
	await signUp(app(), dialogue, meeting, 'room_or_line', { email, language, name: 'Anna Andersson' });
	const link = { joinUrl: 'https://moten.example.org/nytt', onlineCapacity: null };
	await app().meetings.goToLink(by, meeting.meetingId, link);
	return mailbox().emailTo(email, '/nytt');
}

async function moved(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const email = anAddress();
	await signUp(app(), dialogue, meeting, 'room_or_line', { email, language, name: 'Anna Andersson' });
	const { venueId } = await app().meetings.createVenue(by, dialogue.dialogueId, {
		...{ name: 'Folkets hus', street: 'Storgatan 1', city: 'Åre', directions: 'Ingång från torget.' }
	});
	await app().meetings.update(by, meeting.meetingId, {
		...{ ...meetingInput(dialogue), title: 'Jord och skog', onSiteCapacity: 20, venueId },
		joinUrl: 'https://moten.example.org/annan'
	});
	return mailbox().emailTo(email, 'Folkets hus');
}

type Audience = Partial<MailingInput['audience']>;

async function invited(language: Language, audience: Audience, elsewhere = false): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const from = elsewhere ? await ground() : { dialogue, meeting: await makeMeeting(app(), dialogue) };
	const email = anAddress();
	const consents = { mayContact: !elsewhere, mayContactLater: elsewhere };
	await signUp(app(), from.dialogue, from.meeting, 'online', { email, language, ...consents });
	const chosen = { ...mailingInput().audience, ...audience };
	const mailingId = await makeInvitation(app(), dialogue, meeting, [], { audience: chosen });
	await app().invitations.send(by, dialogue.dialogueId, mailingId);
	return mailbox().emailTo(email, language === 'sv' ? 'Vi bjuder in' : 'We invite you');
}

async function invitedFromList(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const email = anAddress();
	const { listId } = await app().invitations.createList(by, dialogue.dialogueId, 'Föreningar');
	await app().invitations.addContacts(by, dialogue.dialogueId, listId, sheet(`e-post,språk\n${email},${language}`));
	const mailingId = await makeInvitation(app(), dialogue, meeting, []);
	const audience = { ...mailingInput().audience, listIds: [listId] };
	await app().invitations.update(by, dialogue.dialogueId, mailingId, mailingInput({ audience }));
	await app().invitations.send(by, dialogue.dialogueId, mailingId);
	return mailbox().emailTo(email, language === 'sv' ? 'Vi bjuder in' : 'We invite you');
}

async function testLetter(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const lead = await makePerson(app(), { role: 'communicator', dialogue });
	const mailingId = await makeInvitation(app(), dialogue, meeting, []);
	await app().invitations.sendTest(as(lead), dialogue.dialogueId, mailingId);
	return mailbox().emailTo(lead.email ?? '', language === 'sv' ? 'Vi bjuder in' : 'We invite you');
}

async function message(language: Language): Promise<Email> {
	const { dialogue, meeting } = await ground();
	const email = anAddress();
	await signUp(app(), dialogue, meeting, 'online', { email, language });
	const { mailingId } = await app().invitations.create(by, dialogue.dialogueId, {
		...{ kind: 'message', roundOrdinal: meeting.ordinal, meetingSlug: meeting.slug }
	});
	const words = { text: 'Hej,\n\nTa med matlåda.', textEn: 'Hello,\n\nBring your lunch.' };
	await app().invitations.update(by, dialogue.dialogueId, mailingId, mailingInput(words));
	await app().invitations.send(by, dialogue.dialogueId, mailingId);
	return mailbox().emailTo(email, language === 'sv' ? 'matlåda' : 'lunch');
}

async function signIn(language: Language): Promise<Email> {
	const email = anAddress();
	await app().identity.requestLink(as(VISITOR), { email, language, ip: anIp() });
	return mailbox().emailTo(email, '');
}

/** `list`: may be left with the mail program's own button. */
const LETTERS: { what: string; kind: MailKind; write: Writer; list?: boolean; only?: Language }[] = [
	{ what: 'sign in', kind: 'sign_in', write: signIn },
	{ what: 'receipt', kind: 'receipt', write: (language) => receipt(language, 'open') },
	{ what: 'receipt, held', kind: 'receipt', write: (language) => receipt(language, 'hold_all') },
	{ what: 'receipt, late', kind: 'receipt', write: (language) => receipt(language, 'open', true) },
	{ what: 'declined', kind: 'declined', write: declined },
	// Those who work with a dialogue do so in Swedish.
	{ what: 'reminder to moderators', kind: 'reminder', write: moderatorsReminder, only: 'sv' },
	{ what: 'news, to confirm', kind: 'news_confirm', write: async (language) => (await newsLetters(language)).confirm },
	{ what: 'news', kind: 'news', write: async (language) => (await newsLetters(language)).post, list: true },
	{ what: 'reminder of a meeting', kind: 'registration', write: reminded },
	{ what: 'meeting by link only', kind: 'registration', write: toLink },
	{ what: 'meeting at another place', kind: 'registration', write: moved },
	{ what: 'invitation, list', kind: 'invitation', write: invitedFromList, list: true },
	{
		...{ what: 'invitation, participant', kind: 'invitation', list: true },
		write: (language) => invited(language, { participants: true })
	},
	{
		...{ what: 'invitation, other dialogue', kind: 'invitation', list: true },
		write: (language) => invited(language, { otherDialogues: true }, true)
	},
	{
		...{ what: 'invitation, organisation', kind: 'invitation', list: true },
		write: (language) => invited(language, { organisations: true })
	},
	{ what: 'invitation, tried', kind: 'invitation', write: testLetter },
	{ what: 'message', kind: 'message', write: message }
];

const header = (letter: Email, name: string) => letter.headers.find(({ key }) => key === name)?.value;

/** The same words whoever got the letter: codes, references, ids and names of dialogues differ every time. */
const still = (words = ''): string =>
	words
		.replace(/dialog-[\w-]+/g, 'dialogen')
		.replace(/(kod=|anmalan\/)[\w-]{43}/g, '$1KOD')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
		.replace(/\b[A-Z]{2,4}-\w{4}-\w{4}\b/g, 'REFERENS')
		.replace(/\b[A-Z]{2,4}-\d{4}-\d+\b/g, 'REFERENS')
		.replace(/(Samråd|Underlag) [\w-]*\d[\w-]*/g, '$1 NAMN')
		.replace(/Anna Andersson \d+/g, 'Anna Andersson');

const linksOf = (letter: Email): string[] =>
	[...(letter.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe.each(['sv', 'en'] as const)('in %s', (language) => {
	it.each(LETTERS.filter(({ only }) => only === undefined || only === language))(
		'$what',
		async ({ what, write, list }) => {
			const letter = await write(language);
			expect(header(letter, 'auto-submitted')).toBe('auto-generated');
			expect(header(letter, 'x-auto-response-suppress')).toBe('All');
			expect(header(letter, 'content-language')).toBe(language);
			expect(letter.messageId).toMatch(/^<[0-9a-f-]{36}@localhost>$/);
			expect(header(letter, 'list-unsubscribe-post')).toBe(list ? 'List-Unsubscribe=One-Click' : undefined);
			if (list)
				expect(header(letter, 'list-unsubscribe')).toMatch(/^<http:\/\/localhost\/.*ett-klick\?kod=[\w-]{43}>$/);
			expect(letter.html).toContain(`<html lang="${language}">`);
			expect(letter.html).not.toMatch(/<img|src=|url\(|<link|<script|@import/);
			const links = linksOf(letter);
			expect(links).not.toEqual([]);
			for (const link of links) {
				expect(link).toMatch(language === 'en' ? /^http:\/\/localhost\/en\// : /^http:\/\/localhost\/(?!en\/)/);
				expect(letter.text).toContain(link);
			}
			expect(`${still(letter.subject)}\n\n${still(letter.text)}`).toMatchSnapshot(what);
		}
	);
});

it('is all that is sent', () => expect(new Set(LETTERS.map(({ kind }) => kind))).toEqual(new Set(MAIL_KINDS)));
