import type { Audience, MailingKind } from '#lib/protocol/mailings.ts';
import { MAILING_KINDS } from '#lib/protocol/mailings.ts';
import { isOrganisationType } from '#lib/protocol/organisation-types.ts';
import { type Checks, createChecks } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { isMunicipality } from '#server/dialogues/municipalities.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { rounds } from '#server/meetings/reading.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { said } from './input.ts';
import { found, type InvitationParts } from './parts.ts';
import { dialogueById, listsOf, lockMailing, type MailingRow } from './queries.ts';
import { template } from './template.ts';
import type { MailingInput, NewMailing } from './types.ts';

const CHOOSE = { sv: 'Välj ett alternativ.', en: 'Choose an option.' };

/** A draft in both languages, from the template. Throws `bad_input` for a round that shows no meeting yet. */
export async function createMailing(parts: InvitationParts, by: By, dialogueId: string, input: NewMailing) {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	const checks = createChecks();
	const kind = checks.oneOf('kind', input.kind, MAILING_KINDS, CHOOSE);
	checks.done();
	const dialogue = found(await dialogueById(parts.database, dialogueId));
	const { round, meeting } = await subject(parts, by, dialogue.slug, { ...input, kind });
	const about = { kind, round, meeting, dialogueTitle: dialogue.title };
	const [sv, en] = [template(about, 'sv'), template(about, 'en')];
	const mailingId = newId();
	await transact(parts, by, async (change) => {
		await change.db
			.insertInto('mailing')
			.values({
				...{ id: mailingId, dialogue_id: dialogueId, round_id: round.id, meeting_id: meeting?.id ?? null, kind },
				...{ subject: sv.subject, text: sv.text, subject_en: en.subject, text_en: en.text },
				created_at: parts.clock.real(),
				created_by: accountIdOf(by.actor)
			})
			.execute();
		await change.audit({ ...aboutMailing('mailing.create', mailingId, dialogueId), after: [sv, en] });
	});
	return { mailingId };
}

async function subject(
	parts: InvitationParts,
	by: By,
	slug: string,
	input: { kind: MailingKind; roundOrdinal: number; meetingSlug: string }
) {
	const round = (await rounds(parts, by.actor, slug)).find(({ ordinal }) => ordinal === input.roundOrdinal);
	if (round === undefined || round.meetings.length === 0)
		refuse(
			'bad_input',
			'Välj en omgång med möten som visas för alla.',
			'Choose a round with meetings that everybody can see.',
			'round'
		);
	const asked = input.kind === 'message' && input.meetingSlug !== '';
	const meeting = asked ? round.meetings.find((one) => one.slug === input.meetingSlug) : null;
	if (meeting === undefined)
		refuse('bad_input', 'Välj ett möte i omgången.', 'Choose a meeting of the round.', 'round');
	return { round, meeting };
}

export async function updateMailing(
	parts: InvitationParts,
	by: By,
	{ dialogueId, mailingId }: { dialogueId: string; mailingId: string },
	input: MailingInput
): Promise<void> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	await transact(parts, by, async (change) => {
		const row = await draft(change, dialogueId, mailingId);
		const columns = await checked(change, row, input);
		await change.db.updateTable('mailing').set(columns).where('id', '=', mailingId).execute();
		await change.audit({
			...aboutMailing('mailing.update', mailingId, dialogueId),
			before: [row.subject, row.text, row.audience],
			after: columns
		});
	});
}

/** The mailing, held, while it still can be written on. */
async function draft(change: Change, dialogueId: string, mailingId: string): Promise<MailingRow> {
	const row = await held(change, dialogueId, mailingId);
	if (row.state !== 'draft')
		refuse(
			'rule_broken',
			'Utskicket har börjat. Texten går inte längre att ändra.',
			'The letters are being sent. The text can no longer be changed.'
		);
	return row;
}

export async function held(change: Change, dialogueId: string, mailingId: string): Promise<MailingRow> {
	const row = found(await lockMailing(change.db, mailingId));
	if (row.dialogue_id !== dialogueId) throw new MedskickError('not_found');
	return row;
}

async function checked(change: Change, row: MailingRow, input: MailingInput) {
	const checks = createChecks();
	const columns = {
		subject: checks.text('subject', said(input.subject), {
			max: 200,
			required: { sv: 'Skriv ett ämne.', en: 'Write a subject.' }
		}),
		text: checks.text('text', input.text, {
			max: 8_000,
			required: { sv: 'Skriv brevets text.', en: 'Write the text of the letter.' }
		}),
		subject_en: checks.text('subjectEn', said(input.subjectEn), { max: 200 }),
		text_en: checks.text('textEn', input.textEn, { max: 8_000 }),
		letters_per_minute: input.lettersPerMinute,
		audience: JSON.stringify(await checkedAudience(change, checks, row, input.audience))
	};
	checkTogether(checks, columns);
	checks.done();
	return columns;
}

function checkTogether(checks: Checks, columns: { subject_en: string; text_en: string; letters_per_minute: number }) {
	const both = { sv: 'Skriv både ämne och text på engelska, eller inget.', en: 'Write both in English, or neither.' };
	if ((columns.subject_en === '') !== (columns.text_en === ''))
		checks.wrong(columns.subject_en === '' ? 'subjectEn' : 'textEn', both);
	const { letters_per_minute: pace } = columns;
	if (!Number.isInteger(pace) || pace < 1 || pace > 600)
		checks.wrong('lettersPerMinute', { sv: 'Skriv ett tal från 1 till 600.', en: 'Write a number from 1 to 600.' });
}

/** A message goes to those registered, whatever a form says. */
async function checkedAudience(change: Change, checks: Checks, row: MailingRow, audience: Audience): Promise<object> {
	if (row.kind === 'message') return {};
	const lists = (await listsOf(change.db, row.dialogue_id)).map(({ id }) => id);
	if (!audience.listIds.every((id) => lists.includes(id))) checks.wrong('audience', CHOOSE);
	if (!audience.organisationTypes.every((type) => isOrganisationType(type))) checks.wrong('organisationTypes', CHOOSE);
	if (!audience.municipalities.every(isMunicipality)) checks.wrong('municipalities', CHOOSE);
	const { participants, otherDialogues, organisations, organisationTypes, municipalities, listIds } = audience;
	return { participants, otherDialogues, organisations, organisationTypes, municipalities, listIds };
}

export const aboutMailing = (action: string, mailingId: string, dialogueId: string) => ({
	action,
	objectType: 'mailing',
	objectId: mailingId,
	dialogueId
});
