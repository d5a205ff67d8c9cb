import { randomBytes } from 'node:crypto';
import * as Y from 'yjs';
import { FRAGMENT } from '#lib/document/yjs.ts';
import { newId } from '#server/database/ids.ts';
import { bySystem } from '#server/database/transaction.ts';
import { accountIdOf, type Actor, type Person, ROLES, VISITOR } from '#server/permissions/actor.ts';
import type { RecordInput } from '#server/submissions/record.ts';
import { LiveClient, until } from '../convergence/live-client.ts';
import {
	as,
	makeDialogue,
	makeDocument,
	makeGuest,
	makePerson,
	type MadeDialogue,
	type MadeDocument,
	openConsultation,
	sendPoint
} from '../support/factories.ts';
import { makeList, mailingInput } from '../support/invitations.ts';
import { type MadeMeeting, makeMeeting } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';
import type { Site } from '../support/site.ts';

// A dialogue with everything in it that somebody may not see, each thing with a word of its own that stands nowhere
// else. `may`: who may receive the word. `must`: who finds it somewhere, so that an empty answer does not pass.

export const WHO = [
	'visitor',
	'stranger',
	'author',
	'participant',
	'host',
	'officer',
	'lead',
	'communicator',
	'registrar',
	'reviewer',
	'administrator',
	'elsewhere'
] as const;
export type Who = (typeof WHO)[number];

const ALL: readonly Who[] = WHO;
const DESK: readonly Who[] = ['officer', 'lead', 'registrar'];
const STAFF: readonly Who[] = [...DESK, 'host', 'communicator'];
const AUTHOR_AND_DESK: readonly Who[] = ['author', ...DESK];
const WRITES_NEWS: readonly Who[] = ['lead', 'communicator'];
const RECEIVES: readonly Who[] = ['host', 'lead', 'communicator'];
const LEADS_MEETING: readonly Who[] = ['stranger', 'host', 'lead'];
const NOBODY: readonly Who[] = [];
/** The outbox shows where a letter goes and its subject, which names the reference, but not what stands in it. */
const WITH_OUTBOX: readonly Who[] = [...AUTHOR_AND_DESK, 'administrator'];

export type Marker = { name: string; word: string; may: readonly Who[]; must: readonly Who[] };

export type Mixture = {
	people: Record<Who, Actor>;
	dialogue: MadeDialogue;
	planned: MadeDialogue & { document: MadeDocument };
	/** Not shared: its living words are the staff's. */
	quiet: MadeDocument;
	/** Shared live, after words had been written and deleted in it. */
	shared: MadeDocument;
	consultationSlug: string;
	/** One that is published, a draft and one that was withdrawn. */
	newsIds: string[];
	/** One that is shown, in the first round, and a draft, alone in the second. */
	meetingSlugs: string[];
	/** The one that is shown. It is in progress while everybody listens. */
	meetingId: string;
	/** Of somebody who has told what they need at the first meeting. */
	registrationId: string;
	participantId: string;
	/** A list with an address, a draft to it and one that has been sent. */
	invitations: { listId: string; mailingIds: string[] };
	pointIds: string[];
	submissionIds: string[];
	imageIds: { draft: string };
	markers: Marker[];
	/** A word that stands beside the marker of the same name, for searching without writing the marker itself. */
	beside(name: string): string;
};

/** Words of letters and digits alone: no escaping, folding or stemming changes them. */
function dictionary() {
	const markers: Marker[] = [];
	const word = (prefix: string): string => prefix + randomBytes(6).toString('hex');
	const finders = new Map<string, string>();
	return {
		markers,
		/** Notes a word that only these may receive, and, unless said otherwise, all of them find. */
		secret(name: string, may: readonly Who[], must: readonly Who[] = may): string {
			const marker = { name, word: word('zq'), may, must };
			markers.push(marker);
			return marker.word;
		},
		/** The same in a sentence together with a word to search for. */
		sentence(name: string, may: readonly Who[], must: readonly Who[] = may): string {
			finders.set(name, word('vx'));
			return `Om ${finders.get(name)} står ${this.secret(name, may, must)} här.`;
		},
		known: (name: string, value: string, may: readonly Who[], must: readonly Who[] = NOBODY) =>
			void markers.push({ name, word: value, may, must }),
		beside: (name: string): string => finders.get(name) ?? name
	};
}

type Words = ReturnType<typeof dictionary>;
type Making = { site: Site; words: Words; people: Mixture['people']; dialogue: MadeDialogue };

