import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- the one door: every form's refusal is told here
import { ERRORS, isMedskickError, type ErrorCode } from '#server/errors.ts';
import { type FieldIssue, valuesOf } from './fields.ts';

/** What a form gets back when it was refused: what to mend, and what the person had written, so that nothing is lost. */
export type Refused = { code: ErrorCode; issues: FieldIssue[]; values: Record<string, string> };

/**
 * Runs what a form asked for. A refusal becomes `fail` with its status, one issue at least, and the form's own words;
 * everything else (redirects, faults) goes on its way. Pass `form` where it has been read before; otherwise `work`
 * reads it from the request as usual.
 */
export async function attempt<T>(
	event: Pick<RequestEvent, 'request'>,
	work: () => Promise<T>,
	form?: FormData
): Promise<T | ActionFailure<Refused>> {
	const copy = form === undefined && !event.request.bodyUsed ? event.request.clone() : null;
	try {
		return await work();
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		const { sv, en } = ERRORS[error.code];
		const issues = error.issues.length > 0 ? [...error.issues] : [{ sv, en }];
		const written = form ?? (await copy?.formData().catch(() => undefined));
		const values = written === undefined ? {} : valuesOf(written);
		return fail(error.status, { code: error.code, issues, values });
	}
}

/** One text field, '' where it is missing or not text. */
export function text(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}
