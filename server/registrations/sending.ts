import type { Kysely } from 'kysely';
import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { DB } from '#server/database/schema.ts';
import type { Change } from '#server/database/transaction.ts';
import { newSecret, hashSecret } from '#server/identity/secrets.ts';
import { noteTold } from '#server/invitations/notices.ts';
import { queueMails } from '#server/mail/queue.ts';
import { type RegistrationNews, registrationMail } from '#server/mail/registration-letters.ts';
import { loadSender } from '#server/mail/sender.ts';
import type { NewMail, Sender } from '#server/mail/types.ts';
import { shown } from '#server/meetings/reading.ts';
import { calendarFiles } from './calendar-files.ts';
import { personalAddress } from './links.ts';
import type { RegistrationDeps, RegistrationParts } from './parts.ts';
import {
	type AttendanceRow,
	attendancesOf,
	registrationIdsAt,
	registrationsByIds,
	type RegistrationRow
} from './queries.ts';
import type { MeetingNews } from './types.ts';
import { languageOf, meetingsOf } from './view.ts';

/** Longer than any mail server is away; what has not left by then is no longer news. */
const LINK_LASTS_MS = 7 * 86_400_000;

/** A letter to be written about one registration and some of its meetings. */
export type Letters = {
	what: RegistrationNews;
	registrationId: string;
	meetingIds: readonly string[];
	/** Whom it concerns; everybody of the registration where it does not say. */
	participantIds?: readonly string[];
	/** The code of the personal link; else the letter gets one of its own. */
	code?: string;
	/** Meetings that the sender's calendar may hold and should no longer. */
	leftIds?: readonly string[];
	changed?: readonly ('time' | 'place' | 'link')[];
};

/** Meetings as everybody may see them, read in the caller's transaction. */
export async function meetingViews(
	deps: RegistrationDeps,
	db: Kysely<DB>,
	ids: readonly string[]
): Promise<Map<string, MeetingView>> {
	const views = new Map<string, MeetingView>();
	for (const id of new Set(ids)) {
		const view = await shown({ ...deps, database: db }, id);
		if (view !== null) views.set(id, view);
	}
	return views;
}

/**
 * Writes letters about registrations, in the transaction of what they tell. Whoever left no address is told by phone or
 * letter, by those who entered the registration. Letters never hold what anybody needs (domain S2-36). Returns how many
 * letters there were.
 */
export async function sendLetters(
	parts: RegistrationParts,
	change: Change,
	letters: readonly Letters[]
): Promise<number> {
	if (letters.length === 0) return 0;
	const ids = [...new Set(letters.map(({ registrationId }) => registrationId))];
	const rows = new Map((await registrationsByIds(change.db, ids)).map((row) => [row.id, row]));
	const around = {
		sender: await loadSender(change.db),
		attendances: await attendancesOf(change.db, ids),
		meetings: await meetingViews(
			parts,
			change.db,
			letters.flatMap(({ meetingIds }) => meetingIds)
		)
	};
	const written = letters.flatMap((letter) => {
		const row = rows.get(letter.registrationId);
		return row?.contact_email ? [write(parts, { ...around, letter, row, to: row.contact_email })] : [];
	});
	await keepLinks(parts, change, written);
	await queueMails(
		change,
		written.map(({ mail }) => mail)
	);
	return written.length;
}

type Writing = {
	letter: Letters;
	row: RegistrationRow;
	to: string;
	sender: Sender;
	attendances: readonly AttendanceRow[];
	meetings: ReadonlyMap<string, MeetingView>;
};
type Written = { mail: NewMail; registrationId: string; newCode: string | null };

function write(parts: RegistrationParts, { letter, row, to, sender, attendances, meetings }: Writing): Written {
	const language = languageOf(row);
	const newCode = letter.code === undefined ? newSecret() : null;
	const told = attendances.filter(
		(one) =>
			one.registration_id === row.id &&
			letter.meetingIds.includes(one.meeting_id) &&
			(letter.participantIds?.includes(one.participant_id) ?? true)
	);
	const views = meetingsOf(told, meetings);
	const text = registrationMail({
		language,
		sender,
		what: letter.what,
		changed: letter.changed ?? [],
		leaves: views.some(({ meeting }) => letter.leftIds?.includes(meeting.id)),
		reference: row.reference,
		dialogueTitle: row.dialogue_title,
		meetings: views,
		address: personalAddress(parts.origin(), language, letter.code ?? newCode ?? '')
	});
	const attachments = calendarFiles(views, letter.leftIds ?? [], {
		origin: parts.origin(),
		language,
		sender,
		at: parts.clock.real()
	});
	return {
		registrationId: row.id,
		newCode,
		mail: { kind: 'registration', to, language, letter: text, secret: true, secretLastsMs: LINK_LASTS_MS, attachments }
	};
}

async function keepLinks(parts: RegistrationParts, change: Change, written: readonly Written[]): Promise<void> {
	const created_at = parts.clock.real();
	const rows = written.flatMap(({ registrationId, newCode }) =>
		newCode === null ? [] : [{ code_hash: hashSecret(newCode), registration_id: registrationId, created_at }]
	);
	if (rows.length > 0) await change.db.insertInto('registration_link').values(rows).execute();
}

/** Everybody registered for a meeting hears of it, in the transaction that changed the meeting. */
export async function tellRegistered(
	parts: RegistrationParts,
	change: Change,
	meetingId: string,
	news: MeetingNews
): Promise<void> {
	if (news.length === 0) return;
	const about =
		news === 'cancelled'
			? { what: 'meeting_cancelled' as const, leftIds: [meetingId] }
			: { what: 'meeting_changed' as const, changed: news };
	const ids = await registrationIdsAt(change.db, meetingId);
	const letters = await sendLetters(
		parts,
		change,
		ids.map((registrationId) => ({ ...about, registrationId, meetingIds: [meetingId] }))
	);
	const told = news === 'cancelled' ? { what: news, changed: [] } : { what: 'changed' as const, changed: news };
	await noteTold(change, { ...told, meetingId, letters, at: parts.clock.now() });
}
