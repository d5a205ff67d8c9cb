import { storedContent } from '#lib/document/schema.ts';
import { contentHash } from '#lib/document/hash.ts';
import type { Actor, Person } from '#server/permissions/actor.ts';
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
} from '../../support/factories.ts';
import { makeList } from '../../support/invitations.ts';
import { makeMeeting, makeRound } from '../../support/meetings.ts';
import { signUp } from '../../support/registrations.ts';
import type { Site } from '../../support/site.ts';
import { invitationGround, type InvitationGround } from './invitations.ts';
import { liveGround, type LiveGround } from './live.ts';
import { doorGround, type DoorGround } from './meetings.ts';
import { recordGround, type RecordGround } from './records.ts';

/** What the forms are filled with: one dialogue to act in, another to reach into. */
export type Ground = {
	lead: Person;
	administrator: Person;
	author: Person;
	/** Somebody with an account and no roles; their id stands for *other people's*. */
	other: Person;
	/** Whose account and roles are changed. */
	spare: Person;
	dialogue: MadeDialogue;
	document: MadeDocument;
	consultationSlug: string;
	/** By slug: one that is open, a draft, one to cancel and one whose registration is closed. */
	live: LiveGround;
	record: RecordGround;
	meetings: Record<'open' | 'draft' | 'cancel' | 'link' | 'state', string>;
	/** Personal codes and ids of registrations for the open meeting: to answer with, to change and to cancel. */
	registrations: Record<'answer' | 'change' | 'cancel' | 'cancelByStaff', RegistrationCase>;
	invitations: InvitationGround;
	door: DoorGround;
	meetingId: string;
	venueId: string;
	/** Without meetings: the number of a round, and a venue. */
	emptyRound: number;
	emptyVenueId: string;
	newsIds: { draft: string; ready: string; published: string };
	stepId: string;
	pointId: string;
	heldPointId: string;
	/** Points to decide on, one for each decision, and what they look like. */
	desk: Record<'approve' | 'approveMask' | 'decline' | 'mask' | 'security' | 'unpublish', string>;
	decisionId: string;
	declineReasonId: string;
	contentHash: string;
	/** The same kinds of things in a dialogue where nobody here has a role. */
	foreign: {
		dialogueId: string;
		areaId: string;
		documentId: string;
		versionId: string;
		pointId: string;
		reasonId: string;
		stepId: string;
		venueId: string;
		listId: string;
		meetingId: string;
	};
};

export type RegistrationCase = { code: string; id: string; participantId: string; meetingId: string };

/** Makes all of it, by the same ways as people would. */
export async function makeGround({ app }: Site): Promise<Ground> {
	const [dialogue, other] = [await makeDialogue(app), await makeDialogue(app)];
	const [document, elsewhere] = [await makeDocument(app, dialogue), await makeDocument(app, other)];
	await openConsultation(app, dialogue, [document.documentId]);
	await openConsultation(app, other, [elsewhere.documentId], { mode: 'hold_all' });
	const lead = await makePerson(app, { role: 'process_lead', dialogue });
	const stranger = await makePerson(app, { role: 'process_lead', dialogue: other });
	const author = await makeGuest(app, 'Anna Holm');
	const send = async (more: object) =>
		(await sendPoint(app, author, { versionId: document.versionId, ...more })).pointId;
	const held = () => send({ text: 'Ring mig, 121212-1212.', keepIdentityNumbers: true });
	const colleague = await makePerson(app, { role: 'case_officer', dialogue });
	const approveMask = await held();
	await app.moderation.mask(as(colleague), { pointId: approveMask, ranges: [{ start: 0, end: 4 }], reason: 'GDPR' });
	const decided = await app.moderation.unpublish(as(lead), { pointId: await held(), note: '' });
	const { content, title } = await app.database
		.selectFrom('document_version')
		.select(['content', 'title'])
		.where('id', '=', document.versionId)
		.executeTakeFirstOrThrow();
	const [reason] = await app.dialogues.declineReasons(lead, dialogue.dialogueId);
	const [foreignReason] = await app.dialogues.declineReasons(stranger, other.dialogueId);
	const [consultation] = await app.consultations.list(lead, dialogue.dialogueId);
	const post = async () =>
		(await app.news.create(as(lead), dialogue.dialogueId, { title: 'En nyhet', text: 'Något har hänt.' })).postId;
	const newsIds = { draft: await post(), ready: await post(), published: await post() };
	await app.news.publish(as(lead), newsIds.published);
	const round = await makeRound(app, dialogue);
	const makeOne = async (state: 'open' | 'draft' | 'closed') => await makeMeeting(app, dialogue, { round, state });
	const meeting = await makeOne('open');
	await app.meetings.appoint(as(lead), meeting.meetingId, lead.accountId, 'chair');
	const venueIn = async (by: Actor, { dialogueId }: MadeDialogue) =>
		(await app.meetings.createVenue(as(by), dialogueId, { name: 'Hus U' })).venueId;
	const registered = async () => {
		const { code, registrationId } = await signUp(app, dialogue, meeting);
		const [person] = (await app.registrations.view({ kind: 'visitor' }, code)).participants;
		return { code, id: registrationId, participantId: person?.id ?? '', meetingId: meeting.meetingId };
	};
	const step = { what: 'Svara', who: 'Nämnden', dueOn: null, doneOn: null };
	return {
		...{ lead, author, dialogue, document, newsIds },
		live: await liveGround(app, { dialogue, document, lead }, { dialogue: other, document: elsewhere, lead: stranger }),
		record: await recordGround(app, dialogue, lead),
		stepId: (await app.news.saveStep(as(lead), dialogue.dialogueId, step)).stepId,
		meetings: {
			open: meeting.slug,
			draft: (await makeOne('draft')).slug,
			cancel: (await makeOne('open')).slug,
			link: (await makeOne('open')).slug,
			state: (await makeOne('closed')).slug
		},
		registrations: {
			answer: await registered(),
			change: await registered(),
			cancel: await registered(),
			cancelByStaff: await registered()
		},
		door: await doorGround(app, dialogue),
		invitations: await invitationGround(app, dialogue, meeting),
		meetingId: meeting.meetingId,
		venueId: await venueIn(lead, dialogue),
		emptyRound: (await makeRound(app, dialogue)).ordinal,
		emptyVenueId: await venueIn(lead, dialogue),
		administrator: await makePerson(app, { admin: true }),
		other: await makePerson(app),
		spare: await makePerson(app, { role: 'host', dialogue }),
		consultationSlug: consultation?.slug ?? '',
		pointId: await send({ text: 'Skriv tydligare.' }),
		heldPointId: await held(),
		decisionId: decided.decisionId,
		desk: {
			approveMask,
			approve: await held(),
			decline: await held(),
			mask: await held(),
			security: await held(),
			unpublish: await held()
		},
		declineReasonId: reason?.id ?? '',
		contentHash: contentHash(title, storedContent(content)),
		foreign: {
			...{ dialogueId: other.dialogueId, areaId: other.areaId },
			...{ documentId: elsewhere.documentId, versionId: elsewhere.versionId },
			pointId: (await sendPoint(app, await makeGuest(app), { versionId: elsewhere.versionId })).pointId,
			reasonId: foreignReason?.id ?? '',
			stepId: (await app.news.saveStep(as(stranger), other.dialogueId, step)).stepId,
			venueId: await venueIn(stranger, other),
			listId: await makeList(app, other, ['nagon@example.org']),
			meetingId: (await makeMeeting(app, other)).meetingId
		}
	};
}
