import * as v from 'valibot';
import { text } from '#lib/ui/action.server.ts';
import { POINT_KINDS, REPORT_REASONS, type PointKind, type ReportReason } from '#lib/protocol/vocabulary.ts';
import { ownWords } from '#server/checks.ts';
import { MedskickError, refuse } from '#server/errors.ts';

const LONGEST_TEXT = 5_000;
const LONGEST_NOTE = 1_000;

const uuid = v.pipe(v.string(), v.uuid());

/** The point that a form is about. Throws `not_found` for what is no id: nothing has it. */
export function parsePointId(form: FormData): string {
	const result = v.safeParse(uuid, text(form, 'pointId'));
	if (!result.success) throw new MedskickError('not_found');
	return result.output.toLowerCase();
}

/** An author's correction. Throws `bad_input` with what to mend. */
export function parseCorrection(form: FormData): { pointId: string; text: string; kind: PointKind } {
	const kind = POINT_KINDS.find((one) => one === text(form, 'kind'));
	if (kind === undefined)
		refuse('bad_input', 'Välj vad det är för slags synpunkt.', 'Choose what kind of comment it is.', 'kind');
	const value = ownWords(text(form, 'text'), LONGEST_TEXT, 'text');
	if (value === '')
		refuse('bad_input', 'Skriv din synpunkt innan du sparar.', 'Write your comment before you save.', 'text');
	return { pointId: parsePointId(form), text: value, kind };
}

/** *Anmäl*: a reason from the list, and words of one's own if one likes. Throws `bad_input` with what to mend. */
export function parseReport(form: FormData): { pointId: string; reason: ReportReason; text: string } {
	const reason = REPORT_REASONS.find((one) => one === text(form, 'reason'));
	if (reason === undefined)
		refuse('bad_input', 'Välj varför du anmäler synpunkten.', 'Choose why you report the comment.', 'reason');
	return { pointId: parsePointId(form), reason, text: ownWords(text(form, 'text'), LONGEST_NOTE, 'text') };
}
