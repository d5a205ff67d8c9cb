import * as v from 'valibot';
import { text } from '#lib/ui/action.server.ts';
import { POINT_KINDS, REPORT_REASONS, type PointKind, type ReportReason } from '#lib/protocol/vocabulary.ts';
import { MedskickError, refuse } from '#server/errors.ts';

const LONGEST_TEXT = 5_000;
const LONGEST_NOTE = 1_000;
// eslint-disable-next-line no-control-regex -- they are what is being refused: Postgres takes no NUL
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const uuid = v.pipe(v.string(), v.uuid());

/** The point that a form is about. Throws `not_found` for what is no id: nothing has it. */
export function parsePointId(form: FormData): string {
	const result = v.safeParse(uuid, text(form, 'pointId'));
	if (!result.success) throw new MedskickError('not_found');
	return result.output.toLowerCase();
}

const written = (form: FormData): string => text(form, 'text').normalize('NFC').replaceAll('\r\n', '\n').trim();

function refuseControls(value: string, longest: number): void {
	if (value.length > longest) {
		refuse(
			'bad_input',
			`Korta texten till högst ${longest} tecken.`,
			`Shorten the text to at most ${longest} characters.`,
			'text'
		);
	}
	if (CONTROL.test(value)) {
		refuse(
			'bad_input',
			'Texten innehåller tecken som inte går att visa. Skriv om den utan dem.',
			'The text holds characters that cannot be shown. Write it without them.',
			'text'
		);
	}
}

/** An author's correction. Throws `bad_input` with what to mend. */
export function parseCorrection(form: FormData): { pointId: string; text: string; kind: PointKind } {
	const kind = POINT_KINDS.find((one) => one === text(form, 'kind'));
	if (kind === undefined)
		refuse('bad_input', 'Välj vad det är för slags synpunkt.', 'Choose what kind of comment it is.', 'kind');
	const value = written(form);
	if (value === '')
		refuse('bad_input', 'Skriv din synpunkt innan du sparar.', 'Write your comment before you save.', 'text');
	refuseControls(value, LONGEST_TEXT);
	return { pointId: parsePointId(form), text: value, kind };
}

/** *Anmäl*: a reason from the list, and words of one's own if one likes. Throws `bad_input` with what to mend. */
export function parseReport(form: FormData): { pointId: string; reason: ReportReason; text: string } {
	const reason = REPORT_REASONS.find((one) => one === text(form, 'reason'));
	if (reason === undefined)
		refuse('bad_input', 'Välj varför du anmäler synpunkten.', 'Choose why you report the comment.', 'reason');
	const value = written(form);
	refuseControls(value, LONGEST_NOTE);
	return { pointId: parsePointId(form), reason, text: value };
}