/** What is public before anybody listens, and then, while everybody listens, everything that must not be heard. */
export async function makeMixture(site: Site, whileListening: (at: Mixture) => Promise<void>): Promise<Mixture> {
	const { app } = site;
	const words = dictionary();
	const dialogue = await makeDialogue(app);
	const people = await makePeople(site, words, dialogue);
	const making: Making = { site, words, people, dialogue };
	const planned = await makePlanned(making);
	const quiet = await makeQuiet(making);
	const shared = await makeShared(making);
	await openConsultation(app, dialogue, [quiet.documentId, shared.documentId], { mode: 'hold_all' });
	const [consultation] = await app.consultations.list(VISITOR, dialogue.dialogueId);
	const mixture: Mixture = {
		...{ people, dialogue, planned, quiet, shared },
		consultationSlug: consultation?.slug ?? '',
		newsIds: await makeNews(making),
		...(await makeMeetings(making)),
		invitations: await makeInvitations(making),
		pointIds: [],
		submissionIds: [],
		imageIds: { draft: await draftImage(making, quiet) },
		markers: words.markers,
		beside: words.beside
	};
	const shown = await publishedPoints(making, mixture);
	await whileListening(mixture);
	await meetLive(making, mixture);
	await takeDown(making, mixture, shown);
	await neverShown(making, mixture);
	await recorded(making, mixture);
	await assessed(making, mixture, shown.standing);
	return mixture;
}

/**
 * Drafts are their writers', and so are the words of what was withdrawn. Who subscribes is known to nobody but those
 * who run the installation, who see where letters go.
 */
async function makeNews({ site, words, dialogue }: Making): Promise<string[]> {
	const { news } = site.app;
	const post = async (name: string, may: readonly Who[]) => {
		const input = { title: 'En nyhet', text: words.sentence(name, may) };
		return (await news.create(bySystem(), dialogue.dialogueId, input)).postId;
	};
	const [shown, draft, withdrawn] = [
		await post('published news', ALL),
		await post('draft of news', WRITES_NEWS),
		await post('withdrawn news', WRITES_NEWS)
	];
	for (const id of [shown, withdrawn]) await news.publish(bySystem(), id);
	await news.withdraw(bySystem(), withdrawn, 'Uppgifterna stämde inte.');
	const email = `${words.secret('address of a subscriber', ['administrator'], NOBODY)}@example.org`;
	await news.subscribe(bySystem(), { dialogueId: dialogue.dialogueId, email, language: 'sv', ip: '10.0.0.1' });
	return [shown, draft, withdrawn];
}

/** Of a draft, and of a round that has nothing but drafts, only those know who plan meetings. */
async function makeMeetings(
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
	const { meetingId } = meeting;
	return { meetingSlugs: ['mote', 'utkast'], meetingId, ...(await makeRegistration(making, meeting)) };
}

