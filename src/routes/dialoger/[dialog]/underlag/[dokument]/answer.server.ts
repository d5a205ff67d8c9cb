import { json } from '@sveltejs/kit';
import { ERRORS, isMedskickError } from '#server/errors.ts';

export const NOT_KEPT = { headers: { 'cache-control': 'private, no-store' } };

/** A refusal as JSON: its code, and what to mend in both languages. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		const { status, sv, en } = ERRORS[error.code];
		const issues = error.issues.length > 0 ? error.issues : [{ sv, en }];
		return json({ code: error.code, issues }, { status, ...NOT_KEPT });
	}
}
