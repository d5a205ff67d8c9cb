import { m } from '#lib/paraglide/messages.js';
import { type By, bySystem, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { newSecret } from '#server/identity/secrets.ts';
import { queueMail } from '#server/mail/queue.ts';
import { loadSender } from '#server/mail/sender.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { rounds } from '#server/meetings/reading.ts';
import { type Recipient, reachOf } from './audience.ts';
import { aboutMailing, held } from './drafting.ts';
import { pace } from './pace.ts';
import { found, type InvitationParts } from './parts.ts';
import { lockMailing, type MailingRow, meetingSlug, nextRecipients, refusedAmong } from './queries.ts';
import { letterOf } from './writing.ts';

type Which = { dialogueId: string; mailingId: string };
const AT_ONCE = 500;

/** The draft as it stands, to whoever writes it. */
export async function sendTest(parts: InvitationParts, by: By, { dialogueId, mailingId }: Which) {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	const { actor } = by;
	if (actor.kind !== 'person' || actor.email === null) throw new MedskickError('not_signed_in');
	if (!parts.tests.allow(actor.accountId, parts.clock.real())) throw new MedskickError('too_many');
	const { email } = actor;
	await transact(parts, by, async (change) => {
		const row = await held(change, dialogueId, mailingId);
		for (const language of row.text_en === '' ? (['sv'] as const) : (['sv', 'en'] as const)) {
			const source = row.kind === 'message' ? ('registered' as const) : ('list' as const);
			const around = await surroundings(parts, change, row);
			const { letter, ...mail } = letterOf(row, { email, language, source, leaveCode: null }, around);
			const subject = m.invitations_mail_test_subject({ subject: letter.subject }, { locale: language });
			await queueMail(change, { ...mail, letter: { ...letter, subject } });
		}
		await change.audit(aboutMailing('mailing.test', mailingId, dialogueId));
	});
	return { email };
}

const surroundings = async (parts: InvitationParts, change: Change, row: MailingRow) => ({
	origin: parts.origin(),
	sender: await loadSender(change.db),
	meetingSlug: row.meeting_id === null ? null : await meetingSlug(change.db, row.meeting_id)
});

/** Fixes to whom the letters go and begins with them. A second press changes nothing. */
export async function send(parts: InvitationParts, by: By, { dialogueId, mailingId }: Which): Promise<void> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	await transact(parts, by, async (change) => {
		const row = await held(change, dialogueId, mailingId);
		if (row.state !== 'draft') return;
		if (row.kind === 'invitation') await checkShown(parts, change, row);
		const { recipients } = await reachOf(change.db, row, parts.clock);
		if (recipients.length === 0)
			refuse('rule_broken', 'Det finns ingen att skicka till.', 'There is nobody to send it to.', 'audience');
		await keep(change, mailingId, recipients);
		const started_at = parts.clock.real();
		await set(change, mailingId, { state: 'sending', started_at });
		await next(change, mailingId);
		await change.audit({ ...aboutMailing('mailing.send', mailingId, dialogueId), after: recipients.length });
	});
}

/** The form that a letter leads to must be there for everybody who gets the letter passed on. */
async function checkShown(parts: InvitationParts, change: Change, row: MailingRow): Promise<void> {
	const seen = await rounds({ ...parts, database: change.db }, VISITOR, row.dialogue_slug).catch(() => []);
	if (!seen.some(({ id, meetings }) => id === row.round_id && meetings.length > 0))
		refuse(
			'rule_broken',
			'Öppna dialogen och visa mötena innan du skickar inbjudan.',
			'Open the dialogue and show the meetings before you send the invitation.'
		);
}

async function keep(change: Change, mailingId: string, recipients: readonly Recipient[]): Promise<void> {
	const rows = recipients.map((one) => ({ ...one, mailing_id: mailingId, leave_code: newSecret() }));
	for (let from = 0; from < rows.length; from += AT_ONCE)
		await change.db
			.insertInto('mailing_recipient')
			.values(rows.slice(from, from + AT_ONCE))
			.onConflict((conflict) => conflict.columns(['mailing_id', 'email']).doNothing())
			.execute();
}