/** Lists, and what is written to them, are for those who invite; where letters go the administrator sees as well. */
async function makeInvitations({ site: { app }, words, dialogue }: Making): Promise<Mixture['invitations']> {
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
async function meetLive({ site, words, people }: Making, { meetingId, quiet }: Mixture): Promise<void> {
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

async function makePeople({ app }: Site, words: Words, dialogue: MadeDialogue): Promise<Mixture['people']> {
	const other = await makeDialogue(app);
	const elsewhere = await makePerson(app);
	for (const role of ROLES)
		await app.database
			.insertInto('dialogue_role')
			.values({
				dialogue_id: other.dialogueId,
				account_id: elsewhere.accountId,
				role,
				organisation_id: role === 'reviewer' ? await anOrganisation(app) : null,
				granted_at: app.clock.now()
			})
			.execute();
	return {
		visitor: VISITOR,
		stranger: await makeGuest(app, 'Främling'),
		author: await makeGuest(app, words.secret('private person’s name', AUTHOR_AND_DESK)),
		participant: await makePerson(app),
		host: await makePerson(app, { role: 'host', dialogue }),
		officer: await makePerson(app, { role: 'case_officer', dialogue }),
		lead: await makePerson(app, { role: 'process_lead', dialogue }),
		communicator: await makePerson(app, { role: 'communicator', dialogue }),
		registrar: await makePerson(app, { role: 'registrar', dialogue }),
		reviewer: await makePerson(app, { role: 'reviewer', dialogue }),
		administrator: await makePerson(app, { admin: true }),
		elsewhere: await app.identity.actorOf(elsewhere.accountId)
	};
}

async function anOrganisation({ database }: Site['app']): Promise<string> {
	const id = newId();
	await database
		.insertInto('organisation')
		.values({ id, name: `Region ${id}`, type: 'region' })
		.execute();
	return id;
}

/** A dialogue that is being planned: nobody here works with it. The administrator sees its name in lists (domain §2.12). */
async function makePlanned({ site: { app }, words }: Making): Promise<Mixture['planned']> {
	const planned = await makeDialogue(app, { state: 'planning' });
	const document = await makeDocument(app, planned, words.sentence('planned text', NOBODY));
	words.known('planned dialogue’s address', planned.slug, ['administrator']);
	words.known('planned document’s address', document.slug, NOBODY);
	await openConsultation(app, planned, [document.documentId]);
	await makeMeeting(app, planned, { slug: 'mote', title: words.secret('meeting of a planned dialogue', NOBODY) });
	return { ...planned, document };
}

/** Version 1 with words that are masked later; then words that only staff have written since. */
async function makeQuiet(making: Making): Promise<MadeDocument> {
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

async function makeShared({ site, words, people, dialogue }: Making): Promise<MadeDocument> {
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

async function draftImage({ site: { app }, words, people }: Making, { documentId }: MadeDocument): Promise<string> {
	const id = newId();
	const bytes = new TextEncoder().encode(
		words.secret('image that stands in no version', ['officer', 'lead', 'communicator'])
	);
	await app.documents.addImage(as(people.officer), documentId, { id, mime: 'image/png', width: 1, height: 1, bytes });
	return id;
}

/** From the web, by the author, held by the consultation. */
async function held({ site: { app }, people, words }: Making, mixture: Mixture, text: string, more: object = {}) {
	const { author } = people;
	const sent = await sendPoint(app, author, {
		versionId: mixture.quiet.versionId,
		text,
		sender: {
			anonymous: false,
			name: (author as Person).name,
			organisationName: '',
			organisationType: 'private_person',
			email: `${words.secret('private person’s e-mail', WITH_OUTBOX, DESK)}@example.org`
		},
		...more
	});
	mixture.pointIds.push(sent.pointId);
	mixture.submissionIds.push(sent.submissionId);
	words.known('reference', sent.reference, WITH_OUTBOX, AUTHOR_AND_DESK);
	return sent.pointId;
}

type Shown = Record<'standing' | 'unpublished' | 'withdrawn' | 'reviewed' | 'declined' | 'corrected', string>;

/** Published, each with a reply from somebody else that stays public whatever becomes of the point. */
async function publishedPoints(making: Making, mixture: Mixture): Promise<Shown> {
	const { site, words, people } = making;
	const { app } = site;
	const shown = async (name: string, may: readonly Who[], must = may): Promise<string> => {
		const pointId = await held(making, mixture, words.sentence(name, may, must));
		await app.moderation.approve(as(people.lead), { pointId });
		const reply = { parentId: pointId, text: words.sentence(`reply to the ${name}`, ALL) };
		const { pointId: replyId } = await sendPoint(app, people.participant, {
			versionId: mixture.quiet.versionId,
			...reply
		});
		await app.moderation.approve(as(people.lead), { pointId: replyId });
		return pointId;
	};
	return {
		standing: await shown('published point', ALL),
		unpublished: await shown('unpublished point', AUTHOR_AND_DESK),
		withdrawn: await shown('withdrawn point', AUTHOR_AND_DESK),
		reviewed: await shown('point under security review', AUTHOR_AND_DESK),
		declined: await shown('point declined after publication', AUTHOR_AND_DESK),
		corrected: await shown('words before a correction', AUTHOR_AND_DESK, DESK)
	};
}

async function takeDown({ site: { app }, words, people }: Making, _mixture: Mixture, shown: Shown): Promise<void> {
	const [lead, author] = [as(people.lead), as(people.author)];
	await app.moderation.unpublish(lead, {
		pointId: shown.unpublished,
		note: words.secret('note on unpublishing', DESK)
	});
	await app.submissions.withdraw(author, { pointId: shown.withdrawn });
	await app.moderation.securityReview(lead, {
		pointId: shown.reviewed,
		on: true,
		note: words.secret('security note', DESK)
	});
	await declineWith(app, lead, shown.declined, '', '');
	await app.submissions.correct(author, {
		pointId: shown.corrected,
		text: words.sentence('correction that waits', AUTHOR_AND_DESK),
		kind: 'change'
	});
	await app.submissions.report(as(people.stranger), {
		pointId: shown.standing,
		reason: 'other',
		text: words.secret('words of a report', DESK)
	});
	await app.moderation.note(lead, { pointId: shown.standing, text: words.secret('internal note', DESK) });
}

async function declineWith(
	app: Site['app'],
	by: ReturnType<typeof as>,
	pointId: string,
	note: string,
	message: string
) {
	const { dialogue_id } = await app.database
		.selectFrom('point')
		.select('dialogue_id')
		.where('id', '=', pointId)
		.executeTakeFirstOrThrow();
	const [reason] = await app.dialogues.declineReasons(by.actor, dialogue_id);
	await app.moderation.decline(by, { pointId, declineReasonId: reason?.id ?? '', note, message });
}

async function neverShown(making: Making, mixture: Mixture): Promise<void> {
	const { site, words, people } = making;
	const { app } = site;
	const lead = as(people.lead);
	await held(making, mixture, words.sentence('held point', AUTHOR_AND_DESK));
	const declined = await held(making, mixture, words.sentence('declined point', AUTHOR_AND_DESK));
	const message = words.secret('message to the author', AUTHOR_AND_DESK);
	await declineWith(app, lead, declined, words.secret('note on declining', DESK), message);
	const standing = mixture.pointIds[0] ?? '';
	await held(making, mixture, words.sentence('held reply', AUTHOR_AND_DESK), { parentId: standing });
	await masked(making, mixture, true);
	await masked(making, mixture, false);
}

/** Words of a private person are hidden by one and published by another; until then nothing of it is shown. */
async function masked(making: Making, mixture: Mixture, approved: boolean): Promise<void> {
	const { site, words, people } = making;
	const { moderation } = site.app;
	const which = approved ? 'masked point' : 'point whose masking waits';
	const hidden = words.sentence(`hidden words of a ${which}`, AUTHOR_AND_DESK);
	const pointId = await held(
		making,
		mixture,
		`${hidden} ${words.sentence(`rest of a ${which}`, approved ? ALL : AUTHOR_AND_DESK)}`
	);
	const reason = words.secret(`reason for masking a ${which}`, DESK);
	await moderation.mask(as(people.officer), { pointId, ranges: [{ start: 0, end: hidden.length }], reason });
	if (approved) await moderation.approveMask(as(people.lead), { pointId });
}

/** What reached the region some other way: for nobody's eyes, for masked ones only, or from a protected sender. */
async function recorded(making: Making, mixture: Mixture): Promise<void> {
	const { site, words, people, dialogue } = making;
	const { app } = site;
	const record = async (name: string, more: Partial<RecordInput>, publish: boolean, may: readonly Who[] = DESK) => {
		const { points, reference, submissionId } = await app.submissions.record(as(people.registrar), {
			dialogueId: dialogue.dialogueId,
			consultationId: null,
			areaId: dialogue.areaId,
			kind: 'comment',
			channel: 'letter',
			receivedAt: app.clock.now(),
			recordNumber: words.secret(`record number of ${name}`, DESK, NOBODY),
			sender: { name: '', organisationName: '', organisationType: 'private_person', anonymous: false },
			publication: 'no',
			points: [
				{
					kind: 'change',
					text: words.sentence(name, may),
					versionId: mixture.quiet.versionId,
					place: { scope: 'whole' }
				}
			],
			...more
		});
		words.known(`reference of ${name}`, reference, DESK);
		mixture.submissionIds.push(submissionId);
		for (const { id: pointId } of points) {
			mixture.pointIds.push(pointId);
			if (publish) await app.moderation.approve(bySystem(), { pointId });
		}
	};
	const sender = (name: string, organisationName: string, may: readonly Who[]) => ({
		name: words.secret(`${name}’s name`, may, NOBODY),
		email: `${words.secret(`${name}’s e-mail`, may, NOBODY)}@example.org`,
		organisationName,
		organisationType: organisationName === '' ? 'private_person' : 'museum',
		anonymous: false
	});
	const hidden = words.secret('protected organisation', ['registrar']);
	const unnamed = words.secret('organisation that is not to be named', DESK);
	const named = words.secret('organisation that is named', ALL);
	await record('input that is not to be published', { sender: sender('unpublished sender', '', DESK) }, false);
	await record('input to publish only masked', { publication: 'masked' }, false);
	await record(
		'input of a protected sender',
		{ protectedIdentity: true, sender: sender('protected sender', hidden, ['registrar']) },
		false
	);
	await record(
		'input of an organisation that is not named',
		{ publication: 'anonymous', sender: sender('unnamed contact', unnamed, DESK) },
		true,
		ALL
	);
	await record(
		'input of an organisation that is named',
		{ publication: 'named_organisation', sender: sender('contact person', named, DESK) },
		true,
		ALL
	);
}

async function assessed({ site: { app }, words, people }: Making, _mixture: Mixture, pointId: string): Promise<void> {
	const assess = (text: string, publish: boolean) =>
		app.consolidation.assess(as(people.lead), { pointIds: [pointId], outcome: 'not_accepted', text, publish });
	await assess(words.secret('assessment that was replaced', [...DESK, 'communicator'], NOBODY), false);
	await assess(words.secret('published assessment', ALL), true);
	await assess(words.secret('draft of an assessment', [...DESK, 'communicator']), false);
}
