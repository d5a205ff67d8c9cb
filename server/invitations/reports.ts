import type { ReportOutcome, ReportResult } from '#lib/protocol/mailings.ts';
import { type By, transact } from '#server/database/transaction.ts';
import { isMedskickError, refuse } from '#server/errors.ts';
import { noteReport } from '#server/mail/bounces.ts';
import { type DeliveryReport, readReport } from '#server/mail/delivery-report.ts';
import { authorize } from '#server/permissions/can.ts';
import { dialogueById } from './queries.ts';
import { found, type InvitationParts } from './parts.ts';
import type { SavedMessage } from './types.ts';

const MOST_MESSAGES = 20;
const LONGEST_NAME = 120;
/** What Outlook on Windows saves, unless it is asked for something else, is a container of its own (MS-CFB). */
const OUTLOOK = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Delivery reports that staff have saved as files: each marks a letter of this dialogue's mailings, or says why not. The
 * same file twice changes nothing. Throws `bad_input` for none and for more than twenty.
 */
export async function takeReports(
	parts: InvitationParts,
	by: By,
	dialogueId: string,
	messages: readonly SavedMessage[]
): Promise<ReportResult[]> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	found(await dialogueById(parts.database, dialogueId));
	if (messages.length === 0) refuse('bad_input', 'Välj en eller flera filer.', 'Choose one or more files.', 'reports');
	if (messages.length > MOST_MESSAGES)
		refuse('bad_input', 'Välj högst 20 filer åt gången.', 'Choose at most 20 files at a time.', 'reports');
	const results: ReportResult[] = [];
	for (const { name, bytes } of messages)
		results.push({ file: name.slice(0, LONGEST_NAME), ...(await resultOf(parts, by, dialogueId, bytes)) });
	return results;
}

type Result = Omit<ReportResult, 'file'>;

async function resultOf(parts: InvitationParts, by: By, dialogueId: string, bytes: Uint8Array): Promise<Result> {
	const report = await reportIn(bytes);
	if (typeof report === 'string') return { outcome: report, email: '' };
	const noted = await transact(parts, by, (change) =>
		noteReport(change, report, { at: parts.clock.real(), dialogueId })
	);
	return { outcome: noted.outcome, email: noted.outcome === 'not_ours' ? '' : noted.email };
}

async function reportIn(bytes: Uint8Array): Promise<DeliveryReport | ReportOutcome> {
	if (OUTLOOK.every((byte, at) => bytes[at] === byte)) return 'outlook';
	try {
		return (await readReport(bytes)) ?? 'no_report';
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		return error.code === 'too_large' ? 'too_large' : 'unreadable';
	}
}