export const pause = (parts: InvitationParts, by: By, which: Which): Promise<void> =>
	turn(parts, by, which, { from: 'sending', to: 'paused' });
export const resume = (parts: InvitationParts, by: By, which: Which): Promise<void> =>
	turn(parts, by, which, { from: 'paused', to: 'sending' });

type Turn = { from: 'sending' | 'paused'; to: 'sending' | 'paused' };

/** A mailing that has been turned already, or is finished, stays as it is. */
async function turn(parts: InvitationParts, by: By, which: Which, { from, to }: Turn): Promise<void> {
	const { dialogueId, mailingId } = which;
	authorize(by.actor, 'invitation.manage', { dialogueId });
	await transact(parts, by, async (change) => {
		const row = await held(change, dialogueId, mailingId);
		if (row.state !== from) return;
		await set(change, mailingId, { state: to });
		if (to === 'sending') await next(change, mailingId, row.next_at ?? undefined);
		await change.audit(aboutMailing(to === 'paused' ? 'mailing.pause' : 'mailing.resume', mailingId, dialogueId));
	});
}

/** One job at a time for each mailing; a later call moves the one that waits. */
const next = (change: Change, mailingId: string, notBefore?: Date): Promise<void> =>
	change.enqueue('send_mailing', { mailingId }, notBefore, `mailing:${mailingId}`);

const set = async (change: Change, mailingId: string, columns: Partial<Columns>): Promise<void> => {
	await change.db.updateTable('mailing').set(columns).where('id', '=', mailingId).execute();
};
type Columns = { state: string; started_at: Date; next_at: Date; finished_at: Date };

/**
 * The job behind `send_mailing`: the letters whose turn it is, and the job for the next ones. A letter, its mark and
 * the next job are one commit, so that a process that ends in the middle leaves no letter out and writes none twice.
 */
export async function writeLetters(parts: InvitationParts, mailingId: string): Promise<void> {
	await transact(parts, bySystem(), async (change) => {
		const row = found(await lockMailing(change.db, mailingId));
		if (row.state !== 'sending') return;
		const now = parts.clock.real();
		if (row.next_at !== null && row.next_at > now) return next(change, mailingId, row.next_at);
		const { letters, waitMs } = pace(row.letters_per_minute);
		const written = await writeBatch(parts, change, row, letters);
		if (written < letters) return finish(change, row, now);
		const next_at = new Date(now.getTime() + waitMs);
		await set(change, mailingId, { next_at });
		await next(change, mailingId, next_at);
	});
}

/** How many recipients had their turn. Whoever has said no in the meantime is passed over. */
async function writeBatch(parts: InvitationParts, change: Change, row: MailingRow, most: number): Promise<number> {
	const batch = await nextRecipients(change.db, row.id, most);
	const emails = batch.map(({ email }) => email);
	const refused = row.kind === 'invitation' ? await refusedAmong(change.db, emails) : new Set<string>();
	const around = await surroundings(parts, change, row);
	for (const one of batch) {
		const out = refused.has(one.email.toLowerCase());
		const { email, leave_code: leaveCode } = one;
		const to = { email, leaveCode, language: languageOf(one.language), source: sourceOf(one.source) };
		const mail_id = out ? null : await queueMail(change, letterOf(row, to, around));
		await change.db
			.updateTable('mailing_recipient')
			.set({ state: out ? 'left_out' : 'written', mail_id })
			.where('mailing_id', '=', row.id)
			.where('email', '=', email)
			.execute();
	}
	return batch.length;
}

async function finish(change: Change, row: MailingRow, finished_at: Date): Promise<void> {
	await set(change, row.id, { state: 'sent', finished_at });
	await change.audit(aboutMailing('mailing.finish', row.id, row.dialogue_id));
}

/** The database's constraints hold the rows to these words. */
const languageOf = (language: string): Recipient['language'] => (language === 'en' ? 'en' : 'sv');
const sourceOf = (source: string) => source as Recipient['source'];
