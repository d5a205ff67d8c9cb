import { sql } from 'kysely';
import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import { isOrganisationType } from '#lib/protocol/organisation-types.ts';
import { POINT_KINDS, type PointKind } from '#lib/protocol/vocabulary.ts';
import { dateCompact } from '#lib/ui/format/dates.ts';
import { createChecks } from '#server/checks.ts';
import { stockholmMoment } from '#server/consultations/local-time.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import type { Documents } from '#server/documents/types.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import type { SubmissionDeps } from '#server/submissions/deps.ts';
import { takeBack } from '#server/submissions/own.ts';
import { type RecordInput, takeDown } from '#server/submissions/record.ts';
import { findTaking, type TakingConsultation } from '#server/submissions/targets.ts';
import { led } from './guard.ts';
import { documentOf, headById, latestSession, type MeetingHead } from './queries.ts';
import { spokenPlace } from './spoken-place.ts';
import { earlierUnder, lockSpoken, typeOf } from './spoken-queries.ts';

export type SpokenDeps = SubmissionDeps & { documents: Pick<Documents, 'versionFor'> };

/** As a secretary writes it down. `saidAt` is the time of day; '' for `organisationType`: as it was given last time. */
export type SpokenInput = {
	documentId: string;
	sectionId: string | null;
	/** The words in the text that it is about, as they stand there; '' for the section. */
	words: string;
	saidAt: string;
	kind: string;
	text: string;
	name: string;
	organisationName: string;
	organisationType: string;
	idempotencyKey: string | null;
};

/** How long a secretary may take back what went wrong. Later it is moderated like everything else. */
export const UNDO_MS = 30_000;

/**
 * Takes down what somebody said (domain R-16): an input with the secretary as author and the speaker as source, shown
 * at once where the consultation shows inputs at once. Throws `bad_input`, `rule_broken`, `not_found`, and as `led`.
 */
export async function recordSpoken(
	deps: SpokenDeps,
	by: By,
	meetingId: string,
	input: SpokenInput
): Promise<{ pointId: string; repeated: boolean }> {
	const head = await led(deps.database, by.actor, await headById(deps.database, meetingId));
	if (head.state === 'draft' || head.state === 'cancelled')
		refuse(
			'rule_broken',
			'Mötet är inte publicerat eller är inställt. Då kan inget antecknas på det.',
			'The meeting is not published or is cancelled. Nothing can be taken down at it.'
		);
	const row = checkSpoken(input);
	const { versionId, place } = await placeOf(deps, by, head, { ...input, words: row.words });
	return transact(deps, by, async (change) => {
		const repeated = await earlier(change, by, input.idempotencyKey, row.text);
		if (repeated !== null) return { pointId: repeated, repeated: true };
		const writtenAt = await momentOf(deps, change, head, row.saidAt);
		const consultation = await findTaking(change.db, input.documentId, deps.clock.now());
		const recorded = await takeDown(deps, change, by, {
			...(await sentBy(change, meetingId, row)),
			dialogueId: head.dialogue_id,
			consultationId: consultation?.id ?? null,
			areaId: await areaOf(change, input.documentId),
			kind: 'comment',
			channel: 'meeting',
			receivedAt: deps.clock.now(),
			writtenAt,
			meetingId,
			idempotencyKey: input.idempotencyKey,
			status: isShown(consultation, row.text) ? 'published' : 'held',
			points: [{ kind: row.kind, text: row.text, versionId, place }]
		});
		return { pointId: recorded.points[0]?.id ?? '', repeated: false };
	});
}

type Checked = ReturnType<typeof checkSpoken>;

function checkSpoken(input: SpokenInput) {
	const checks = createChecks();
	const row = {
		text: checks.text('text', input.text, {
			max: 5_000,
			required: { sv: 'Skriv vad som sades.', en: 'Write what was said.' }
		}),
		words: checks.text('words', input.words, { max: 1_000 }),
		saidAt: checks.text('saidAt', input.saidAt, {
			max: 10,
			required: { sv: 'Skriv klockslaget som 10.42.', en: 'Write the time as 10.42.' }
		}),
		kind: checks.oneOf<PointKind>('kind', input.kind, POINT_KINDS, {
			sv: 'Välj vad det är för slags synpunkt.',
			en: 'Choose what kind of comment it is.'
		}),
		name: checks.text('name', input.name, { max: 120 }),
		organisationName: checks.text('organisationName', input.organisationName, { max: 160 }),
		organisationType: input.organisationType
	};
	if (row.organisationType !== '' && !isOrganisationType(row.organisationType))
		checks.wrong('organisationType', { sv: 'Välj typ av organisation.', en: 'Choose the type of organisation.' });
	checks.done();
	return row;
}

