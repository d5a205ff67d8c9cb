import { bySystem } from '#server/database/transaction.ts';
import { accountIdOf, VISITOR } from '#server/permissions/actor.ts';
import { as } from '../../support/factories.ts';
import { mailingInput, makeList } from '../../support/invitations.ts';
import { type MadeMeeting, makeMeeting } from '../../support/meetings.ts';
import { signUp } from '../../support/registrations.ts';
import {
	ALL,
	DESK,
	LEADS_MEETING,
	type Making,
	type Mixture,
	NOBODY,
	RECEIVES,
	type Who,
	WRITES_NEWS
} from './markers.ts';

/** Of a draft, and of a round that has nothing but drafts, only those know who plan meetings. */
export async function makeMeetings(
	making: Making
): Promise<Pick<Mixture, 'meetingSlugs' | 'meetingId' | 'registrationId' | 'participantId'>> {
	const { app } = making.site;
	const { words, dialogue, people } = making;
	const round = async (ordinal: number, name: string, may: readonly Who[]) => {
		const input = { ordinal, kind: 'other' as const, title: `Omgång ${ordinal}`, purpose: words.secret(name, may) };
		return { ordinal, ...(await app.meetings.createRound(bySystem(), dialogue.dialogueId, input)) };
	};
	const shown = await round(1, 'purpose of a round', ALL);
	const hidden = await round(2, 'purpose of a round of drafts', WRITES_NEWS);
	const open = { title: words.secret('title of a meeting', ALL), joinUrl: `https://moten.example.org/oppet` };
	const secret = words.secret('title and link of a draft meeting', WRITES_NEWS);
	const draft = { title: secret, joinUrl: `https://moten.example.org/${secret}`, state: 'draft' as const };
	const meeting = await makeMeeting(app, dialogue, { round: shown, slug: 'mote', ...open });
	await makeMeeting(app, dialogue, { round: hidden, slug: 'utkast', ...draft });
	await app.meetings.appoint(bySystem(), meeting.meetingId, accountIdOf(people.host) ?? '', 'host');
	const elsewhere = await makeMeeting(app, dialogue, { round: shown, slug: 'granne' });
	await app.meetings.appoint(bySystem(), elsewhere.meetingId, accountIdOf(people.otherHost) ?? '', 'host');
	const { meetingId } = meeting;
	return { meetingSlugs: ['mote', 'utkast'], meetingId, ...(await makeRegistration(making, meeting)) };
}

/** Lists, and what is written to them, are for those who invite; where letters go the administrator sees as well. */
export async function makeInvitations({ site: { app }, words, dialogue }: Making): Promise<Mixture['invitations']> {
	const { dialogueId } = dialogue;
	const listId = await makeList(app, dialogue, [`${words.secret('address of a list', WRITES_NEWS)}@example.org`]);
	const write = async (text: string, to: string[]) => {
		const about = { kind: 'invitation', roundOrdinal: 1, meetingSlug: '' };
		const { mailingId } = await app.invitations.create(bySystem(), dialogueId, about);
		const audience = { ...mailingInput().audience, listIds: to };
		const input = mailingInput({ text, textEn: '', subjectEn: '', audience });
		await app.invitations.update(bySystem(), dialogueId, mailingId, input);
		return mailingId;
	};
	const draft = await write(words.secret('draft of an invitation', WRITES_NEWS), [listId]);
	const email = words.secret('address of somebody invited', [...WRITES_NEWS, 'administrator'], WRITES_NEWS);
	const invited = await makeList(app, dialogue, [`${email}@example.org`]);
	const sent = await write('Välkommen till möten i oktober.', [invited]);
	await app.invitations.send(bySystem(), dialogueId, sent);
	const row = app.database.selectFrom('mailing_recipient').select('leave_code').where('mailing_id', '=', sent);
	words.known('code that says no to invitations', (await row.executeTakeFirstOrThrow()).leave_code, ['administrator']);
	return { listId, mailingIds: [draft, sent] };
}

/** What is held in a meeting in progress is its author's and the hosts'; a question that is prepared is theirs alone. */
export async function meetLive({ site, words, people }: Making, { meetingId, quiet }: Mixture): Promise<void> {
	const { app } = site;
	const { live } = app;
	const [host, stranger] = [as(people.host), as(people.stranger)];
	await live.open(host, meetingId);
	await live.focus(host, meetingId, { documentId: quiet.documentId, sectionId: quiet.blockIds[0] ?? null });
	const question = words.secret('held question to the organisers', LEADS_MEETING);
	await live.ask(stranger, meetingId, { text: question, idempotencyKey: null });
	const asked = { kind: 'text', question: 'Vad är viktigast?', options: [], lowLabel: '', highLabel: '' };
	const { questionId } = await live.addQuestion(host, meetingId, asked);
	await live.changeQuestion(host, meetingId, questionId, 'open');
	await live.changeQuestion(host, meetingId, questionId, 'show');
	const text = words.secret('held answer to a quick question', LEADS_MEETING);
	await live.answer(stranger, meetingId, questionId, { choices: [], text, words: [] });
	await app.notes.begin(host, meetingId);
	await app.spoken.record(host, meetingId, {
		...{ documentId: quiet.documentId, sectionId: null, words: '', saidAt: '00.01', kind: 'other' },
		text: words.secret('held words said at a meeting', ['host', ...DESK]),
		name: words.secret('name of somebody who spoke', ['host', ...DESK]),
		...{ organisationName: '', organisationType: '', idempotencyKey: null }
	});
	const draft = words.secret('quick question that is not open', ['host', 'lead']);
	await live.addQuestion(host, meetingId, { ...asked, question: draft });
}

/** Contacts are for those who arrange or receive; what people need is for the hosts of that meeting alone. */
async function makeRegistration(
	{ site: { app }, words, dialogue }: Making,
	meeting: MadeMeeting
): Promise<Pick<Mixture, 'registrationId' | 'participantId'>> {
	const lunch = { startsAt: '12:00', endsAt: '13:00', approximate: false, kind: 'meal' as const, title: 'Lunch' };
	await app.meetings.setAgenda(bySystem(), { meetingId: meeting.meetingId }, [lunch]);
	const name = words.secret('name of somebody registered', RECEIVES);
	const email = words.secret('address of somebody registered', [...RECEIVES, 'administrator'], RECEIVES);
	const self = {
		title: '',
		showInList: false,
		dietary: words.secret('diet of somebody registered', ['host']),
		access: words.secret('access need of somebody registered', ['host'])
	};
	const sent = await signUp(app, dialogue, meeting, 'room_or_line', { name, email: `${email}@example.org`, self });
	words.known('code of a registration', sent.code, NOBODY);
	const [person] = (await app.registrations.view(VISITOR, sent.code)).participants;
	return { registrationId: sent.registrationId, participantId: person?.id ?? '' };
}
