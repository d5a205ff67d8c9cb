import { bySystem } from '#server/database/transaction.ts';
import type { Person } from '#server/permissions/actor.ts';
import type { RecordInput } from '#server/submissions/record.ts';
import { as, sendPoint } from '../../support/factories.ts';
import type { Site } from '../../support/site.ts';
import { ALL, AUTHOR_AND_DESK, DESK, type Making, type Mixture, NOBODY, type Who, WITH_OUTBOX } from './markers.ts';

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
export async function publishedPoints(making: Making, mixture: Mixture): Promise<Shown> {
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

export async function takeDown(
	{ site: { app }, words, people }: Making,
	_mixture: Mixture,
	shown: Shown
): Promise<void> {
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

export async function neverShown(making: Making, mixture: Mixture): Promise<void> {
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
export async function recorded(making: Making, mixture: Mixture): Promise<void> {
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

export async function assessed(
	{ site: { app }, words, people }: Making,
	_mixture: Mixture,
	pointId: string
): Promise<void> {
	const assess = (text: string, publish: boolean) =>
		app.consolidation.assess(as(people.lead), { pointIds: [pointId], outcome: 'not_accepted', text, publish });
	await assess(words.secret('assessment that was replaced', [...DESK, 'communicator'], NOBODY), false);
	await assess(words.secret('published assessment', ALL), true);
	await assess(words.secret('draft of an assessment', [...DESK, 'communicator']), false);
}