async function placeOf(
	deps: SpokenDeps,
	by: By,
	head: MeetingHead,
	{ documentId, sectionId, words }: Pick<SpokenInput, 'documentId' | 'sectionId' | 'words'>
) {
	const document = await documentOf(deps.database, documentId);
	if (document?.dialogue_id !== head.dialogue_id) throw new MedskickError('not_found');
	const { version } = await deps.documents.versionFor(by.actor, {
		dialogueSlug: head.dialogue_slug,
		documentSlug: document.slug
	});
	return { versionId: version.versionId, place: spokenPlace(version.content, sectionId, words) };
}

/** A form that is sent twice is taken once; the second waits here until the first is kept, and then finds it. */
async function earlier(change: Change, by: By, key: string | null, text: string): Promise<string | null> {
	const accountId = accountIdOf(by.actor);
	if (key === null || accountId === null) return null;
	await sql`select pg_advisory_xact_lock(hashtextextended(${accountId + key}, 0))`.execute(change.db);
	return (await earlierUnder(change.db, accountId, key, text))?.id ?? null;
}

/** On the day that the meeting was opened, or was to be held. What has not been said yet cannot be taken down. */
async function momentOf(deps: SpokenDeps, change: Change, head: MeetingHead, saidAt: string): Promise<Date> {
	const session = await latestSession(change.db, head.id);
	const { starts_on } = await change.db
		.selectFrom('meeting')
		.select(sql<string>`starts_on::text`.as('starts_on'))
		.where('id', '=', head.id)
		.executeTakeFirstOrThrow();
	const moment = stockholmMoment(session === undefined ? starts_on : dateCompact(session.opened_at), saidAt);
	if (moment === null) return refuse('bad_input', 'Skriv klockslaget som 10.42.', 'Write the time as 10.42.', 'saidAt');
	if (moment > deps.clock.now())
		return refuse('bad_input', 'Tiden har inte varit än.', 'That time has not come yet.', 'saidAt');
	return moment;
}

/** Organisations are named with what they said, private persons are not (domain R-09). */
async function sentBy(
	change: Change,
	meetingId: string,
	row: Checked
): Promise<Pick<RecordInput, 'sender' | 'publication'>> {
	const isPrivate = row.organisationName === '' || row.organisationType === 'private_person';
	const organisationType = isPrivate
		? 'private_person'
		: row.organisationType || (await typeOf(change.db, meetingId, row.organisationName));
	if (organisationType === undefined)
		refuse(
			'bad_input',
			'Välj typ av organisation. Den behövs bara första gången.',
			'Choose the type of organisation. It is needed the first time only.',
			'organisationType'
		);
	const organisationName = isPrivate ? '' : row.organisationName;
	const anonymous = row.name === '' && organisationName === '';
	return {
		sender: { name: row.name, organisationName, organisationType, anonymous },
		publication: organisationName === '' ? 'anonymous' : 'named_organisation'
	};
}

async function areaOf(change: Change, documentId: string): Promise<string | null> {
	const row = await change.db
		.selectFrom('document')
		.select('priority_area_id')
		.where('id', '=', documentId)
		.executeTakeFirst();
	return row?.priority_area_id ?? null;
}

/** Where first inputs are held these are too: nobody has let the speaker through before. */
const isShown = (consultation: TakingConsultation | undefined, text: string): boolean =>
	consultation?.moderation_mode === 'open' && findIdentityNumbers(text).length === 0;

/** Takes back what the secretary has just taken down. Throws `rule_broken` when it is too late, and as `led`. */
export async function undoSpoken(deps: SpokenDeps, by: By, meetingId: string, pointId: string): Promise<void> {
	await led(deps.database, by.actor, await headById(deps.database, meetingId));
	await transact(deps, by, async (change) => {
		const row = await lockSpoken(change.db, meetingId, pointId);
		if (row === undefined) throw new MedskickError('not_found');
		if (row.status === 'withdrawn') return;
		authorize(by.actor, 'spoken.undo', { recordedBy: row.recorded_by, status: row.status });
		if (deps.clock.now().getTime() - row.received_at.getTime() > UNDO_MS)
			refuse(
				'rule_broken',
				'Det är för sent att ångra. Be den som modererar att ta bort inspelet.',
				'It is too late to undo. Ask the moderator to remove the input.'
			);
		await takeBack(deps, change, row);
	});
}
